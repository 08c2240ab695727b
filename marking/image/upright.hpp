// Pixels as they are to be seen. Private to this room.
#pragma once

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::image {

/// @param orientation as of Exif: where row 0 and column 0 are to be seen. @source Exif 2.32, 4.6.4
Bitmap turned(Bitmap picture, int orientation);

/// With pixels as wide as they are high: the coarser side is stretched to the finer one.
/// @param aspect height of a pixel over its width
Bitmap squared(Bitmap picture, double aspect);

} // namespace imprimatur::image
