#include "marking/field/field.hpp"

#include <algorithm>

#include "marking/field/search.hpp"

namespace imprimatur::field {

Field find_field(Bitmap const& picture, dots::Key const& key, Options const& options,
                 std::function<bool(std::vector<Sighting> const&)> const& is_enough) {
    Field out;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& sightings, Depth depth) {
        out.placings.insert(out.placings.end(), sightings.begin(), sightings.end());
        ++out.lattices;
        return depth != Depth::Window && is_enough && is_enough(sightings);
    });
    std::sort(out.placings.begin(), out.placings.end(),
              [](auto& a, auto& b) { return a.pilot_score > b.pilot_score; });
    return out;
}

namespace {

/// A guess that fits no better than this is by chance; to know that is cheaper than its chance.
constexpr double hopeless = 9.5;
constexpr double hopeless_known = 7;

template <class Reader>
bool is_sure(dots::Guess& guess, dots::Softs const& seen, Reader const& reader, double lattices,
             Options const& options) {
    guess.chance = reader.chance(seen, guess.id, lattices);
    return guess.chance <= options.most_chance;
}

} // namespace

std::optional<Named> read_placings(std::vector<Sighting> const& placings,
                                   dots::Decoder const& decoder, double lattices, Effort effort,
                                   Options const& options) {
    constexpr double least_pilots = 3.2;
    std::size_t const tried = effort == Effort::Quick ? 24 : 192;
    std::size_t const listed = effort == Effort::Quick ? 4 : 16;
    auto is_named = [&](std::optional<dots::Guess>& guess, Sighting const& placing) {
        return guess && guess->score > hopeless &&
               is_sure(*guess, placing.seen, decoder, lattices, options) &&
               !decoder.is_doubtful(placing.seen, *guess, options.most_chance);
    };
    for (std::size_t i = 0; i < std::min(tried, placings.size()); ++i) {
        if (auto guess = decoder.clearest(placings[i].seen); is_named(guess, placings[i])) {
            return Named{*guess, i};
        }
    }
    for (std::size_t i = 0; i < std::min(listed, placings.size()); ++i) {
        if (placings[i].pilot_score < least_pilots) {
            continue;
        }
        if (auto guess = decoder.listed(placings[i].seen); is_named(guess, placings[i])) {
            return Named{*guess, i};
        }
    }
    return std::nullopt;
}

namespace {

/// The one of those known that a placing fits surely enough.
std::optional<dots::Guess> compare_placings(std::vector<Sighting> const& placings,
                                            dots::Known const& known, double lattices,
                                            Options const& options) {
    constexpr std::size_t tried = 192;
    std::vector<dots::Softs> pictures;
    for (std::size_t i = 0; i < std::min(tried, placings.size()); ++i) {
        pictures.push_back(placings[i].seen);
    }
    auto guesses = known.best_of(pictures);
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        if (guesses[i] && guesses[i]->score > hopeless_known &&
            is_sure(*guesses[i], pictures[i], known, lattices, options)) {
            return guesses[i];
        }
    }
    return std::nullopt;
}

std::optional<Copy> find_among(Bitmap const& picture, dots::Key const& key,
                               dots::Known const* known, Options const& options) {
    dots::Decoder const decoder(key);
    double lattices = 0;
    std::optional<Copy> out;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& placings, Depth depth) {
        auto const effort = depth == Depth::Whole ? Effort::Thorough : Effort::Quick;
        if (auto named = read_placings(placings, decoder, ++lattices, effort, options)) {
            out = {named->guess, false};
        } else if (known != nullptr && depth == Depth::Whole) {
            if (auto guess = compare_placings(placings, *known, lattices, options)) {
                out = {*guess, true};
            }
        }
        return out.has_value();
    });
    return out;
}

} // namespace

std::optional<dots::Guess> find_copy(Bitmap const& picture, dots::Key const& key,
                                     Options const& options) {
    auto const out = find_among(picture, key, nullptr, options);
    return out ? std::optional(out->guess) : std::nullopt;
}

std::optional<Copy> find_copy(Bitmap const& picture, dots::Key const& key, dots::Known const& known,
                              Options const& options) {
    return find_among(picture, key, &known, options);
}

} // namespace imprimatur::field
