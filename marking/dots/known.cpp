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
/// Words whose code bits lie together: what one picture after another is held against stays in the
/// cache.
constexpr std::size_t chunk = 256;
/// Words whose code bits are made at a time: for the same reason.
constexpr std::size_t block = 64;

/// The same bit of 512 copies: what a processor adds at once, or nearly.
using Lanes [[gnu::vector_size(64)]] = std::uint64_t;
using LooseLanes [[gnu::vector_size(64), gnu::aligned(8), gnu::may_alias]] =
    std::uint64_t;               // as words lie
constexpr std::size_t lanes = 8; // words of 64 copies
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

/// 512 counts side by side, in binary digits.
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
    /// Those of at most 13. Not returned: how so wide a vector is differs between targets.
    [[gnu::always_inline]] void find_small(Lanes& out) const {
        out = ~(many | sixteens | (eights & fours & twos));
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
    constexpr std::size_t held = 64 * chunk; // copies
    words_ = (ids_.size() + held - 1) / held * chunk;
    code_.resize(words_ * code_length);
    auto const& columns = linear_code().columns;
    std::array<std::array<std::uint64_t, block>, 64> bits{}; // of the ids of one block
    for (std::size_t first = 0; first < words_; first += block) {
        for (std::size_t word = 0; word < block; ++word) {
            std::array<std::uint64_t, 64> square{};
            auto const from = std::min((first + word) * 64, ids_.size());
            std::copy_n(ids_.data() + from, std::min<std::size_t>(64, ids_.size() - from),
                        square.data());
            transpose(square);
            for (std::size_t bit = 0; bit < square.size(); ++bit) {
                bits[bit][word] = square[bit];
            }
        }
        auto* const to = &code_[first / chunk * chunk * code_length + first % chunk];
        for (std::size_t k = 0; k < code_length; ++k) {
            std::array<std::uint64_t, block> sums{};
            for (auto left = columns[k]; left != 0; left &= left - 1) {
                auto const& row = bits[static_cast<std::size_t>(std::countr_zero(left))];
                for (std::size_t word = 0; word < block; ++word) {
                    sums[word] ^= row[word];
                }
            }
            std::copy_n(sums.data(), block, to + k * chunk);
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

using Chunk = std::array<std::uint64_t, chunk>;

/// The copies that have few of the clearest bits otherwise.
/// @param rows one for each code bit
[[gnu::always_inline]] inline void find_alike(Clearest const& clearest, std::uint64_t const* rows,
                                              Chunk& out) {
    for (std::size_t word = 0; word < chunk; word += lanes) {
        Counts counts{};
        for (std::size_t i = 0; i < clearest.count; i += group) {
            std::array<Lanes, group> errors;
            for (std::size_t j = 0; j < group; ++j) {
                auto const* at = rows + clearest.bits[i + j] * chunk + word;
                errors[j] = *reinterpret_cast<LooseLanes const*>(at) ^ clearest.turned[i + j];
            }
            counts.add(errors);
        }
        Lanes small;
        counts.find_small(small);
        *reinterpret_cast<LooseLanes*>(&out[word]) = small;
    }
}

using Find = void (*)(Clearest const&, std::uint64_t const*, Chunk&);
void find_plainly(Clearest const& clearest, std::uint64_t const* rows, Chunk& out) {
    find_alike(clearest, rows, out);
}
#ifdef __x86_64__
[[gnu::target("avx2")]] void find_by_256(Clearest const& clearest, std::uint64_t const* rows,
                                         Chunk& out) {
    find_alike(clearest, rows, out);
}
[[gnu::target("avx512f")]] void find_by_512(Clearest const& clearest, std::uint64_t const* rows,
                                            Chunk& out) {
    find_alike(clearest, rows, out);
}
#endif

/// The widest that this processor has.
Find widest() {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512f") != 0) {
        return find_by_512;
    }
    if (__builtin_cpu_supports("avx2") != 0) {
        return find_by_256;
    }
#endif
    return find_plainly;
}

} // namespace

/// For each picture the ids that differ from it in few of its clearest bits.
std::vector<std::vector<std::uint64_t>> Known::alike(std::vector<Ranked> const& pictures) const {
    static Find const find = widest();
    std::vector<Clearest> const clearest(pictures.begin(), pictures.end());
    std::vector<std::vector<std::uint64_t>> out(pictures.size());
    Chunk found;
    for (std::size_t first = 0; first < words_; first += chunk) {
        for (std::size_t picture = 0; picture < clearest.size(); ++picture) {
            find(clearest[picture], &code_[first * code_length], found);
            for (std::size_t word = 0; word < chunk; ++word) {
                for (auto left = found[word]; left != 0; left &= left - 1) {
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
