// One lattice after another, the likeliest first: private to this room.
#pragma once

#include <functional>
#include <vector>

#include "marking/field/field.hpp"

namespace imprimatur::field {

/// A glance: for what is easily read; at a window of a large picture, or where dots are unlikely.
enum class Depth { Window, Glance, Whole };

/// Looks at parts of a large picture, then at all of it, until `is_enough` says so of the placings
/// on one lattice (best first).
void each_lattice(Bitmap const& picture, dots::Key const& key, Options const& options,
                  std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough);

} // namespace imprimatur::field
