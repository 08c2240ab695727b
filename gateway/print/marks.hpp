/// From the records of a copy to what its pages show.
#pragma once

#include <vector>

#include "gateway/print/recognise.hpp"

namespace imprimatur::print {

/// One Mark for each reserved copy, in their order. A Reservation and nothing else can be marked:
/// its numbers are durable.
Result<std::vector<Mark>> marks_of(Parts const& parts, registry::Transaction& transaction,
                                   registry::Job const& job, Seen const& seen,
                                   registry::Reservation const& reservation);

/// How copies with these marks are to be made: as pictures where the rules want that, and from
/// 机密 up by a worker that sees no other document.
pipe::Workers::Making making_of(policy::Obligations const& obligations,
                                std::vector<Mark> const& marks);

} // namespace imprimatur::print
