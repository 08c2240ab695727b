/// One copy: the original's bytes and an update appended to them (ISO 32000-1, 7.5.6).
#pragma once

#include "marking/pdf/preparation.hpp"

namespace imprimatur::pdf {

/// The bytes that follow the original.
/// @param size of the original. @throws Decline
std::string update_of(Source const& source, std::size_t size, Preparation const& preparation,
                      Marks const& marks);

/// Copies a whole file to the current place of `target`, inside the kernel where it can.
/// @error Exhausted no room; Internal otherwise.
Result<void> copy_whole(int file, std::string_view mapped, Descriptor const& target);

} // namespace imprimatur::pdf
