/// A watcher over this process. Private to cups-backend.
///
/// CUPS takes a backend that ends by SIGKILL for one that printed everything, so a job whose
/// backend the kernel killed for want of memory would be gone. The guard, a program of its own,
/// holds the job's status line open, so CUPS cannot close the job before it; and when we end
/// without a word, it holds the job for some seconds, after which CUPS starts it again. A backend
/// that is killed before it has a guard is missed by the filter (filter_main.cpp).
/// @source cupsd 2.4: process_children passes over SIGKILL, finalize_job waits for the status
/// line's end.
#pragma once

#include <filesystem>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::backend {

/// The program, in ServerBin/daemon.
inline constexpr char const* guard_program = "imprimatur-guard";

/// @error as find_program().
Result<std::filesystem::path> find_guard();

/// Guarded as long as it lives; its end is the word. Without the program there is no guard, and the
/// service has to notice (imprimatur queue check tells).
class Guard {
  public:
    explicit Guard(int job);
    Guard(Guard const&) = delete;
    Guard& operator=(Guard const&) = delete;
    ~Guard();

  private:
    Descriptor line_;
};

} // namespace imprimatur::backend
