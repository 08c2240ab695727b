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
/// them in at most 13, a stranger in about 24.
constexpr std::size_t compared = 48;
/// Words that are counted at a time: what all copies' code bits take of them stays in the cache
/// while one picture after another is held against it.
constexpr std::size_t chunk = 256;
/// Words whose code bits are made at a time: for the same reason.
constexpr std::size_t block = 64;

/// The same bit of 256 copies: what a processor adds at once, or nearly.
using Lanes [[gnu::vector_size(32)]] = std::uint64_t;
using LooseLanes [[gnu::vector_size(32), gnu::aligned(8), gnu::may_alias]] =
    std::uint64_t;               // as words lie
constexpr std::size_t lanes = 4; // words of 64 copies
constexpr std::size_t group = 8; // bits that are added in one go

/// A sum of bits, side by side.
struct Sum {
    Lanes low;
    Lanes carry;
};
[[gnu::always_inline]] inline Sum sum(Lanes const& a, Lanes const& b, Lanes const& c) {
    auto const either = a ^ b;
    return {either ^ c, (a & b) | (either & c)};
}

/// 256 counts side by side, in binary digits.
struct Counts {
    Lanes ones, twos, fours, eights, sixteens, many;

    /// Adds eight bits to each by a tree of adders.
    /// @source W. Muła, N. Kurz, D. Lemire, "Faster population counts", Computer Journal 61(1),
    /// 2018
    [[gnu::always_inline]] void add(std::array<Lanes, group> const& bits) {
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
    /// Those of at most 13, of one word.
    std::uint64_t small(std::size_t word) const {
        return ~(many[word] | sixteens[word] | (eights[word] & fours[word] & twos[word]));
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
        if (float const cost = toll_.of(error, least_); cost < least_) {
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
    words_ = (ids_.size() + 64 * lanes - 1) / (64 * lanes) * lanes;
    code_.resize(words_ * code_length);
    auto const& columns = linear_code().columns;
    std::array<std::array<std::uint64_t, block>, 64> bits{}; // of the ids of one block
    for (std::size_t first = 0; first < words_; first += block) {
        std::size_t const many = std::min(block, words_ - first);
        for (std::size_t word = 0; word < many; ++word) {
            std::array<std::uint64_t, 64> square{};
            auto const from = (first + word) * 64;
            auto const left = ids_.size() - std::min(from, ids_.size());
            std::copy_n(ids_.data() + from, std::min<std::size_t>(64, left), square.data());
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

namespace {

/// Where to look, and what is seen there.
struct Clearest {
    std::array<std::uint16_t, compared> bits;
    std::array<std::uint64_t, compared> turned;
    std::size_t count;

    explicit Clearest(Ranked const& ranked)
        : count(std::min(compared, ranked.order.size()) / group * group) {
        for (std::size_t i = 0; i < count; ++i) {
            bits[i] = ranked.order[i];
            turned[i] = ranked.hard[i] != 0 ? ~std::uint64_t{0} : 0;
        }
    }
};

/// Words of code bits, a row for each bit.
struct Rows {
    std::uint64_t const* first;
    std::size_t length;
    std::size_t words; ///< that are looked at
};
using ChunkCounts = std::array<Counts, chunk / lanes>;

/// How many of the clearest bits each copy has otherwise.
[[gnu::always_inline]] inline void add_errors(Clearest const& clearest, Rows const& rows,
                                              ChunkCounts& counts) {
    for (std::size_t i = 0; i < clearest.count; i += group) {
        for (std::size_t word = 0; word < rows.words; word += lanes) {
            std::array<Lanes, group> errors;
            for (std::size_t j = 0; j < group; ++j) {
                auto const* at = rows.first + clearest.bits[i + j] * rows.length + word;
                errors[j] = *reinterpret_cast<LooseLanes const*>(at) ^ clearest.turned[i + j];
            }
            counts[word / lanes].add(errors);
        }
    }
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void add_errors_wide(Clearest const& clearest, Rows const& rows,
                                             ChunkCounts& counts) {
    add_errors(clearest, rows, counts);
}
bool is_wide() {
    static bool const is = __builtin_cpu_supports("avx2") != 0;
    return is;
}
#endif

void count_errors(Clearest const& clearest, Rows const& rows, ChunkCounts& counts) {
    counts.fill(Counts{});
#ifdef __x86_64__
    if (is_wide()) {
        add_errors_wide(clearest, rows, counts);
        return;
    }
#endif
    add_errors(clearest, rows, counts);
}

} // namespace

/// For each picture the ids that differ from it in few of its clearest bits.
std::vector<std::vector<std::uint64_t>> Known::alike(std::vector<Ranked> const& pictures) const {
    std::vector<Clearest> const clearest(pictures.begin(), pictures.end());
    std::vector<std::vector<std::uint64_t>> out(pictures.size());
    ChunkCounts counts;
    for (std::size_t first = 0; first < words_; first += chunk) {
        std::size_t const many = std::min(chunk, words_ - first);
        for (std::size_t picture = 0; picture < clearest.size(); ++picture) {
            count_errors(clearest[picture], {&code_[first], words_, many}, counts);
            for (std::size_t word = 0; word < many; ++word) {
                auto left = counts[word / lanes].small(word % lanes);
                for (; left != 0; left &= left - 1) {
                    auto const number =
                        (first + word) * 64 + static_cast<std::size_t>(std::countr_zero(left));
                    if (number < ids_.size()) {
                        out[picture].push_back(ids_[number]);
                    }
                }
            }
        }
    }
    return out;
}

std::vector<std::optional<Guess>> Known::best_of(std::span<Softs const> pictures) const {
    std::vector<Ranked> ranked;
    for (auto const& seen : pictures) {
        ranked.emplace_back(code_softs(seen, *plan_));
    }
    bool const are_few = ids_.size() <= few;
    auto const alike = are_few ? std::vector<std::vector<std::uint64_t>>() : this->alike(ranked);
    std::vector<std::optional<Guess>> out(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (ranked[i].order.empty()) {
            continue;
        }
        Comparison comparison(ranked[i]);
        for (auto const id : are_few ? ids_ : alike[i]) {
            comparison.consider(id);
        }
        if (auto const id = comparison.best()) {
            out[i] = Guess{*id, score(pictures[i], tile_of(*id, *plan_))};
        }
    }
    return out;
}

std::optional<Guess> Known::best(Softs const& seen) const {
    return best_of({&seen, 1}).front();
}

double Known::chance(Softs const& seen, std::uint64_t id, double lattices) const {
    return chance_among(seen, id, *plan_, static_cast<double>(ids_.size()), lattices);
}

Tile Known::tile(std::uint64_t id) const {
    return tile_of(id, *plan_);
}

} // namespace imprimatur::dots
