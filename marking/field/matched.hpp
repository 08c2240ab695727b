// What could be a dot at each pixel of a page on which hardly any is left: private to this room.
#pragma once

#include <opencv2/core.hpp>

namespace imprimatur::field {

/// The picture through a filter that is matched to a dot in noise of the picture's own spectrum:
/// letters and screens are whitened, nothing is bounded. Then places count by how steep the picture
/// is there: what a copier or a threshold leaves of dots are bulges on the edges of letters.
/// @source G. L. Turin, "An introduction to matched filters", IRE Trans. Inf. Theory 6(3), 1960
struct Matched {
    cv::Mat response;  ///< of deviation 1; positive where it is darker than was to be expected
    cv::Mat transform; ///< of that, in the corner of a square
};

/// @param pitch pixels between sites
Matched matched(cv::Mat const& grey, double pitch);

} // namespace imprimatur::field
