/// What can be marked, made from what was given.
#pragma once

#include <cstdint>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::stamp {

/// A picture as PDF; closed when the document is a PDF already.
/// @error BadInput "stamp.empty", "stamp.no-document", or the picture is broken.
Result<Descriptor> as_pdf(Descriptor const& document, std::uint32_t most_pages);

/// Every page drawn again, as vectors. @error as render::redraw(); Denied
/// "stamp.printing-forbidden".
Result<Descriptor> redrawn(Descriptor const& document, std::uint32_t most_pages);

/// Every page as a picture at 300 dpi: nothing hidden in the document survives.
/// @error as render::Document; Denied "stamp.printing-forbidden".
Result<Descriptor> pictured(Descriptor const& document, std::uint32_t most_pages);

} // namespace imprimatur::stamp
