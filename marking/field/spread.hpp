/// Where a sheet lies on the picture, as far as its dots are seen.
///
/// Promise: the lattice says it, not the paper's edge, so a scrap, a sheet on white ground and two
/// sheets of one copy are all told as they lie. Dots repeat with their tile: which part of the
/// sheet is seen they do not tell.
#pragma once

#include <optional>
#include <vector>

namespace imprimatur::field {

/// A place on the picture and on the sheet.
struct Tie {
    double x; ///< pixels
    double y;
    double across; ///< mm on the sheet, as printed, from the top left of some tile
    double down;
};
using Ties = std::vector<Tie>;

/// What is seen of a sheet, as a rectangle of the sheet.
struct Spread {
    struct Corner {
        double x; ///< pixels
        double y;
    };
    Corner corners[4];     ///< top left as printed first, clockwise
    double width = 0;      ///< mm on the sheet, where its dots have the usual pitch
    double height = 0;     ///< mm
    double resolution = 0; ///< pixels an inch of the sheet, in the middle
    double turn = 0;       ///< degrees by which the sheet is turned clockwise, −180 to 180
};

/// Empty: the ties are too few, or all in a line.
std::optional<Spread> spread_of(Ties const& ties);

/// The ties of both, as of one tile; empty: they are of two sheets, or of two places of one that do
/// not go on into each other.
/// @param mirrored both are of dots that lie as in a mirror
std::optional<Ties> joined(Ties const& one, Ties const& other, bool mirrored = false);

} // namespace imprimatur::field
