/// The fonts of the house, opened once and kept for the life of the process.
#pragma once

#include <string_view>
#include <vector>

#include <cairo.h>
#include <hb.h>

#include "foundation/owned/owned.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::canvas {

/// One open font. Reading it from several threads at once is safe.
struct Face {
    std::string_view family;
    cairo_font_face_t* drawer;
    hb_font_t* shaper;
    double units; ///< of the shaper in one em
};

/// All faces of the house; not one of them is missing.
/// @error Unavailable "canvas.font-missing".
Result<std::vector<Face> const*> faces();

} // namespace imprimatur::canvas
