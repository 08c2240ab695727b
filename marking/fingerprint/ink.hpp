// The ink of a page as characters. Private to this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::fingerprint {

/// Mean darkness inside the ink's bounding box, of 4095.
int ink_amount(Bitmap const& grey);

/// Of the ink's bounding box, row by row, with its size: equal only for equal pictures.
std::string ink_pixels(Bitmap const& grey);

/// One character, of 64, for the darkness of each of cells × cells squares of that box; `-`: no
/// ink.
std::string ink_grid(Bitmap const& grey, std::uint32_t cells);

/// 1: the same; falls by the darkness of the square that differs most.
double ink_likeness(std::string_view a, std::string_view b);

} // namespace imprimatur::fingerprint
