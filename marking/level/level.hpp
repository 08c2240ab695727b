/// The level that a page carries in writing, whoever wrote it and however it lies.
///
/// Promise: a mark is found by itself (in a band at the head or the foot, in the top quarter, with
/// its star or its label anywhere, or across the page); a sentence that speaks of secrets is none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "marking/mark/mark.hpp"

namespace imprimatur::level {

/// What stands at one place of a page; millimetres from its top left.
struct Word {
    std::string text; ///< UTF-8
    double x;
    double y;
    double width;
    double height;
    int turn = 0; ///< 0, 90, 180 or 270: by how much it is turned clockwise
};

struct Page {
    double width; ///< mm
    double height;
    std::vector<Word> words;
    bool is_read = false; ///< by OCR, which takes a ★ for anything
};

struct Written {
    Level level = Level::Ordinary;
    /// False: a mark, but of another scale ("CONFIDENTIAL", 商业秘密) or of none ("保密"): the
    /// level is the nearest of ours.
    bool is_certain = true;
    std::string text; ///< "机密★10年", as it stands there without spaces
};

/// The highest level that stands on the page as a mark.
/// @source GB/T 9704-2012, 7.2.2 (level, ★, period; the characters may be spread)
std::optional<Written> find_written(Page const& page);

/// Whether a text has the letters of a mark somewhere: pages without need no look at their words.
bool may_be_marked(std::string_view text);

} // namespace imprimatur::level
