/// Lines of type with the number of the page, for pages that share a drawing.
#pragma once

#include "marking/overlay/overlay.hpp"
#include "marking/overlay/plan.hpp"

namespace imprimatur::overlay {

/// Adds the parts of each such line to the drawing, and says where they go.
void draw_page_numbers(canvas::Canvas& canvas, Plan const& plan, Overlay& out);

} // namespace imprimatur::overlay
