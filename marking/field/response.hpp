// What could be a dot at each pixel: private to this room.
#pragma once

#include <opencv2/core.hpp>

namespace imprimatur::field {

/// Positive where a small dark thing stands, in units of what is usual around it, bounded; float.
/// Big dark things (text, pictures) are nearly zero.
/// @param pitch pixels between sites, as far as known
cv::Mat response(cv::Mat const& grey, double pitch);

/// The picture with all that is longer than a dot, in whichever direction, painted over: dots
/// beside letters are seen as those on empty paper. Slow; for small pieces.
cv::Mat without_strokes(cv::Mat const& grey, double pitch);

} // namespace imprimatur::field
