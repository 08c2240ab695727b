/// Finding a place for one thing on one sheet.
#pragma once

#include <string>
#include <vector>

#include "marking/overlay/plan.hpp"

namespace imprimatur::overlay {

/// "This sheet has no room for …".
tl::unexpected<Error> no_room(Wanted const& wanted, std::string const& name);
/// A box of this size at a place of the template.
Box put(Wanted const& wanted, layout::Position const& at, double width, double height);
/// Inside the printable margin.
bool is_on_paper(Wanted const& wanted, Box const& box);
bool is_at_right(layout::Anchor anchor);
/// In the line's type.
char widest_digit(canvas::Canvas const& canvas, layout::Line const& line);

/// @error BadInput "overlay.no-room".
Result<PlacedLine> place(canvas::Canvas const& canvas, Wanted const& wanted, Plan const& plan,
                         layout::Line const& line, std::vector<Box> const& occupied);

} // namespace imprimatur::overlay
