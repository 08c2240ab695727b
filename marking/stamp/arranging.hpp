/// `place = "avoid"`: where opaque marks go so that they hide nothing of the page.
#pragma once

#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

/// How far a page may be made smaller.
inline constexpr double smallest_scale = 0.85;

/// Looks at every page and, where a QR or a bar would lie on text or picture, moves the QR to the
/// nearest free room; else makes the page's content smaller by as little as will do, down to
/// `smallest_scale`; else leaves the marks where the template puts them. Pages that already show a
/// mark of ours at that place keep it there: the new one covers the old.
/// @param file the document as it is marked.
/// @return what the person must know: pages made smaller, pages where something may be hidden.
std::vector<Sentence> arrange(Placed& placed, Descriptor const& file, pdf::Document const& document,
                              layout::Layout const& layout, std::vector<Mark> const& marks);

} // namespace imprimatur::stamp
