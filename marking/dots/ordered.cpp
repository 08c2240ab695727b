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

/// The rows of the code over the ranked places, one for each bit of the id.
std::array<Row, bits> rows_by_id(Ranked const& ranked) {
    auto const words = rows_of(ranked);
    std::array<Row, bits> out;
    for (std::size_t bit = 0; bit < bits; ++bit) {
        out[bit] = {words[bit], std::uint64_t{1} << bit};
    }
    return out;
}

/// Turns the rows so that each has one of the clearest independent places to itself, and clears
/// those places of `error`. @return whether there are 64; else the id is not determined
bool solve(Ranked const& ranked, std::array<Row, bits>& rows, Row& error) {
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
    return found == bits;
}

/// Of a word and all that differ from it in one of the 64 clearest places or in two, the one that
/// costs least.
class Cheapest {
  public:
    explicit Cheapest(Ranked const& ranked) : toll_(ranked.weight) {}

    void consider(Row const& row) {
        if (float const cost = toll_.of(row.word, least_); cost < least_) {
            least_ = cost;
            id_ = row.id;
        }
    }
    void consider_beside(Row const& row, std::array<Row, bits> const& rows) {
        for (std::size_t i = 0; i < bits; ++i) {
            Row one = row;
            one.add(rows[i]);
            consider(one);
            for (std::size_t j = i + 1; j < bits; ++j) {
                Row two = one;
                two.add(rows[j]);
                consider(two);
            }
        }
    }
    std::uint64_t id() const { return id_; }

  private:
    Toll toll_;
    float least_ = std::numeric_limits<float>::max();
    std::uint64_t id_ = 0;
};

Guess guess_of(std::uint64_t id, Softs const& seen, Plan const& plan) {
    return {id, score(seen, tile_of(id, plan))};
}

} // namespace

std::optional<Guess> find_clearest(Softs const& seen, Plan const& plan) {
    Ranked const ranked(code_softs(seen, plan));
    auto rows = rows_by_id(ranked);
    Row error{words_of(ranked), 0};
    if (!solve(ranked, rows, error)) {
        return std::nullopt;
    }
    Cheapest cheapest(ranked);
    cheapest.consider(error);
    // One of the 64 clearest, or two, say the wrong thing.
    cheapest.consider_beside(error, rows);
    return guess_of(cheapest.id(), seen, plan);
}

std::optional<Guess> find_beside(Softs const& seen, std::uint64_t id, Plan const& plan) {
    Ranked const ranked(code_softs(seen, plan));
    auto rows = rows_by_id(ranked);
    Row error{words_of(ranked), 0};
    Row of_id = error;
    for (std::size_t bit = 0; bit < bits; ++bit) {
        if ((id >> bit & 1U) != 0) {
            of_id.add(rows[bit]);
        }
    }
    if (!solve(ranked, rows, error)) {
        return std::nullopt;
    }
    Cheapest cheapest(ranked);
    cheapest.consider_beside(of_id, rows);
    return guess_of(cheapest.id(), seen, plan);
}

} // namespace imprimatur::dots
