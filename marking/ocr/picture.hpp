// Pages made ready for reading, by Leptonica. Private to this room.
#pragma once

#include <vector>

#include <leptonica/allheaders.h>

#include "foundation/owned/owned.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::ocr {

inline void destroy(PIX* pix) {
    pixDestroy(&pix);
}
using Pix = Owned<PIX, destroy>;

constexpr double reading_dpi = 200;

/// A place on a picture, in its pixels.
struct Box {
    double x;
    double y;
    double width;
    double height;
};

/// One of the eight ways in which a page may lie.
struct Pose {
    int turn = 0; ///< degrees clockwise that make it upright
    bool mirrored = false;
};

/// A page as it lies: dark on light, 8 bits, at `reading_dpi`. Empty where there is no memory.
Pix page_of(Bitmap const& grey, double dpi);

/// A page with its lines level.
struct Straight {
    Pix grey;
    Pix ink;         ///< the same in one bit; both without the rules of tables and frames
    double skew = 0; ///< radians by which it was turned clockwise, about its middle
};

/// @return without pictures where there is no memory
Straight straightened(PIX* page);

/// How many spots of ink have the size of letters, and the part of the page that has most of them.
struct Letters {
    int count = 0;
    Box densest{}; ///< 72 by 36 mm, from within the page
};
Letters letters_of(PIX* ink);

/// A part of a page without the letters that its edge cuts through. Empty: no memory.
Pix sample_of(Straight const& page, Box const& part);

Pix posed(PIX* picture, Pose pose);

/// Where a box of the posed picture lies on the one that was posed. @param width, height of that
Box unposed(Box const& box, Pose pose, double width, double height);

/// Where a box of the straight page lies on the page that was straightened. @param width, height
/// of both
Box unstraightened(Box const& box, double skew, double width, double height);

} // namespace imprimatur::ocr
