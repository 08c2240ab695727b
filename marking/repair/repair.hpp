/// A PDF written anew: the only room that knows libqpdf.
///
/// Promise: what comes out is one sound revision without encryption, with every page an object of
/// its own; what the file forbids is still forbidden. Untrusted bytes: call this in a worker only.
#pragma once

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::repair {

struct Rewritten {
    Descriptor file;
    bool was_damaged = false; ///< something had to be mended; not that it was encrypted, or odd
};

/// Reads as much as can be saved and writes it to a new memory file.
/// @error BadInput "repair.broken", "repair.no-pages"; Unsupported "repair.locked" it opens only
/// with a password; Denied "repair.printing-forbidden" its owner does not allow printing; Exhausted
/// no room.
Result<Rewritten> rewrite(Descriptor const& file);

} // namespace imprimatur::repair
