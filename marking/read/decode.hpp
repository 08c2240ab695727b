// ZXing's edge: a grey OpenCV picture to texts and corners in pixels. Private to this room.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace imprimatur::read {

struct Seen {
    std::string text;
    cv::Point2d corners[4];
    bool is_negative = false;
};

enum class Threshold { Local, Global };

std::vector<Seen> decode(cv::Mat const& grey, Threshold threshold);

/// Adds what is not there yet: another text, or the same text at another place.
/// @return how many were new
std::size_t merge(std::vector<Seen>& all, std::vector<Seen> more);

cv::Point2d centre(Seen const& seen);

} // namespace imprimatur::read
