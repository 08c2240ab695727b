#include "marking/stamp/footprint.hpp"

#include <algorithm>

namespace imprimatur::stamp {

using overlay::Box;

namespace {

Box together(Box const& a, Box const& b) {
    double const x = std::min(a.x, b.x);
    double const y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

} // namespace

bool touch(Box const& a, Box const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

Box around(Box const& box, double margin) {
    return {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

/// The QRs come first in both lists, each followed by its serial in `room`.
Footprint footprint(layout::Layout const& layout, overlay::Overlay const& drawing) {
    Footprint out;
    out.must_be_free = drawing.opaque;
    auto box = drawing.room.begin();
    for (auto const& qr : layout.qrs) {
        Footprint::Code code{*box, *box};
        ++box;
        if (qr.serial != layout::Side::None) {
            out.must_be_free.push_back(*box);
            code.whole = together(code.whole, *box);
            ++box;
        }
        out.codes.push_back(code);
    }
    out.others.assign(box, drawing.room.end());
    return out;
}

} // namespace imprimatur::stamp
