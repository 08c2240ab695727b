/// The registry that a start finds is the one that it was: nobody put an older one in its place.
#pragma once

#include "gateway/head/head.hpp"
#include "gateway/service/settings.hpp"

namespace imprimatur::service {

/// Compares with what was kept of the log. Changes nothing.
/// @error Conflict "head.behind", "head.other", "head.gone"; as Registry::look()
Result<void> check_head(registry::Registry& registry, Settings const& settings);

/// Keeps it from now on, at every commit.
/// @error Conflict "head.in-use"; as Keeper::open()
Result<void> keep_head(registry::Registry& registry, Settings const& settings);

} // namespace imprimatur::service
