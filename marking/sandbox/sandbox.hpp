/// Locks the calling process in, for good: from then on it may compute, and little else.
///
/// Promise: no new file is opened but those under the folders named, and these only for reading; no
/// socket, no other process, no new privilege, no executable memory; memory, size of files and open
/// files are bounded. What this kernel cannot do is named, never skipped in silence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::sandbox {

struct Bounds {
    std::uint64_t memory_bytes; ///< address space of the process
    std::uint64_t output_bytes; ///< of any one file, memory files too
    std::vector<std::filesystem::path>
        readable; ///< folders and files; what does not exist is skipped
};

/// Call before the first untrusted byte, while the process has one thread.
/// @return the protections that are missing here: "landlock" (kernel before 5.13 or not switched
/// on), "memory" (a build with a sanitizer needs the whole address space).
/// @error Unavailable "pipe.cannot-lock-in": the filter of system calls could not be set; nothing
/// may be read then.
Result<std::vector<std::string>> lock_in(Bounds const& bounds);

/// Ends the process (SIGPROF) after so much computing time of all its threads; 0 ends the limit.
void limit_computing(std::uint32_t seconds);

/// What the libraries that draw and read need on disk: fonts, fontconfig, character maps, and what
/// letters look like.
std::vector<std::filesystem::path> fonts_and_tables();

} // namespace imprimatur::sandbox
