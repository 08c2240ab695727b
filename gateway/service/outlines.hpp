/// What is outlined on the picture of a page that was traced.
#pragma once

#include <cstdint>
#include <vector>

#include "gateway/trace/trace.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::service {

/// Regions by their numbers, as their sheets lie: green where code and dots agree, blue where one
/// mark speaks alone, red where copies meet or a code on the page is false. Codes that lead to no
/// copy have no number: purple where one is forged, of another registry or of no copy on record,
/// grey where it is of none.
std::vector<pipe::Workers::Outline> outlines_of(trace::Trace const& trace, std::uint32_t page);

/// The first page with an outline; 1 where there is none.
std::uint32_t first_outlined(trace::Trace const& trace);

} // namespace imprimatur::service
