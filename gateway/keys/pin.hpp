/// PINs as they may be kept: stretched, never as they are.
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::keys {

/// 16 random bytes, as hex digits.
std::string new_salt();

/// scrypt with N = 2^14, r = 8, p = 1 (RFC 7914, section 2), 32 bytes as hex digits.
std::string hash_of_pin(std::string_view pin, std::string_view salt);

/// Whether `pin` is the one that `hash` was made of; takes the same time for any.
bool is_pin(std::string_view pin, std::string_view salt, std::string_view hash);

} // namespace imprimatur::keys
