/// What happens to a page between a printer and a reader: scanners, phones, JPEG. For tests; every
/// sample comes from a seed.
#pragma once

#include <cstdint>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::channel {

struct Scan {
    double angle = 0; ///< degrees
    double blur = 0;  ///< sigma in pixels
    double noise = 0; ///< sigma of 255
    double black = 0; ///< what black becomes
    double white = 255;
    int jpeg = 0;             ///< quality; 0: none
    bool is_two_tone = false; ///< 1 bit, as a fax
};
Bitmap scan(Bitmap const& page, Scan const& how, std::uint32_t seed);

struct Photo {
    std::uint32_t width = 2000; ///< pixels; height is 4/3 of it
    double tilt = 10;           ///< degrees out of the plane, about a random axis
    double turn = 5;            ///< degrees in the plane, at most
    double fill = 0.85;         ///< how much of the picture's width the page takes
    double light = 0.5;         ///< brightness at the dark end, of 1
    double blur = 0.8;
    double noise = 4;
    int jpeg = 85;
};
Bitmap photo(Bitmap const& page, Photo const& how, std::uint32_t seed);

} // namespace imprimatur::channel
