/// The covert mark (点阵水印): a tile of tiny dots, repeated over the whole page, that says which
/// copy it is.
///
/// Promise: any piece of the page says the same 64 bits, to those who hold the site key and to
/// nobody else; a decoder that is not sure says so. Here are the bits and where they lie; drawing
/// is for overlay, finding dots on pictures for field.
///
/// Two neighbouring sites of a square lattice hold one dot, in the first or in the second: a bit
/// that uneven print and paper cannot turn. 512 pairs of a tile carry a polar code word of id and
/// CRC, 66 are pilots that tell place and orientation; a keystream scrambles all.
/// @source E. Arıkan, "Channel polarization", IEEE Trans. Inf. Theory 55(7), 2009; I. Tal, A.
/// Vardy, "List decoding of polar codes", IEEE Trans. Inf. Theory 61(5), 2015.
#pragma once

#include <array>
#include <bitset>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace imprimatur::dots {

/// The secret of one registry, 32 bytes (gateway/keys, derived for "dots").
using Key = std::array<std::uint8_t, 32>;

/// Sites along each side of a tile; neighbours in a row make the pairs (2k, row), (2k+1, row).
constexpr int side = 34;
constexpr int pairs = side * side / 2;
constexpr int code_length = 512;
constexpr int pilots = pairs - code_length;

/// Which of its two sites each pair's dot is in: false the first, true the second. Pair p lies in
/// row p / 17, columns 2·(p mod 17) and the next.
using Tile = std::bitset<pairs>;

Tile tile_of(std::uint64_t id, Key const& key);

/// Where the lattice lies on paper, in units of 1/600 inch from the top left of the page: site (i,
/// j) is at i·(13, 7) + j·(−7, 13). Turned 28° against text and halftone screens; pitch 0.625 mm.
struct Lattice {
    static constexpr int ax = 13, ay = 7, bx = -7, by = 13;
    static constexpr double unit_mm = 25.4 / 600;
    static double pitch() { return std::hypot(ax, ay); } ///< from site to site, units
    static constexpr int width = 2, height = 3; ///< of a dot as the templates draw it, units
};

/// What was seen of one tile: for each pair, how much more the second site looks like a dot than
/// the first, in units of its noise (a log-likelihood ratio: positive says "second"); 0 where
/// nothing was seen.
using Softs = std::array<float, pairs>;

struct Guess {
    std::uint64_t id;
    double score;      ///< correlation of the whole tile with what was seen, in standard deviations
    double chance = 1; ///< at most, of being wrong; 1 where nobody asked
};

/// Finds place and turn: how like what was seen is to the pilots alone, in standard deviations.
class PilotSearch {
  public:
    explicit PilotSearch(Key const& key);
    double score(Softs const& seen) const;

    struct Pilot {
        std::uint16_t pair;
        bool is_second;
    };
    std::array<Pilot, pilots> const& all() const { return pilots_; }

  private:
    std::array<Pilot, pilots> pilots_{};
};

/// How well a copy that is known to exist fits, in standard deviations.
double score(Softs const& seen, Tile const& tile);

struct Plan;
struct Ranked;

/// Reads ids again and again with one key. A guess is the best of its way and never tested here:
/// ask chance().
class Decoder {
  public:
    explicit Decoder(Key const& key);
    ~Decoder();
    Decoder(Decoder const&) = delete;
    Decoder& operator=(Decoder const&) = delete;

    /// From the clearest pairs (ordered statistics): quick, and the better one for a piece that
    /// shows few pairs well. Empty: what was seen leaves more than one id open.
    std::optional<Guess> clearest(Softs const& seen) const;
    /// List decoding: the better one for a whole tile in noise.
    std::optional<Guess> listed(Softs const& seen) const;

    /// Does a code word beside this one fit nearly as well, so that it is not 1 / `most_chance`
    /// times less likely? A chance that is small for strangers says nothing of such: if one is the
    /// true one, the other shares most of its pairs (the lightest words of the code differ in 80
    /// and 96). No two ids taken at random are so near: of copies laid over each other several fit.
    bool is_doubtful(Softs const& seen, Guess const& guess, double most_chance) const;

    /// At most the chance that an id read from a picture is wrong: that a picture without this
    /// registry's dots fits one of all ids so well somewhere on as many lattices, or that the dots
    /// of other copies do (of several together, too: see chance()).
    double chance(Softs const& seen, std::uint64_t id, double lattices) const;

    Tile tile(std::uint64_t id) const;

  private:
    std::unique_ptr<Plan const> plan_;
};

/// Copies that the registry says exist, to be compared with what was seen.
class Known {
  public:
    Known(std::span<std::uint64_t const> ids, Key const& key);
    ~Known();
    Known(Known const&) = delete;
    Known& operator=(Known const&) = delete;

    /// The one that fits best; empty when none fits at all. A few milliseconds a million.
    std::optional<Guess> best(Softs const& seen) const;
    /// The same for each of many pictures, in a third of the time.
    std::vector<std::optional<Guess>> best_of(std::span<Softs const> pictures) const;

    /// As Decoder::chance(), among these alone.
    double chance(Softs const& seen, std::uint64_t id, double lattices) const;

    Tile tile(std::uint64_t id) const;

  private:
    std::vector<std::vector<std::uint64_t>> alike(std::vector<Ranked> const& pictures) const;

    std::vector<std::uint64_t> ids_;
    std::size_t words_ = 0;           ///< that hold one code bit of all ids
    std::vector<std::uint64_t> code_; ///< code bits of all ids, 64 bytes an id; none of few ids
    std::unique_ptr<Plan const> plan_;
};

/// Ids among which a decoder that knows none chooses.
constexpr double all_ids = 0x1p64;
/// Places and turns at which one lattice can be laid on a tile.
constexpr double placings = 8.0 * side * side;

/// At most the chance that a picture without this registry's dots fits one of `candidates` (ids ×
/// placings) as well as that. It holds whatever the picture shows, because the key turns each pair
/// over by the toss of a coin: weights times coins, bounded by their moments (Chernoff).
/// @source W. Hoeffding, J. Amer. Statist. Assoc. 58(301), 1963
double chance_of(Softs const& seen, Tile const& tile, double candidates);

} // namespace imprimatur::dots
