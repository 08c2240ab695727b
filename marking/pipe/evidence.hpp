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

/// As Workers::likeliest().
std::optional<Likely> find_likeliest(DotsSeen const& seen, std::vector<Serial> const& copies,
                                     std::string const& key);

/// The chance that the best of `tried` wrong answers scores as much, at most. Each wrong tile is
/// independent of what was seen, for the key scrambles it: the sum of ± weights stays below a score
/// of t with a chance of exp(−t²/2), whatever the weights.
/// @source W. Hoeffding, "Probability inequalities for sums of bounded random variables", 1963.
double chance_of(double score, double tried);

} // namespace imprimatur::pipe
