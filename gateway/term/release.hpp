/// What goes with the release of a document, in one transaction.
#pragma once

#include "gateway/registry/registry.hpp"

namespace imprimatur::term {

struct Release {
    registry::Document document;
    Date day{};
    std::vector<std::string> clauses;
    std::string why; ///< "period" or "review", for the log
};

/// Its state, its grants, its record; then the requests that wait for an agreement are closed, and
/// their jobs are free to be looked at again (Jobs::wake).
/// @error Conflict the document is not active.
Result<void> release(registry::Transaction& transaction, Release const& release);

} // namespace imprimatur::term
