#include "marking/pipe/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "marking/dots/dots.hpp"

namespace imprimatur::pipe {

namespace {

std::optional<dots::Key> find_key(std::string const& bytes) {
    dots::Key key{};
    if (bytes.size() != key.size()) {
        return std::nullopt;
    }
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
}

std::string text_of(dots::Tile const& tile) {
    std::string out;
    for (std::size_t pair = 0; pair < tile.size(); ++pair) {
        out += tile[pair] ? '1' : '0';
    }
    return out;
}

/// The pairs that differ from copy to copy. The others are pilots, which fit every copy alike and
/// say nothing for one. 64 copies leave a pair that differs unseen with a chance of 2^-63.
dots::Tile telling_pairs(dots::Key const& key) {
    auto const first = dots::tile_of(0, key);
    dots::Tile out;
    for (std::uint64_t id = 1; id <= 64; ++id) {
        out |= first ^ dots::tile_of(id * 0x9e3779b97f4a7c15, key);
    }
    return out;
}

/// One placing, with the pilots left out and every weight in parts of the whole.
dots::Softs evidence(std::vector<std::int8_t> const& seen, dots::Tile const& telling) {
    dots::Softs out{};
    double power = 0;
    for (std::size_t pair = 0; pair < out.size() && pair < seen.size(); ++pair) {
        out[pair] = telling[pair] ? static_cast<float>(seen[pair]) : 0.0F;
        power += static_cast<double>(out[pair]) * out[pair];
    }
    for (auto& value : out) {
        value = power > 0 ? value / static_cast<float>(std::sqrt(power)) : 0.0F;
    }
    return out;
}

double score(dots::Softs const& seen, dots::Tile const& tile) {
    float sum = 0;
    for (std::size_t pair = 0; pair < seen.size(); ++pair) {
        sum += tile[pair] ? seen[pair] : -seen[pair];
    }
    return sum;
}

std::vector<std::uint64_t> ids_of(std::vector<Serial> const& copies) {
    std::vector<std::uint64_t> out;
    out.reserve(copies.size());
    std::transform(copies.begin(), copies.end(), std::back_inserter(out),
                   [](Serial const& copy) { return copy.id(); });
    return out;
}

} // namespace

std::vector<Mark> with_dots(std::vector<Mark> marks, std::string const& bytes) {
    if (auto const key = find_key(bytes)) {
        for (auto& mark : marks) {
            if (mark.dots.empty()) {
                mark.dots = text_of(dots::tile_of(mark.serial.id(), *key));
            }
        }
    }
    return marks;
}

std::optional<Likely> find_likeliest(DotsSeen const& seen, std::vector<Serial> const& copies,
                                     std::string const& bytes) {
    auto const key = find_key(bytes);
    bool const is_named = seen.serial.has_value();
    bool const is_known =
        is_named && std::find(copies.begin(), copies.end(), *seen.serial) != copies.end();
    if (!key || copies.empty() || (is_named && !is_known)) {
        return std::nullopt;
    }
    auto const telling = telling_pairs(*key);
    auto const candidates = is_named ? std::vector<Serial>{*seen.serial} : copies;
    dots::Known const known(ids_of(candidates), *key);
    std::optional<Likely> best;
    for (auto const& placing : seen.placings) {
        auto const weights = evidence(placing, telling);
        auto const guess = known.best(weights);
        double const fits = guess ? score(weights, known.tile(guess->id)) : 0;
        if (guess && (!best || fits > best->score)) {
            best = Likely{Serial(guess->id), fits, 1};
        }
    }
    if (best) {
        best->chance = chance_of(best->score, static_cast<double>(copies.size()) *
                                                  std::max<std::uint32_t>(1, seen.tried));
    }
    return best;
}

double chance_of(double score, double tried) {
    return score <= 0 ? 1 : std::min(1.0, tried * std::exp(-score * score / 2));
}

} // namespace imprimatur::pipe
