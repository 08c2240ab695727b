/// What the marks of one page take of it.
#pragma once

#include <vector>

#include "marking/layout/layout.hpp"
#include "marking/overlay/overlay.hpp"

namespace imprimatur::stamp {

struct Footprint {
    struct Code {
        overlay::Box quiet; ///< with its quiet zone
        overlay::Box whole; ///< and with the serial beside it
    };
    std::vector<Code> codes;
    std::vector<overlay::Box> must_be_free; ///< what is opaque, and the serials
    std::vector<overlay::Box> others;       ///< lines of type
};
Footprint footprint(layout::Layout const& layout, overlay::Overlay const& drawing);

bool touch(overlay::Box const& a, overlay::Box const& b);
/// With so much more on each side.
overlay::Box around(overlay::Box const& box, double margin);

} // namespace imprimatur::stamp
