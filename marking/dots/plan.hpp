// What the key decides, and what an id looks like under it: private to this room.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>

#include "marking/dots/dots.hpp"
#include "marking/dots/polar.hpp"

namespace imprimatur::dots {

static_assert(code_length == polar_length);

/// Which pair carries which bit, and which are turned over.
struct Plan {
    std::array<int, pairs> order{}; ///< the first 512 carry code bits, the others pilots
    std::bitset<pairs> turned;      ///< by pair; for pilots this is the pilot itself

    explicit Plan(Key const& key);
};

/// The id and its CRC of 24 bits.
Payload payload_of(std::uint64_t id);
std::optional<std::uint64_t> find_checked(Payload const& payload);

Tile tile_of(std::uint64_t id, Plan const& plan);

/// At most the chance that an id, the best of `ids`, is wrong. Two things can make it so. A picture
/// without our dots may fit: the whole tile is held against it, at every placing. And the dots may
/// be of other copies, or of several laid together: their pilots fit whatever the id, so the code
/// alone is held against it. Of a mean of five copies, 512 bits leave too little, and that is said.
double chance_among(Softs const& seen, std::uint64_t id, Plan const& plan, double ids,
                    double lattices);

/// What was seen of the code word: positive for 0.
std::array<float, code_length> code_softs(Softs const& seen, Plan const& plan);

} // namespace imprimatur::dots
