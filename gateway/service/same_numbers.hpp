/// Documents that were registered twice because their number was typed in two ways, from before
/// there was one form of it.
#pragma once

#include "gateway/service/office.hpp"

namespace imprimatur::service {

/// Joins those that are one: same level and period, and no two different files; each is entered in
/// the log ("document.joined") and told in the office's. Those that differ stay two, each found as
/// it is written, and are told too: an officer has to say what they are. What fails is told.
void join_same_numbers(Office& office);

} // namespace imprimatur::service
