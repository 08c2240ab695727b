/// Text of a page that is a picture: the only room that knows Tesseract.
///
/// Promise: a page turned, mirrored or askew is read as an upright one; what cannot be read in its
/// time is said to be unread; one thread, no file but the tables of the languages, which are read
/// at the first page and not before. Untrusted bytes: call this in a worker only. Thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::ocr {

/// What was read at one place; of a script without spaces, one to a few characters.
struct Word {
    std::string text; ///< UTF-8
    double x;         ///< mm from the top left of the picture as given
    double y;
    double width;
    double height;
    double sureness; ///< 0 to 1
};

struct PageText {
    std::vector<Word> words; ///< in reading order
    std::string text;        ///< UTF-8 in reading order, one line of the page a line
    double sureness = 0;     ///< of all words, by their length; 0: nothing was read
    int turn = 0;            ///< 0, 90, 180 or 270: clockwise, what makes the picture upright
    bool mirrored = false;   ///< it is seen from behind: turned first, then flipped left to right
};

/// Reads a page. Of the eight ways in which it may lie, upright is tried first, the others where
/// that reads badly; up to 6 degrees askew do no harm.
/// @param grey of a page, light on dark or dark on light
/// @param dpi 50 to 1200; best 200
/// @param time for this page
/// @error TimedOut "ocr.no-time" not read in that time; Unavailable "ocr.no-language" the tables
/// of a language are missing (which: in the cause).
Result<PageText> read_text(Bitmap const& grey, double dpi,
                           std::chrono::milliseconds time = std::chrono::seconds(20));

/// The file of a language that is missing or cannot be read; empty: all are there.
std::string missing_language();

/// Where the tables of the languages are.
constexpr std::string_view tables = "/usr/share/tesseract-ocr/5/tessdata";

} // namespace imprimatur::ocr
