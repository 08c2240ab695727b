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

/// What was seen of the code word: positive for 0.
std::array<float, code_length> code_softs(Softs const& seen, Plan const& plan);

} // namespace imprimatur::dots
