/// Refusals that a handler finds by itself: on record, then said (B.3).
#pragma once

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// The clauses that the sentence of an error cites.
std::vector<std::string> clauses_cited(Error const& error);

/// Ends `transaction` unwritten and enters the attempt in one of its own, with the sentence and the
/// clauses of `error`. @return `error`, or why it could not be entered.
tl::unexpected<Error> refused(Exchange const& exchange, registry::Transaction transaction,
                              registry::Entry entry, Error const& error);

} // namespace imprimatur::service
