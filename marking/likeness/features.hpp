// Places of a page that are found again on a copy of it. Private to this room.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::likeness {

constexpr double mm_an_inch = 25.4;
constexpr int word_length = 128; ///< a SIFT descriptor: 4 rows × 4 columns × 8 directions

struct Feature {
    cv::Point2d at{}; ///< mm
    double size = 0;  ///< mm
    double turn = 0;  ///< radians, clockwise from the x axis
    double strength = 0;
};

struct Features {
    std::vector<Feature> points;
    cv::Mat words; ///< one row a point, word_length floats
};

/// The bitmap without copying it; grey, or made grey.
cv::Mat as_grey(Bitmap const& bitmap);

/// The picture at another resolution; nothing folds back.
cv::Mat at_dpi(cv::Mat const& grey, double dpi, double wanted);

/// The strongest of the page's features, at most `most`.
Features features_of(cv::Mat const& grey, double dpi, int most);

/// The same features as seen in a mirror that swaps left and right at x = 0.
Features mirrored(Features const& features);

} // namespace imprimatur::likeness
