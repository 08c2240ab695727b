/// The content of a document as a short text that survives re-saving but not a change.
///
/// Promise: the same document through qpdf, pdftopdf or Ghostscript keeps a likeness of 0.98 or
/// more; a changed word, an added picture or a missing page falls below. What it sees is each
/// page's words, and a small picture of its ink cropped to the ink, so that centring on another
/// sheet does not matter. A change of a few strokes inside a picture (a digit on a scan) is too
/// small for it.
///
/// Format, ASCII: `F1;<pages>;<key>;<cells>;<page>;<page>…` with <page> = hash of the words or `-`,
/// a comma, and one character for each of cells × cells squares of ink or `-` for an empty page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::fingerprint {

/// How finely the ink of a page is kept: the fewer pages, the finer.
std::uint32_t cells_for(std::uint32_t pages);

/// One page's part.
/// @param words of the page, UTF-8, in the order of its content; white space does not count.
/// @param picture of the page in grey, best at 50 dpi.
std::string of_page(std::string_view words, Bitmap const& picture, std::uint32_t cells);

/// All pages' parts, in order, as one fingerprint.
std::string join(std::vector<std::string> const& pages);

/// 0 different, 1 the same; 0.98 and more means the same document. Pages are compared with pages of
/// the same number. 0 where either text is none of ours.
double likeness(std::string_view a, std::string_view b);

/// Documents that are the same have the same key (pages and words): for finding them in an index
/// before looking closely. Empty where the text is none of ours.
std::string_view key(std::string_view fingerprint);

} // namespace imprimatur::fingerprint
