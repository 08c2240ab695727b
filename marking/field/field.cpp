#include "marking/field/field.hpp"

#include <algorithm>

#include "marking/field/search.hpp"

namespace imprimatur::field {

std::vector<Sighting> find_field(Bitmap const& picture, dots::Key const& key,
                                 Options const& options) {
    std::vector<Sighting> out;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& sightings, Depth) {
        out.insert(out.end(), sightings.begin(), sightings.end());
        return false;
    });
    std::sort(out.begin(), out.end(),
              [](auto& a, auto& b) { return a.pilot_score > b.pilot_score; });
    return out;
}

namespace {

/// A guess that fits no better than this is by chance; to know that is cheaper than its chance.
constexpr double hopeless = 8.6;
constexpr double hopeless_known = 6.5;

/// @return the guess with its chance, if that is small enough
std::optional<dots::Guess> believed(std::optional<dots::Guess> guess, dots::Softs const& seen,
                                    dots::Tile const& tile, double candidates,
                                    Options const& options) {
    guess->chance = dots::chance_of(seen, tile, candidates);
    bool const is_sure =
        guess->score >= options.least_score && guess->chance <= options.most_chance;
    return is_sure ? guess : std::nullopt;
}

} // namespace

std::optional<dots::Guess> find_copy(Bitmap const& picture, dots::Key const& key,
                                     Options const& options) {
    constexpr double least_pilots = 3.2;
    dots::Decoder const decoder(key);
    double candidates = 0;
    std::optional<dots::Guess> out;
    auto take = [&](std::optional<dots::Guess> const& guess, dots::Softs const& seen) {
        if (guess && guess->score > hopeless) {
            out = believed(guess, seen, decoder.tile(guess->id), candidates, options);
        }
        return out.has_value();
    };
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& all, Depth depth) {
        candidates += dots::all_ids * dots::placings;
        std::size_t const tried = depth == Depth::Glance ? 24 : 192;
        std::size_t const listed = depth == Depth::Glance ? 4 : 16;
        for (std::size_t i = 0; i < std::min(tried, all.size()); ++i) {
            if (take(decoder.clearest(all[i].seen), all[i].seen)) {
                return true;
            }
        }
        for (std::size_t i = 0; i < std::min(listed, all.size()); ++i) {
            if (all[i].pilot_score >= least_pilots &&
                take(decoder.listed(all[i].seen), all[i].seen)) {
                return true;
            }
        }
        return false;
    });
    return out;
}

std::optional<dots::Guess> find_known_copy(Bitmap const& picture, dots::Key const& key,
                                           dots::Known const& known, Options const& options) {
    constexpr std::size_t tried = 128;
    std::optional<dots::Guess> out;
    double candidates = 0;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& all, Depth depth) {
        candidates += static_cast<double>(known.count()) * dots::placings;
        for (std::size_t i = 0; depth == Depth::Whole && i < std::min(tried, all.size()); ++i) {
            auto const guess = known.best(all[i].seen);
            if (guess && guess->score > hopeless_known) {
                out = believed(guess, all[i].seen, known.tile(guess->id), candidates, options);
            }
            if (out) {
                return true;
            }
        }
        return false;
    });
    return out;
}

} // namespace imprimatur::field
