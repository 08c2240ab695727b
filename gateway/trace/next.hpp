/// What is to be done now that a page of a copy, or a picture of one, has turned up (K21).
#pragma once

#include "gateway/trace/trace.hpp"

namespace imprimatur::trace {

/// Fills in the alarm and the steps of a story of which all else is known.
/// @source K21: P1.3.4.12, P7.九(2), P14.16
Result<void> tell_next(registry::Transaction& transaction, Story& story);

/// "000003", or the serial of a copy without a number.
std::string number_of(registry::Copy const& copy);

} // namespace imprimatur::trace
