#include "marking/pipe/evidence.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

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

dots::Softs softs_of(std::vector<std::int8_t> const& seen) {
    dots::Softs out{};
    std::copy_n(seen.begin(), std::min(seen.size(), out.size()), out.begin());
    return out;
}

std::vector<std::uint64_t> ids_of(std::vector<Serial> const& copies) {
    std::vector<std::uint64_t> out;
    out.reserve(copies.size());
    std::transform(copies.begin(), copies.end(), std::back_inserter(out),
                   [](Serial const& copy) { return copy.id(); });
    return out;
}

/// Of the guesses that fit best, those whose chance is worked out: it takes longer than to guess.
constexpr std::size_t most_weighed = 8;

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
    auto const candidates = is_named ? std::vector<Serial>{*seen.serial} : copies;
    dots::Known const known(ids_of(candidates), *key);
    std::vector<dots::Softs> pictures;
    for (auto const& placing : seen.placings) {
        pictures.push_back(softs_of(placing));
    }
    auto const guesses = known.best_of(pictures);
    std::vector<std::size_t> order(guesses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto score_at = [&](std::size_t i) { return guesses[i] ? guesses[i]->score : -1; };
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return score_at(a) > score_at(b); });
    order.resize(std::min(order.size(), most_weighed));
    std::optional<Likely> best;
    for (auto i : order) {
        auto const& guess = guesses[i];
        if (!guess) {
            break;
        }
        double const chance = known.chance(pictures[i], guess->id, std::max(1.0, seen.lattices));
        if (!best || chance < best->chance) {
            best = Likely{Serial(guess->id), guess->score, chance};
        }
    }
    if (best && is_named) { // it is one of all copies still
        best->chance = std::min(1.0, best->chance * static_cast<double>(copies.size()));
    }
    return best;
}

} // namespace imprimatur::pipe
