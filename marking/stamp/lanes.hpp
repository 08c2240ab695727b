/// Work on all processors.
#pragma once

#include <cstddef>
#include <functional>

namespace imprimatur::stamp {

/// As many as pay for so many pieces of work, at most four; one where each piece is all there is.
std::size_t lanes_for(std::size_t pieces);

/// Calls `work` once for each lane, at the same time; where no threads are allowed, one after
/// another.
void in_lanes(std::size_t lanes, std::function<void(std::size_t lane)> const& work);

} // namespace imprimatur::stamp
