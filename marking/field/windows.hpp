// Spectra of many parts of a picture: private to this room.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace imprimatur::field {

constexpr int window_side = 192; ///< pixels; within it the waves of a tilted sheet hardly change

/// Windows spread over a picture that is no smaller than one.
std::vector<cv::Rect> windows_of(cv::Size size);

/// Their power spectra, zero frequency first, each place against what is around it.
std::vector<cv::Mat> spectra_of(cv::Mat const& response, std::vector<cv::Rect> const& windows);

} // namespace imprimatur::field
