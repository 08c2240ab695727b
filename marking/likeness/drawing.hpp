// What is drawn on a page, apart from its ground. Private to this room.
#pragma once

#include <opencv2/core.hpp>

namespace imprimatur::likeness {

/// Floats, grey levels; 0 where nothing is drawn, dark strokes above it.
struct Drawing {
    cv::Mat fine;   ///< strokes of letters; long straight rules and edges are taken out
    cv::Mat coarse; ///< shapes and shades larger than a printer's screen
    cv::Mat tone;   ///< −255 … 0: the page itself without that screen
};

Drawing drawing_of(cv::Mat const& grey, double dpi);

} // namespace imprimatur::likeness
