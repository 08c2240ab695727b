/// The file that holds the master keys: made once, read by its owner only.
///
/// 32 bytes a key, the oldest first. New things are sealed with the last; the others read what was
/// sealed with them.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::keys {

using MasterKey = std::array<unsigned char, 32>;

/// Key after key; wiped at the end of its life.
class MasterKeys {
  public:
    MasterKeys() = default;
    MasterKeys(MasterKeys const&) = delete;
    MasterKeys& operator=(MasterKeys const&) = delete;
    MasterKeys(MasterKeys&&) noexcept = default;
    MasterKeys& operator=(MasterKeys&&) noexcept = default;
    ~MasterKeys();

    std::vector<MasterKey> all; ///< oldest first
};

inline constexpr std::size_t most_keys = 64;

/// @error NotFound; Denied others may read it or it is somebody else's; Corrupt wrong size.
Result<MasterKeys> read_keys(std::filesystem::path const& file);

/// Makes the file with a random key. Another process that does the same at the same moment is no
/// error: one of the two files wins, whole.
/// @error Denied the folder may not be written; Exhausted no room.
Result<void> make_key(std::filesystem::path const& file);

/// Puts one more random key at the end of the file, durably: killed at any moment, the file is as
/// it was or as it shall be. @error as read_keys() and make_key(); Exhausted it holds most_keys.
Result<void> add_key(std::filesystem::path const& file);

} // namespace imprimatur::keys
