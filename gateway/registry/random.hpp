/// Chance that nobody can guess: serials and identifiers.
#pragma once

#include <cstdint>
#include <string>

namespace imprimatur::registry {

/// Throws std::runtime_error when the system gives no random numbers.
std::uint64_t random_number();
/// So many random bytes as hex digits.
std::string random_hex(int bytes);

} // namespace imprimatur::registry
