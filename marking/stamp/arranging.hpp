/// Where marks go so that they lie on nothing: the steps by which a page makes room for them.
#pragma once

#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

/// How far a page may be made smaller, and from where on that is told as a band added.
inline constexpr double smallest_scale = 0.70;
inline constexpr double band_below = 0.85;

/// Draws the marks of every page. With `place = "avoid"`, where one of them would lie on text,
/// picture or dark ground, it goes to the nearest free room; else the page's content is made
/// smaller by as little as will do, so that a band of paper is free; else the page goes onto the
/// next larger sheet, as does one that is smaller than its marks. Old marks of ours are found and
/// struck or covered. What was done is told in `placed.remarks`.
/// @param file the document as it is marked.
/// @error as overlay::draw(): not even a larger sheet has room.
Result<void> arrange(Placed& placed, Descriptor const& file, pdf::Document& document,
                     layout::Layout const& layout);

/// "1, 2, 3 …"
std::string named(std::vector<std::uint32_t> const& pages);

} // namespace imprimatur::stamp
