/// Four corners on a page: of a code, of what is seen of a sheet.
#pragma once

#include "gateway/trace/trace.hpp"

namespace imprimatur::trace {

/// Both together, with the sides of the first: sheets lie aslant. Upright where the first has no
/// sides.
Corners around(Corners const& first, Corners const& second);

/// The middle of the one in the other.
bool lies_in(Corners const& inner, Corners const& outer);

} // namespace imprimatur::trace
