/// The allowed moves of a job: one table.
#pragma once

#include "foundation/result/result.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::print {

bool is_allowed_move(registry::JobState from, registry::JobState to);

/// At its end: nothing of it is in custody any more.
bool is_over(registry::JobState state);

} // namespace imprimatur::print
