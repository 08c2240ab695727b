/// What all copies of a document have in common: the changed page objects and what they need.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "marking/pdf/effects.hpp"
#include "marking/pdf/numbering.hpp"
#include "marking/pdf/pages.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/pdf/sheets.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// With what the names of our forms begin.
inline constexpr std::string_view name_of_marks = "Imprimatur";

/// Where a page's marks were put, for who looks whether they are there.
struct Placement {
    std::uint32_t kind;
    std::string name;    ///< of the drawing's form among the page's resources
    std::string drawing; ///< the operators that show it and the code
};

struct Preparation {
    Written common;
    std::vector<PageSize> sizes; ///< of the drawings, for each kind
    Sheets sheets;
    /// By kind and name: the lines that number its pages.
    std::map<std::pair<std::uint32_t, std::string>, std::vector<Numbering>> numberings;
    std::vector<Placement> placements; ///< for each page
    unsigned first_form = 0;           ///< object numbers follow each other, one a kind
    unsigned next_number = 0;          ///< the first that is free
};

/// What to prepare for.
struct Wanted {
    std::vector<Kind> const& kinds;
    std::vector<std::uint32_t> const& kind_of_page;
    std::uint32_t modules;                 ///< along a side of a code; 0: there are none
    std::vector<Contents> const& contents; ///< for each page
};

/// How a page lies once it is on the sheet of its kind.
Frame frame_of(Page const& page, Kind const& kind);

/// Whether a page's content can be scaled by a matrix in front of it.
bool can_fit(Source const& source, Page const& page);

/// @throws Decline
Preparation prepare(Source const& source, std::vector<Page> const& pages, Wanted const& wanted);

} // namespace imprimatur::pdf
