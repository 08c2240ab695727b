// How much of one page's ink another has at the same place. Private to this room.
#pragma once

#include <vector>

#include "marking/likeness/likeness.hpp"
#include "marking/likeness/placing.hpp"

namespace imprimatur::likeness {

struct Share {
    double of_ink = 0; ///< 0 … 1
    double found = 0;  ///< squares of full ink that the other has
    double inside = 0; ///< 0 … 1: as of_ink, of the ink that lies where the other page is at all
    std::vector<Box> missing;
};

/// @param way of the other page's points to this one's
Share share_of(cv::Mat const& page, double page_dpi, cv::Mat const& other, double other_dpi,
               Placing const& way);

} // namespace imprimatur::likeness
