/// How a matter stands, with the names and numbers that people read.
#pragma once

#include "gateway/matters/desk.hpp"

namespace imprimatur::matters {

/// Puts a matter with everything that belongs to it on the desk.
Result<void> lay_out(Desk& desk, registry::Matter matter);

/// @error what the registry says.
Result<View> view_of(Desk& desk);

/// Officers see every matter; others those that are theirs: opened by them, about them, with them
/// on the list, or waiting for a word of theirs.
bool is_seen_by(View const& view, Desk const& desk);

bool fits(View const& view, Filter const& filter, Desk const& desk);

} // namespace imprimatur::matters
