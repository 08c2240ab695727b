// Sites folded into one tile, and the tile turned to its own place: private to this room.
#pragma once

#include <array>
#include <vector>

#include <opencv2/core.hpp>

#include "marking/field/field.hpp"
#include "marking/field/track.hpp"

namespace imprimatur::field {

/// Evidence for a dot at each site modulo the tile.
using Folded = std::array<std::array<float, dots::side>, dots::side>; // [v][u]

Folded fold(cv::Mat const& response, std::vector<Cell> const& cells);

/// How much darker the sites are than what lies half a step away, in standard deviations, along
/// the rows or along the columns, whichever is less: lines of text are waves too, but one way only.
/// What a lattice is worth before anybody knows where the tile lies on it.
double prominence(cv::Mat const& response, std::vector<Cell> const& cells, Folded const& sites);

/// The likeliest places and turns, best first, at most `count`, whose pilots score `least_score` or
/// more.
std::vector<Sighting> place(Folded const& folded, dots::PilotSearch const& pilots,
                            std::size_t count, double least_score);

} // namespace imprimatur::field
