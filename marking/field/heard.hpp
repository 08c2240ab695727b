// Where on the picture a lattice is heard: private to this room.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "marking/field/track.hpp"

namespace imprimatur::field {

/// A lattice as it was followed over a response.
struct Followed {
    cv::Mat response;
    Waves waves;
    std::vector<Cell> cells;
    cv::Matx33d picture = cv::Matx33d::eye(); ///< from pixels of the response to the picture's
};

/// A place of the picture, and the site there, counted from any one of them.
struct Heard {
    cv::Vec2d at; ///< pixels
    cv::Vec2d site;
};

/// The corners of all patches in which the lattice is heard: small ones where it is loud, else
/// the cells in which it was followed.
std::vector<Heard> heard(Followed const& followed);

} // namespace imprimatur::field
