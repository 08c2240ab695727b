/// Bytes made smaller, as FlateDecode has them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace imprimatur::pdf {

/// Quick: for what is mostly chance and zeros; nothing more could be saved.
enum class Packing { Quick, Thorough };

/// @throws Decline when there is no memory.
std::string deflated(std::string_view bytes, Packing packing = Packing::Thorough);

/// Rows of so many bytes, each less the one above it: PNG's predictor "up". Rows that are nearly
/// alike become mostly zeros.
std::string less_above(std::string_view bytes, std::size_t row);

} // namespace imprimatur::pdf
