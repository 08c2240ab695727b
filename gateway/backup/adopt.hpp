/// What a registry from a backup needs before it may give numbers again. Private to this room.
#pragma once

#include "gateway/backup/backup.hpp"
#include "gateway/head/head.hpp"

namespace imprimatur::backup {

/// How far to leap from a backup, knowing what was kept of the log since.
/// @param known the furthest that is known of the lost log; empty: nothing is
registry::Transaction::Leap leap_from(Content const& content,
                                      std::optional<head::Kept> const& known,
                                      std::optional<std::uint32_t> wished);

/// In one transaction: "registry.restored", the leap, an end for jobs whose copies may be on paper,
/// and the open matter.
Result<Restored> adopt(registry::Registry& registry, Content const& content,
                       std::optional<head::Kept> const& known, Wish const& wish,
                       Clock const& clock);

} // namespace imprimatur::backup
