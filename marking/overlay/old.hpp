/// Marks of ours that are already on a page: where they are, and what must become of them.
#pragma once

#include <vector>

#include "marking/canvas/canvas.hpp"
#include "marking/overlay/plan.hpp"

namespace imprimatur::overlay {

using Corners = std::vector<canvas::Point>;

struct Struck {
    canvas::Point from;
    canvas::Point to;
};

/// What happens to the old marks of one page.
struct Retired {
    std::vector<Corners> covers; ///< made white: QRs first of all, so that none can be read
    std::vector<Struck> strikes; ///< old numbers that stay visible, struck through
    std::vector<Box> occupied;   ///< by those numbers
};

/// Old QRs are covered in any case. The rest of an old mark is found from its QRs: the layout knows
/// where it puts its QRs and its lines, so the QRs found say how the old sheet lies on the new one.
/// Where they do not agree with the layout (the old sheet was marked by another template), nothing
/// but the QRs is covered, so that no text is lost.
Retired retire(canvas::Canvas const& canvas, Wanted const& wanted, std::uint32_t page);

Box around(Corners const& corners);

} // namespace imprimatur::overlay
