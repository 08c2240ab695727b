/// Work on all processors.
#pragma once

#include <cstddef>
#include <functional>

namespace imprimatur {

inline constexpr unsigned most_lanes = 4;

/// As many as there are processors, at most four; one where there are fewer pieces of work than pay
/// for a thread.
std::size_t lanes_for(std::size_t pieces, std::size_t worth_it);

/// Calls `work` once for each lane, at the same time; where no threads are allowed, one after
/// another.
/// @throws what the first of the lanes threw, once all have ended.
void in_lanes(std::size_t lanes, std::function<void(std::size_t lane)> const& work);

} // namespace imprimatur
