/// A document drawn again: what Poppler understands of it, as vectors, by Cairo.
///
/// Promise: a page for each page, of the same size as shown, as it is printed; nothing else of the
/// document comes along (no scripts, no files, no forms). Untrusted bytes: call this in a worker
/// only.
#pragma once

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::render {

/// @error BadInput "render.empty", "render.broken", "render.bad-page"; Unsupported
/// "render.encrypted"; Exhausted no room.
Result<Descriptor> redraw(Descriptor const& file);

} // namespace imprimatur::render
