/// What the marks of one page take of it.
#pragma once

#include <optional>
#include <vector>

#include "marking/layout/layout.hpp"
#include "marking/overlay/overlay.hpp"

namespace imprimatur::stamp {

/// One thing that has a place: a QR with its serial, or a line of type.
struct Thing {
    overlay::Box taken;              ///< all of it, as large as it is in any of the copies
    overlay::Box put;                ///< of a line: from where its place is counted
    std::optional<std::size_t> line; ///< index in the layout; none: a QR
    bool is_told = false;            ///< says level or number
};

struct Footprint {
    std::vector<Thing> things; ///< the QRs first, in the order of the layout
    std::vector<overlay::Box> covers;
};

/// @param drawings of one group, one a copy. @param layout as they were drawn with.
Footprint footprint(layout::Layout const& layout,
                    std::vector<overlay::Overlay const*> const& drawings);

/// Lines that belong to each other, and are moved together: indexes of things.
std::vector<std::vector<std::size_t>> blocks(layout::Layout const& layout, Footprint const& print);

bool is_told(layout::Line const& line);
bool touch(overlay::Box const& a, overlay::Box const& b);
/// With so much more on each side.
overlay::Box around(overlay::Box const& box, double margin);
overlay::Box together(overlay::Box const& a, overlay::Box const& b);

} // namespace imprimatur::stamp
