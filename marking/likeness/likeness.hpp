/// Knows a page by its picture, for pages with little or no text: photos, drawings, slides,
/// handwriting, stamps.
///
/// Promise: one page has some of its keys again, and compares as alike, whichever way up it lies,
/// mirrored, cut to half, at a quarter to one and a half of its size, on another sheet, among
/// others, or scanned from a printout; another picture in the same frame is different. The same
/// input gives the same answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::likeness {

/// A place of the picture as a number of 40 bits, well mixed: bits 39 … 20 may choose a bucket.
using PageKey = std::uint64_t;

struct PictureKeys {
    std::vector<PageKey> kept;  ///< for the registry, each once
    std::vector<PageKey> asked; ///< what to look up for this page, each once, at most 800
};

/// @param grey a page as it is shown; white paper where nothing is drawn
/// @param dpi of that bitmap; 100 is enough
/// @param most_kept of the keys for the registry
/// @return none for an empty page
/// @source SIFT: Lowe, Distinctive image features from scale-invariant keypoints, IJCV 60 (2004)
PictureKeys picture_keys(Bitmap const& grey, double dpi, std::size_t most_kept = 24);

enum class Alike : std::uint8_t { Different, Doubtful, Same };

/// Millimetres from the page's top left corner.
struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

struct PictureComparison {
    Alike alike = Alike::Different;
    double of_first = 0; ///< 0 … 1: the part of the first page's ink that the second has there too
    double of_second = 0; ///< 0 … 1: the part of the second page's ink that the first has
    bool mirrored = false;
    double turn = 0;  ///< degrees clockwise that lay the second page, after mirroring, on the first
    double scale = 1; ///< of the first page's picture to the second's
    std::vector<Box> differences_first;  ///< where the first page has what the second has not
    std::vector<Box> differences_second; ///< where the second page has what the first has not
};

/// Lays one page on the other as well as it can and looks at their ink piece by piece.
/// @param first_dpi,second_dpi of the bitmaps; 100 or more. Less than 75 sees less.
PictureComparison compare_pictures(Bitmap const& first, double first_dpi, Bitmap const& second,
                                   double second_dpi);

} // namespace imprimatur::likeness
