/// The content of a document as a short text: whether two files are the same document, and whether
/// they are the very same.
///
/// Promise: the same document through qpdf, pdftopdf or Ghostscript keeps a likeness of 0.98 or
/// more; a changed word, an added picture or a missing page falls below. Of the very same file are
/// only those with equal words on every page and, on pages with pictures or without words, with
/// equal pixels (P7.13.1: what was approved is that file). Single pages are known by other rooms
/// (marking/words, marking/likeness).
///
/// Format, ASCII: `F2;<pages>;<key>;<page>;<page>…` with <page> = a hash of the words or `-`, the
/// amount of ink and, where the page shows pictures or has no words, a hash of its pixels; without
/// words also a small picture of its ink. Some 20 bytes a page of text. Of before: `F1;…`, which
/// is compared by its words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::fingerprint {

/// One page's part, to be joined.
struct Page {
    std::string words; ///< hash, 32 hex digits; "-": none
    std::string look;  ///< the rest of its part
};

/// @param words of the page, UTF-8, in the order of its content; white space does not count.
/// @param picture of the page in grey, best at 50 dpi.
/// @param shows_pictures that words do not tell: of which every pixel counts.
Page of_page(std::string_view words, Bitmap const& picture, bool shows_pictures);

/// All pages' parts, in order, as one fingerprint.
std::string join(std::vector<Page> const& pages);

/// 0 different, 1 the same; 0.98 and more means the same document. Pages are compared with pages of
/// the same number. 0 where either text is none of ours.
double likeness(std::string_view a, std::string_view b);

/// The very same file, whatever program wrote its bytes. False where either text is none of ours,
/// or of before and not known as closely.
bool is_same_file(std::string_view a, std::string_view b);

/// Documents that are the same have the same key (pages and words): for finding them in an index
/// before looking closely. Empty where the text is none of ours.
std::string_view key(std::string_view fingerprint);

} // namespace imprimatur::fingerprint
