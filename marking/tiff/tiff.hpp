/// TIFF in its many kinds to pixels: the only room that knows libtiff.
///
/// Promise: a picture comes out as it is meant, whether it lies in strips or tiles, in planes or
/// together, in whole numbers or fractions, in grey, palette, RGB, CMYK, YCbCr or CIELab; or the
/// sentence names its kind. Untrusted bytes: call this in a worker only.
#pragma once

#include <cstdint>
#include <string_view>

#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::tiff {

constexpr double most_pixels = 250e6;

/// TIFF or BigTIFF, by the first bytes.
bool is_tiff(std::string_view bytes);

/// Pictures in the file, those behind a broken one too. @error BadInput "image.broken".
Result<std::uint32_t> count(std::string_view bytes);

/// A picture as it lies in the file, on white, and what the file says of how it is to be shown.
struct Picture {
    Bitmap bitmap;       ///< without dpi
    int orientation = 1; ///< as of Exif, 1 to 8
    double dpi_x = 0;    ///< pixels an inch; 0: it does not say
    double dpi_y = 0;
    double aspect = 1; ///< height of a pixel over its width
};

/// @param index from 0, below count().
/// @error BadInput "image.broken"; Unsupported "image.unknown-kind" with what kind it is; Exhausted
/// "image.too-large". @source TIFF 6.0; TIFF Technical Notes 1 to 3; BigTIFF
Result<Picture> decode(std::string_view bytes, std::uint32_t index);

} // namespace imprimatur::tiff
