// The ink of a page as characters. Private to this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::fingerprint {

/// One character, of 64, for the darkness of each of cells × cells squares of the ink's bounding
/// box;
/// `-` where the page is empty.
std::string ink_of(Bitmap const& picture, std::uint32_t cells);

/// 1: the same; falls by the darkness of the square that differs most.
double ink_likeness(std::string_view a, std::string_view b);

} // namespace imprimatur::fingerprint
