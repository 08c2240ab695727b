// The lattice followed over the picture, cell by cell: private to this room.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "marking/field/spectrum.hpp"

namespace imprimatur::field {

/// One patch of the picture on which the lattice is straight.
struct Cell {
    cv::Rect area;
    cv::Vec2d middle;
    cv::Vec2d phase;     ///< lattice coordinates (u, v) at the middle, unwrapped along the track
    cv::Matx22d forward; ///< d(u, v) / d(x, y)
    double trust = 0;    ///< of the waves here: their sum against what noise of that power sums to
    bool is_reached = false;
};

/// The lattice followed as it bends.
std::vector<Cell> track(cv::Mat const& response, Waves const& waves);

} // namespace imprimatur::field
