/// What the scheduler and the person hear: lines on standard error, which are commands to cupsd.
/// Private to cups-backend.
///
/// Promise: one line each, whatever is in the text. Lines that CUPS would obey (ATTR, PPD, PAGE)
/// are never written; STATE and JOBSTATE carry keywords only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::backend {

enum class Tone {
    Refusal, ///< stays with the job as job-printer-state-message, and in the error log
    Notice,  ///< likewise; a wait, not an error
    Progress ///< the printer's message while it prints
};

class Voice {
  public:
    explicit Voice(int descriptor = 2) : descriptor_(descriptor) {}

    void say(Tone tone, std::string_view text);
    /// Takes our text off the printer, where everybody sees it; the job keeps it.
    void clear_printer();
    /// For the log alone.
    void note(std::string_view text);
    /// job-state-reasons; what is not a keyword is not said.
    void reason(std::string_view keyword);
    /// printer-state-reasons of the device, as those of our queue, while a copy is there.
    void show_states(std::vector<std::string> const& keywords);

  private:
    void line(std::string_view prefix, std::string_view text);
    int descriptor_;
    std::set<std::string> shown_;
    std::string last_;
};

} // namespace imprimatur::backend
