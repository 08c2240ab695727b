// Which copy the codes and dots on a job's pages name. Private to this room.
#pragma once

#include "gateway/print/identify.hpp"

namespace imprimatur::print {

/// The one serial of ours on the pages; empty when there is none.
struct Sealed {
    std::optional<Serial> serial;
    std::optional<Unfit> trouble;
};

/// Codes whose seals are genuine and dots agree on one copy, on every page, or there is trouble.
Result<Sealed> seals_of(keys::Keys const& keys, registry::Transaction& transaction,
                        pipe::Inspection const& inspection);

} // namespace imprimatur::print
