#include "marking/pipe/evidence.hpp"

#include <algorithm>
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
    std::optional<Likely> best;
    for (auto const& placing : seen.placings) {
        auto const softs = softs_of(placing);
        auto const guess = known.best(softs);
        if (!guess) {
            continue;
        }
        double const chance = known.chance(softs, guess->id, std::max(1.0, seen.lattices));
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
