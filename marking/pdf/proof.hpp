/// Whether every page of a copy bears its marks, by the copy's own text.
#pragma once

#include "marking/pdf/preparation.hpp"

namespace imprimatur::pdf {

struct Promised {
    std::vector<Page> const& pages; ///< of the document that was marked
    std::vector<Contents> const& contents;
    std::vector<Kind> const& kinds;
    Preparation const& preparation;
    Marks const& marks;
};

/// @throws Decline with the page and what is not as it should be; TooManyPages.
void prove(std::string_view copy, Promised const& promised);

} // namespace imprimatur::pdf
