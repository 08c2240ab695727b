/// One document of the corpus: marked, and compared with what it was.
#pragma once

#include <string>

#include "marking/stamp/stamp.hpp"

namespace imprimatur::corpus {

/// One line: "marked WAY PAGES CHANGED" (CHANGED: the worst page's share of pixels outside the
/// marks that look different, in per mille; -1: Poppler cannot open the original) or "refused
/// SENTENCE READABLE cause" (READABLE: 1 when Poppler opens it, it may be printed,
/// and its first page is large enough to be marked).
std::string examine(std::string const& path, stamp::Way first);

/// "drawn" when Poppler draws the first page.
std::string draw_first_page(std::string const& path);

} // namespace imprimatur::corpus
