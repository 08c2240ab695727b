// Decoding from the clearest bits: what a small piece shows is little but mostly right.
#include <algorithm>
#include <array>
#include <limits>

#include "marking/dots/linear.hpp"

namespace imprimatur::dots {

namespace {

constexpr std::size_t bits = 64;

/// The change of the code word that one bit of the basis makes, and the change of the id.
struct Row {
    Words word{};
    std::uint64_t id = 0;

    void add(Row const& other) {
        word ^= other.word;
        id ^= other.id;
    }
    bool has(std::size_t place) const { return (word[place / 64] >> place % 64 & 1U) != 0; }
};

/// The rows of the code over the ranked places, so that each has one of the clearest independent
/// places to itself. @return how many places were found; fewer than 64: the id is not determined
std::size_t solve(Ranked const& ranked, std::array<Row, bits>& rows, Row& error) {
    auto const words = rows_of(ranked);
    for (std::size_t bit = 0; bit < bits; ++bit) {
        rows[bit] = {words[bit], std::uint64_t{1} << bit};
    }
    error.word = words_of(ranked);
    std::size_t found = 0;
    for (std::size_t place = 0; place < ranked.order.size() && found < bits; ++place) {
        auto const from = rows.begin() + static_cast<std::ptrdiff_t>(found);
        auto const pivot = std::find_if(from, rows.end(), [&](auto& r) { return r.has(place); });
        if (pivot == rows.end()) {
            continue;
        }
        std::swap(*from, *pivot);
        for (auto& row : rows) {
            if (&row != &*from && row.has(place)) {
                row.add(*from);
            }
        }
        if (error.has(place)) {
            error.add(*from);
        }
        ++found;
    }
    return found;
}

} // namespace

std::optional<Guess> find_clearest(Softs const& seen, Plan const& plan) {
    Ranked const ranked(code_softs(seen, plan));
    std::array<Row, bits> rows{};
    Row error{};
    if (ranked.order.size() < bits || solve(ranked, rows, error) < bits) {
        return std::nullopt;
    }
    Toll const toll(ranked.weight);
    float least = toll.of(error.word, std::numeric_limits<float>::max());
    std::uint64_t id = error.id;
    auto weigh = [&](Row const& row) {
        if (float const cost = toll.of(row.word, least); cost < least) {
            least = cost;
            id = row.id;
        }
    };
    // One of the 64 clearest, or two, say the wrong thing.
    for (std::size_t i = 0; i < bits; ++i) {
        Row one = error;
        one.add(rows[i]);
        weigh(one);
        for (std::size_t j = i + 1; j < bits; ++j) {
            Row two = one;
            two.add(rows[j]);
            weigh(two);
        }
    }
    return Guess{id, score(seen, tile_of(id, plan))};
}

} // namespace imprimatur::dots
