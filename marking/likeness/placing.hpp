// How one page lies on another. Private to this room.
#pragma once

#include <optional>

#include "marking/likeness/features.hpp"

namespace imprimatur::likeness {

/// Points of the second page, mirrored at x = 0 if so, in mm, to points of the first, in mm.
struct Placing {
    cv::Matx23d to_first;
    bool mirrored = false;
    double scale = 1;
    double turn = 0;  ///< radians
    int agreeing = 0; ///< features of which it is made
};

/// Nothing where the pages have no arrangement of features in common.
std::optional<Placing> place(Features const& first, Features const& second);

/// The other way about: points of the first page to points of the second.
Placing inverse(Placing const& placing);

} // namespace imprimatur::likeness
