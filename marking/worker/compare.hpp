// Two pages looked at closely: is the one the other? Private to this room.
#pragma once

#include "marking/bitmap/bitmap.hpp"
#include "marking/worker/pages.hpp"

namespace imprimatur::worker {

/// Different where one has no such page. @error as Pages::text(), Pages::draw(), ocr::read_text()
Result<pipe::PageMatch> compare(Pages const& document, Pages const& registered,
                                pipe::PagePair pair);

/// Both beside each other, what only one of them has outlined. @error as compare(); NotFound
/// "render.no-page"
Result<Bitmap> side_by_side(Pages const& document, Pages const& registered, pipe::PagePair pair,
                            double dpi);

} // namespace imprimatur::worker
