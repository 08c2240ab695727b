/// The file that holds the master key: made once, read by its owner only.
#pragma once

#include <array>
#include <filesystem>

#include "foundation/result/result.hpp"

namespace imprimatur::keys {

using MasterKey = std::array<unsigned char, 32>;

/// @error NotFound; Denied others may read it or it is somebody else's; Corrupt wrong size.
Result<void> read_key(std::filesystem::path const& file, MasterKey& key);

/// Makes the file with a random key. Another process that does the same at the same moment is no
/// error: one of the two files wins, whole.
/// @error Denied the folder may not be written; Exhausted no room.
Result<void> make_key(std::filesystem::path const& file);

} // namespace imprimatur::keys
