// Comparing with every copy that exists: the clearest bits of 64 copies at a time tell strangers
// away, the rest are compared whole.
#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "marking/dots/linear.hpp"

namespace imprimatur::dots {

namespace {

/// Among so few, every one is compared whole.
constexpr std::size_t few = 10'000;
/// Code bits that are looked at for every copy: the clearest. A copy that is named differs from
/// them in at most 20, a stranger in about 32.
constexpr std::size_t compared = 64;
/// Words that are counted at a time: the counts stay in the nearest cache.
constexpr std::size_t chunk = 512;
/// Words whose code bits are made at a time: for the same reason.
constexpr std::size_t block = 64;

/// A sum of bits, 64 of them side by side.
struct Sum {
    std::uint64_t low;
    std::uint64_t carry;
};
Sum sum(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    auto const either = a ^ b;
    return {either ^ c, (a & b) | (either & c)};
}

/// 64 counts side by side, in binary digits. A count of 64 reads as none.
struct Counts {
    std::uint64_t ones, twos, fours, eights, sixteens, many;

    /// Adds eight bits to each by a tree of adders.
    /// @source W. Muła, N. Kurz, D. Lemire, "Faster population counts", Computer Journal 61(1),
    /// 2018
    void add(std::array<std::uint64_t, 8> const& bits) {
        auto const a = sum(ones, bits[0], bits[1]);
        auto const b = sum(a.low, bits[2], bits[3]);
        auto const c = sum(b.low, bits[4], bits[5]);
        auto const d = sum(c.low, bits[6], bits[7]);
        auto const e = sum(twos, a.carry, b.carry);
        auto const f = sum(e.low, c.carry, d.carry);
        auto const g = sum(fours, e.carry, f.carry);
        ones = d.low;
        twos = f.low;
        fours = g.low;
        auto const to_sixteens = eights & g.carry;
        eights ^= g.carry;
        many ^= sixteens & to_sixteens;
        sixteens ^= to_sixteens;
    }
    /// Those of at most 20.
    std::uint64_t small() const {
        return ~(many | (sixteens & (eights | (fours & (twos | ones)))));
    }
};

/// Compares ids whole with what was seen.
class Comparison {
  public:
    explicit Comparison(Ranked const& ranked) : toll_(ranked.weight), seen_(words_of(ranked)) {
        auto const rows = rows_of(ranked);
        for (std::size_t bit = 0; bit < rows.size(); ++bit) {
            auto& table = changes_[bit / 8];
            std::size_t const half = std::size_t{1} << bit % 8;
            for (std::size_t i = 0; i < half; ++i) {
                table[half + i] = table[i];
                table[half + i] ^= rows[bit];
            }
        }
    }

    void consider(std::uint64_t id) {
        auto error = seen_;
        for (std::size_t byte = 0; byte < changes_.size(); ++byte) {
            error ^= changes_[byte][id >> (8 * byte) & 0xFFU];
        }
        if (float const cost = toll_.of(error); cost < least_) {
            least_ = cost;
            best_ = id;
        }
    }
    std::optional<std::uint64_t> best() const { return best_; }

  private:
    Toll toll_;
    Words seen_;
    std::array<std::array<Words, 256>, 8> changes_{}; ///< what each byte of an id changes
    float least_ = std::numeric_limits<float>::max();
    std::optional<std::uint64_t> best_;
};

} // namespace

Known::Known(std::span<std::uint64_t const> ids, Key const& key)
    : ids_(ids.begin(), ids.end()), plan_(std::make_unique<Plan const>(key)) {
    if (ids_.size() <= few) {
        return;
    }
    words_ = (ids_.size() + 63) / 64;
    code_.resize(words_ * code_length);
    auto const& columns = linear_code().columns;
    std::array<std::array<std::uint64_t, block>, 64> bits{}; // of the ids of one block
    for (std::size_t first = 0; first < words_; first += block) {
        std::size_t const many = std::min(block, words_ - first);
        for (std::size_t word = 0; word < many; ++word) {
            std::array<std::uint64_t, 64> square{};
            auto const from = (first + word) * 64;
            std::copy_n(&ids_[from], std::min<std::size_t>(64, ids_.size() - from), square.data());
            transpose(square);
            for (std::size_t bit = 0; bit < square.size(); ++bit) {
                bits[bit][word] = square[bit];
            }
        }
        for (std::size_t k = 0; k < code_length; ++k) {
            std::array<std::uint64_t, block> sums{};
            for (auto left = columns[k]; left != 0; left &= left - 1) {
                auto const& row = bits[static_cast<std::size_t>(std::countr_zero(left))];
                for (std::size_t word = 0; word < block; ++word) {
                    sums[word] ^= row[word];
                }
            }
            std::copy_n(sums.data(), many, &code_[k * words_ + first]);
        }
    }
}
Known::~Known() = default;

/// Calls with the number of each id that differs in few of the clearest bits.
template <class Consider> void Known::each_alike(Ranked const& ranked, Consider consider) const {
    std::size_t const looked_at = std::min(compared, ranked.order.size());
    std::array<Counts, chunk> counts;
    for (std::size_t first = 0; first < words_; first += chunk) {
        counts.fill({});
        std::size_t const many = std::min(chunk, words_ - first);
        for (std::size_t i = 0; i < looked_at; i += 8) {
            std::array<std::uint64_t const*, 8> rows{};
            std::array<std::uint64_t, 8> turned{};
            std::size_t const group = std::min<std::size_t>(8, looked_at - i);
            for (std::size_t j = 0; j < group; ++j) {
                rows[j] = &code_[ranked.order[i + j] * words_ + first];
                turned[j] = ranked.hard[i + j] != 0 ? ~std::uint64_t{0} : 0;
            }
            for (std::size_t word = 0; word < many; ++word) {
                std::array<std::uint64_t, 8> bits{};
                for (std::size_t j = 0; j < group; ++j) {
                    bits[j] = rows[j][word] ^ turned[j];
                }
                counts[word].add(bits);
            }
        }
        for (std::size_t word = 0; word < many; ++word) {
            for (auto left = counts[word].small(); left != 0; left &= left - 1) {
                consider((first + word) * 64 + static_cast<std::size_t>(std::countr_zero(left)));
            }
        }
    }
}

std::optional<Guess> Known::best(Softs const& seen) const {
    Ranked const ranked(code_softs(seen, *plan_));
    if (ids_.empty() || ranked.order.empty()) {
        return std::nullopt;
    }
    Comparison comparison(ranked);
    if (ids_.size() <= few) {
        for (auto const id : ids_) {
            comparison.consider(id);
        }
    } else {
        each_alike(ranked, [&](std::size_t number) {
            if (number < ids_.size()) {
                comparison.consider(ids_[number]);
            }
        });
    }
    auto const id = comparison.best();
    return id ? std::optional(Guess{*id, score(seen, tile_of(*id, *plan_))}) : std::nullopt;
}

double Known::chance(Softs const& seen, std::uint64_t id, double lattices) const {
    return chance_among(seen, id, *plan_, static_cast<double>(ids_.size()), lattices);
}

Tile Known::tile(std::uint64_t id) const {
    return tile_of(id, *plan_);
}

} // namespace imprimatur::dots
