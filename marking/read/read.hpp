/// QRs on a page, a scan or a photo: the only room that knows ZXing.
///
/// Promise: every text that is returned was decoded with its error correction intact; nothing is
/// guessed. The same QR is returned once, however often it was seen. Untrusted pixels: call this in
/// a worker only.
#pragma once

#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::read {

struct Point {
    double x;
    double y;
};

/// One QR. Corners in millimetres from the top left of the picture: top left of the QR first,
/// clockwise as printed, without its quiet zone.
struct Code {
    std::string text;
    Point corners[4];
    bool is_negative = false; ///< light on dark: the picture is a negative, or this part of it
};

/// Quick: for pages that a program drew, or to look at many. Thorough: for scans and photos; takes
/// the picture at several scales and lights, then the places that look like a QR, then the page
/// straightened; and of a picture that is mostly dark also its negative.
enum class Effort { Quick, Thorough };

/// @param picture its dpi gives the millimetres; where it is not known, the longer side counts as
/// 297 mm. @error Internal out of memory in a library.
Result<std::vector<Code>> codes(Bitmap const& picture, Effort effort);

/// Pixels an inch: what the picture says, else as if its longer side were that of A4.
double resolution_of(Bitmap const& picture);

/// More than half of it is nearly as dark as its darkest ink: a negative, or a dark picture.
bool may_be_negative(Bitmap const& picture);

/// Light and dark exchanged; colours become their complements.
Bitmap negative_of(Bitmap picture);

/// A part of a picture in pixels.
struct Area {
    std::uint32_t x;
    std::uint32_t y;
    std::uint32_t width;
    std::uint32_t height;
};

/// Where QRs may be on a page drawn small. Never misses a QR of at least 10 mm with an even quiet
/// zone, whatever its contrast above 40 of 255; names some other dark places too.
/// @param page grey, 40 to 80 dpi.
std::vector<Area> suspects(Bitmap const& page);

} // namespace imprimatur::read
