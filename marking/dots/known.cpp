// Comparing with every copy that exists: eight look-ups a copy tell strangers away.
#include <array>
#include <bit>
#include <limits>

#include "marking/dots/linear.hpp"

namespace imprimatur::dots {

namespace {

/// Code bits that are looked at for every copy: the clearest. A copy that is named differs from
/// them in far fewer than these, a stranger in about 32.
constexpr std::size_t compared = 64;
constexpr int most_errors = 20;
/// Among so few, every one is compared whole.
constexpr std::size_t few = 10'000;

/// What each byte of an id adds to the compared bits.
using Tables = std::array<std::array<std::uint64_t, 256>, 8>;

Tables tables_of(Ranked const& ranked) {
    auto const& columns = linear_code().columns;
    std::array<std::uint64_t, 64> rows{}; // bit of the id → compared bits
    for (std::size_t i = 0; i < ranked.order.size(); ++i) {
        rows[i] = columns[ranked.order[i]];
    }
    transpose(rows);
    Tables out{};
    for (std::size_t bit = 0; bit < 64; ++bit) {
        auto& table = out[bit / 8];
        std::size_t const half = std::size_t{1} << bit % 8;
        for (std::size_t i = 0; i < half; ++i) {
            table[half + i] = table[i] ^ rows[bit];
        }
    }
    return out;
}

/// How much of what was seen speaks against an id.
float cost_of(std::uint64_t id, Ranked const& ranked) {
    auto const& columns = linear_code().columns;
    float sum = 0;
    for (std::size_t i = 0; i < ranked.order.size(); ++i) {
        bool const bit = (std::popcount(id & columns[ranked.order[i]]) & 1) != 0;
        sum += bit != (ranked.hard[i] != 0) ? ranked.weight[i] : 0;
    }
    return sum;
}

} // namespace

Known::Known(std::span<std::uint64_t const> ids, Key const& key)
    : ids_(ids.begin(), ids.end()), plan_(std::make_unique<Plan const>(key)) {}
Known::~Known() = default;

std::optional<Guess> Known::best(Softs const& seen) const {
    Ranked const ranked(code_softs(seen, *plan_), code_length);
    Ranked const clearest(code_softs(seen, *plan_), compared);
    if (ids_.empty() || ranked.order.empty()) {
        return std::nullopt;
    }
    auto const tables = tables_of(clearest);
    std::uint64_t hard = 0;
    for (std::size_t i = 0; i < clearest.hard.size(); ++i) {
        hard |= std::uint64_t{clearest.hard[i]} << i;
    }
    float least = std::numeric_limits<float>::max();
    std::optional<std::uint64_t> id;
    for (auto const candidate : ids_) {
        std::uint64_t error = hard;
        for (std::size_t byte = 0; byte < tables.size(); ++byte) {
            error ^= tables[byte][candidate >> (8 * byte) & 0xFFU];
        }
        if (ids_.size() > few && std::popcount(error) > most_errors) {
            continue;
        }
        if (float const cost = cost_of(candidate, ranked); cost < least) {
            least = cost;
            id = candidate;
        }
    }
    return id ? std::optional(Guess{*id, score(seen, tile_of(*id, *plan_))}) : std::nullopt;
}

double Known::chance(Softs const& seen, std::uint64_t id, double lattices) const {
    return chance_among(seen, id, *plan_, static_cast<double>(ids_.size()), lattices);
}

Tile Known::tile(std::uint64_t id) const {
    return tile_of(id, *plan_);
}

} // namespace imprimatur::dots
