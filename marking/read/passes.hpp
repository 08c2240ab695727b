// The ways of looking at one picture, cheapest first. Private to this room.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "marking/bitmap/bitmap.hpp"
#include "marking/read/decode.hpp"
#include "marking/read/read.hpp"

namespace imprimatur::read {

/// A picture made from the one given, and the way back to that one's pixels.
struct View {
    cv::Mat grey;
    cv::Matx33d back;
};

View whole(cv::Mat const& grey);
View scaled(View const& view, double factor);
View cropped(View const& view, cv::Rect area);

/// Light made even: each place divided by the paper's brightness around it.
View flattened(View const& view, double dpi);
View sharpened(View const& view);

/// The page cut out of a photo and seen from straight above, `length` pixels long; empty where no
/// four-cornered bright sheet covers at least a fifth of the picture.
std::optional<View> straightened(View const& view, int length);

/// Reads a view and puts what is found back to where it stands in the original.
std::vector<Seen> look(View const& view, Threshold threshold);

} // namespace imprimatur::read
