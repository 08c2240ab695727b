// What could be a dot at each pixel: private to this room.
#pragma once

#include <opencv2/core.hpp>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::field {

/// Positive where a small dark thing stands, in units of what is usual around it, bounded; float.
/// Big dark things (text, pictures) are nearly zero.
/// @param pitch pixels between sites, as far as known
cv::Mat response(Bitmap const& picture, double pitch);

} // namespace imprimatur::field
