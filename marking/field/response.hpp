// What could be a dot at each pixel: private to this room.
#pragma once

#include <opencv2/core.hpp>

namespace imprimatur::field {

/// Positive where a small dark thing stands, in units of what is usual around it, bounded; float.
/// Big dark things (text, pictures) are nearly zero.
/// @param pitch pixels between sites, as far as known
cv::Mat response(cv::Mat const& grey, double pitch);

/// The same where dots are too faint for it: the picture through a filter that is matched to a dot
/// in noise of the picture's own spectrum. Nothing is bounded and no place counts less: what a
/// copier or a threshold left of the dots may be bulges on the edges of letters.
/// @source G. L. Turin, "An introduction to matched filters", IRE Trans. Inf. Theory 6(3), 1960
struct Matched {
    cv::Mat response;  ///< of deviation 1
    cv::Mat transform; ///< of that, in the corner of a square
};
Matched matched(cv::Mat const& grey, double pitch);

/// The picture with all that is longer than a dot, in whichever direction, painted over: dots
/// beside letters are seen as those on empty paper. Slow; for small pieces.
cv::Mat without_strokes(cv::Mat const& grey, double pitch);

} // namespace imprimatur::field
