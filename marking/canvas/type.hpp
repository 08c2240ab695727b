/// From a string to a line of type: cleaned, shaped, shrunk, broken.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "marking/canvas/canvas.hpp"
#include "marking/canvas/shape.hpp"

namespace imprimatur::canvas {

/// Where the baseline lies in the em box of an ideograph, from its top.
inline constexpr double baseline_in_em = 0.86;

/// Valid UTF-8 without control characters and without invisible ones that reorder or hide text.
/// Line feeds stay where `keep_lines`, else become spaces.
std::string clean(std::string_view text, bool keep_lines);

/// A shaped line and where it goes, in points.
struct Set {
    Shaped shaped;
    double x;
    double baseline;
    double width;
    double size;    ///< after shrinking
    double spacing; ///< after each letter
};
Set set_line(std::vector<Face> const& faces, Line const& line);

std::vector<Piece> break_lines(std::vector<Face> const& faces, std::string_view text,
                               Style const& style, double width, double first_indent);

} // namespace imprimatur::canvas
