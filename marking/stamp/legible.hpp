/// Whether a person can read a line of type, by its picture.
#pragma once

#include <string>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::stamp {

inline constexpr double legible_dpi = 150;

/// @param wanted the line alone on white, @param found the same place on the page, in colour.
/// @param colour of its letters, "#rrggbb".
/// @return the letters are there, what is around them differs by 4.5 : 1 or more, and nothing but
/// specks lies among them. @source WCAG 2.2, 1.4.3
bool is_legible(Bitmap const& wanted, Bitmap const& found, std::string const& colour);

} // namespace imprimatur::stamp
