/// What must hold when a registered document changes, and how it is written.
#pragma once

#include "gateway/service/input.hpp"
#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// The move of its state is allowed; a level that is on paper is not taken down (K8); an excerpt or
/// a compilation is never less than its sources (K37). @error Conflict; Denied.
Result<void> check_change(Exchange const& exchange, registry::Transaction& transaction,
                          std::vector<registry::Person> const& people,
                          registry::Document const& before, registry::Document const& after);

/// Writes it; what was made out of it rises with it. Out of secrecy by somebody's word goes as by
/// itself (K3).
Result<void> write_change(Exchange const& exchange, registry::Transaction& transaction,
                          registry::Document const& before, registry::Document const& after,
                          registry::Entry const& entry);

/// @param allowed states that may be stated, between commas without blanks.
void read_state(Input& input, registry::Document& document, std::string const& allowed);

} // namespace imprimatur::service
