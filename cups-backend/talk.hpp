/// What one of the scheduler's own backends says while it prints, and what that proves. Private to
/// cups-backend.
///
/// Promise: none of its lines reaches the scheduler as a command; what it says of the printer's
/// state is told on, the rest goes to the log.
/// @source backend/ipp.c of CUPS 2.4. It ends with 0 also when the printer knows the job no more
/// (switched off and on), gave it no number, holds it, cancelled it, or may not be asked; and says
/// on its standard error what the printer answered last.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "cups-backend/device.hpp"

namespace imprimatur::backend {

class Talk {
  public:
    Talk(std::string const& scheme, Watcher const& watcher, Note const& note);

    /// The next bytes, in any pieces.
    void hear(std::string_view bytes);

    /// Whether something was said since the last time that proves the printer to be there.
    bool take_sign_of_life();

    /// Of a backend that ended well: whether the device said that the copy is printed.
    /// @return the sentence that says what is missing; empty where nothing is.
    std::string doubt() const;

  private:
    void line(std::string_view text);
    void states(std::string_view text);
    void debug(std::string_view text);

    Watcher const& watcher_;
    Note const& note_;
    bool must_tell_; ///< this scheme tells what became of a job
    bool is_alive_ = false;
    std::string rest_;
    std::set<std::string> states_;
    std::set<std::string> missing_; ///< cups-ipp-missing-job-…
    std::string job_state_;         ///< as the printer said last
    std::string job_reasons_;
};

/// Of keywords in printer-state-reasons: those by which the ipp backend says that it does not know
/// what became of a job.
bool is_doubt(std::string_view keyword);

} // namespace imprimatur::backend
