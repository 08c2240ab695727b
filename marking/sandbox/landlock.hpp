// Landlock by its system calls; glibc 2.36 has no names for them. Private to this room.
#pragma once

#include <filesystem>
#include <vector>

namespace imprimatur::sandbox {

enum class Landlock { On, Missing, Failed };

/// Forbids every use of the file system but reading what is named.
/// @source Linux, Documentation/userspace-api/landlock.rst
Landlock restrict_files(std::vector<std::filesystem::path> const& readable);

} // namespace imprimatur::sandbox
