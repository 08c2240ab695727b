/// What dots say about copies that are on record: on the gateway's side, so that no worker ever
/// learns which copies there are. Private to this room (and its tests).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "marking/pipe/pipe.hpp"

namespace imprimatur::pipe {

/// Marks that have none get the dots of their serial. @param key 32 bytes; else nothing is done.
std::vector<Mark> with_dots(std::vector<Mark> marks, std::string const& key);

/// As Workers::likeliest(). The chance is that of dots::Known::chance().
/// @param key that `seen` was read with
std::optional<Likely> find_likeliest(DotsSeen const& seen, std::vector<Serial> const& copies,
                                     std::string const& key);

} // namespace imprimatur::pipe
