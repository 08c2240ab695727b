// From samples to grey or RGB on white. Private to this room.
#pragma once

#include "marking/bitmap/bitmap.hpp"
#include "marking/tiff/opened.hpp"

namespace imprimatur::tiff {

/// @error BadInput, Unsupported as of decode()
Result<Bitmap> picture_of(TIFF* file, Lie const& lie);

} // namespace imprimatur::tiff
