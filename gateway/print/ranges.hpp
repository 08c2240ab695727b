// The pages that a person asks for, and whether the document has them. Private to this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur::print {

/// A sentence when the page options ask for pages of which the document has none; filters print
/// nothing of it then, or all. @param arrangement as the backend says it: "number-up=2
/// page-ranges=5-9"
/// @source RFC 8011, 5.2.7; cups-filters 1.28 with number-up prints the whole document
std::optional<Sentence> find_range_trouble(std::string const& arrangement, std::uint32_t pages);

} // namespace imprimatur::print
