/// Pieces of pages with dots, drawn one by one.
#pragma once

#include <cstdint>

#include "marking/bitmap/bitmap.hpp"
#include "marking/dots/dots.hpp"

namespace imprimatur::field {

dots::Key test_key();

struct Picture {
    double millimetres = 30; ///< side of the piece
    double dpi = 300;
    double degrees = 0;
    double offset_x = 40; ///< of the piece on the page, mm
    double offset_y = 60;
    double noise = 4; ///< of 255
    bool mirrored = false;
    double bend = 0;    ///< mm by which a side is pulled in, as in a photo
    double squeeze = 1; ///< height as seen against height as it is
    double tilt = 0;    ///< part by which scales change from the middle to a side
    double dark = 110;  ///< of the middle of a dot, of 255
    double ruled = 0;   ///< mm from line to line of a table; 0: none
};

/// Each dot as the soft spot that a scanner makes of it.
Bitmap scan(std::uint64_t id, Picture const& wish);

} // namespace imprimatur::field
