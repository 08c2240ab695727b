/// Free room for everything that a template puts on a page.
#pragma once

#include <optional>

#include "marking/stamp/footprint.hpp"
#include "marking/stamp/ground.hpp"
#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

/// What is looked for.
struct Search {
    layout::Layout const& layout;
    Footprint const& print;          ///< where the template puts everything on such a sheet
    std::vector<Thing> const& codes; ///< the QRs as they are where they may go anywhere
    Ground const& ground;
    Bed const& bed;
};

/// What is free stays; what is not goes to the nearest free room: first what says level and
/// number, near the edge of the page at which it belongs, then the QRs, then the rest.
/// @return places for the QRs and for the lines that move; none: there is no room.
std::optional<Arrangement> room_for(Search const& search);

} // namespace imprimatur::stamp
