// Outlines on a picture: what of it was read. Private to this room.
#pragma once

#include "marking/bitmap/bitmap.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::worker {

Bitmap to_rgb(Bitmap picture);

/// Four sides, and a number in its top left corner; no number where it is 0.
void draw_outline(Bitmap& picture, pipe::Workers::Outline const& outline);

} // namespace imprimatur::worker
