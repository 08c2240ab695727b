// Words to lines, in whichever direction they run. Private to this room.
#pragma once

#include <vector>

#include "marking/level/level.hpp"

namespace imprimatur::level {

/// A run of words set apart from what stands beside it, seen upright.
struct Line {
    std::string text;
    double x; ///< mm on the page turned so that the line is upright
    double y;
    double right;
    double height;
    double page_height;      ///< of that page
    bool is_oblique = false; ///< neither along nor across the page: a mark across it
};

/// Lines of one direction, of words that are turned alike.
std::vector<Line> level_lines(Page const& page, int turn);

/// Lines that run across the page, or down it letter by letter.
std::vector<Line> oblique_lines(Page const& page);

} // namespace imprimatur::level
