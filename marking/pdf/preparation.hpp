/// What all copies of a document have in common: the changed page objects and what they need.
#pragma once

#include <string>
#include <vector>

#include "marking/pdf/pages.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// How the marks of one page are drawn: a content stream that differs from copy to copy.
struct Slot {
    std::string before; ///< ends what the page left open, paints annotations, opens the drawing
    double height;      ///< of the drawing, points
};

struct Preparation {
    Written common;
    std::vector<Slot> slots;     ///< for each page
    std::vector<PageSize> sizes; ///< of the drawings, for each kind
    unsigned first_slot = 0; ///< object numbers: slots follow each other, then forms, one a kind
    unsigned first_form = 0;
    unsigned next_number = 0; ///< the first that is free
};

/// Whether a page's content can be scaled by a matrix in front of it.
bool can_fit(Source const& source, Page const& page);

/// @throws Decline
Preparation prepare(Source const& source, std::vector<Page> const& pages,
                    std::vector<Kind> const& kinds, std::vector<std::uint32_t> const& kind_of_page);

} // namespace imprimatur::pdf
