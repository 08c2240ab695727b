/// From the records of a copy to what its pages show.
#pragma once

#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// One Mark for each reserved copy, in their order. A Reservation and nothing else can be marked:
/// its numbers are durable.
Result<std::vector<Mark>> marks_of(Parts const& parts, registry::Transaction& transaction,
                                   registry::Job const& job, pipe::Inspection const& inspection,
                                   registry::Reservation const& reservation);

} // namespace imprimatur::print
