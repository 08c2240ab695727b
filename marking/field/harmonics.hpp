// Where a lattice lies that is the same over the whole picture, as exactly as all its harmonics
// together tell: private to this room.
#pragma once

#include <opencv2/core.hpp>

#include "marking/field/spectrum.hpp"

namespace imprimatur::field {

/// Sites are where (u, v) = phase + slope · (place - middle of the picture) are whole numbers.
struct Lie {
    cv::Vec2d phase;
    cv::Matx22d slope; ///< d(u, v) / d(x, y)
    double strength;   ///< of all harmonics in step with each other, in standard deviations
};

/// The lie that fits best, for waves that are known to a bin or two of the spectrum. Of a faint
/// page no single wave is heard well enough.
/// @param transform of the whole picture in the corner of a square, as loud at one frequency as at
/// another
/// @param picture its size without the rest of the square
Lie lie_of(cv::Mat const& transform, cv::Size picture, Waves const& waves);

} // namespace imprimatur::field
