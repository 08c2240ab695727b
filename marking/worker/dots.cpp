#include "marking/worker/dots.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

#include "marking/field/field.hpp"
#include "marking/read/read.hpp"
#include "marking/worker/sheets.hpp"

namespace imprimatur::worker {

namespace {

constexpr double millimetres_an_inch = 25.4;
constexpr std::size_t most_kept = 192; // placings that the gateway holds against its copies
constexpr double least_pilots = 2.2;   // below, even a true placing is beyond decoding
constexpr double most_chance = 1e-7;   // of a name that is none, on one page
constexpr double least_fit = 8.0;      // for a copy that is already known to be on the page

/// Of a picture, in its pixels.
struct Part {
    std::uint32_t x;
    std::uint32_t y;
    std::uint32_t width;
    std::uint32_t height;
};

/// One channel of a picture, or its grey.
Bitmap cut(Bitmap const& grey, Part const& part) {
    Bitmap out{part.width, part.height, Channels::Grey, grey.dpi, {}};
    out.pixels.reserve(std::size_t{part.width} * part.height);
    for (std::uint32_t y = part.y; y < part.y + part.height; ++y) {
        auto const* from = grey.row(y) + part.x;
        out.pixels.insert(out.pixels.end(), from, from + part.width);
    }
    return out;
}

/// Yellow dots show in blue light only. Empty where the picture has no colour.
Bitmap blue_of(Bitmap const& picture) {
    constexpr int colourful = 24;
    constexpr std::size_t few = 1000; // coloured pixels among those looked at
    Bitmap out{picture.width, picture.height, Channels::Grey, picture.dpi, {}};
    if (picture.channels != Channels::Rgb) {
        return {};
    }
    std::size_t coloured = 0;
    auto const count = std::size_t{picture.width} * picture.height;
    out.pixels.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto const* pixel = &picture.pixels[3 * i];
        out.pixels[i] = pixel[2];
        coloured += std::abs(pixel[1] - pixel[2]) > colourful ? 1 : 0;
    }
    return coloured > few ? out : Bitmap{};
}

std::vector<std::int8_t> packed(dots::Softs const& seen) {
    float most = 1e-9F;
    for (float value : seen) {
        most = std::max(most, std::fabs(value));
    }
    std::vector<std::int8_t> out;
    out.reserve(seen.size());
    for (float value : seen) {
        out.push_back(static_cast<std::int8_t>(std::lround(127 * value / most)));
    }
    return out;
}

class Looker {
  public:
    Looker(std::uint32_t page, dots::Key const& key, std::vector<Serial> const& hints)
        : page_(page), key_(key), decoder_(key) {
        for (auto const& hint : hints) {
            remember(hint);
        }
    }

    /// What one part says; empty: no dots of ours here. A copy that was made from paper says two
    /// things: its own, and what shows through.
    std::vector<Glimpse> look(Bitmap const& grey, Part const& part, double dpi) {
        bool const is_whole = part.width == grey.width && part.height == grey.height;
        // Parts of a page whose copy is known say where it lies; those that do not are table.
        bool const is_known = !is_whole && !known_.empty();
        auto const field = field::find_field(
            cut(grey, part), key_,
            {.are_windows_sought = !is_known,
             .is_faint_sought = is_whole,
             .is_tilt_sought = !is_known},
            [&](auto const& sightings) { return best_fit(sightings).copy != nullptr; });
        auto const& sightings = field.placings;
        lattices_ += field.lattices;
        std::vector<Glimpse> out;
        if (auto first = named(sightings)) {
            out.push_back(std::move(*first));
            auto second = named(turned_over(sightings, out.front().seen.mirrored));
            if (second && second->seen.serial != out.front().seen.serial) {
                out.push_back(std::move(*second));
            }
        } else if (auto unsure = unnamed(sightings)) {
            out.push_back({std::move(*unsure), {}, 0});
        }
        for (auto& glimpse : out) {
            place(glimpse, part, dpi);
        }
        return out;
    }

  private:
    struct Known {
        Serial serial;
        dots::Tile tile;
    };

    void remember(Serial serial) {
        bool const is_new = std::none_of(known_.begin(), known_.end(),
                                         [&](Known const& k) { return k.serial == serial; });
        if (is_new) {
            known_.push_back({serial, decoder_.tile(serial.id())});
        }
    }

    std::optional<Glimpse> named(std::vector<field::Sighting> const& sightings) {
        auto seen = known(sightings);
        return seen ? seen : decoded(sightings);
    }

    /// Those that lie the other way round, and are clear.
    static std::vector<field::Sighting> turned_over(std::vector<field::Sighting> const& sightings,
                                                    bool mirrored) {
        constexpr double clear = 3.5; // pilots, in standard deviations
        std::vector<field::Sighting> out;
        std::copy_if(sightings.begin(), sightings.end(), std::back_inserter(out),
                     [&](field::Sighting const& sighting) {
                         return sighting.laying.mirrored != mirrored &&
                                sighting.pilot_score >= clear;
                     });
        return out;
    }

    static Glimpse seen_as(Known const& copy, field::Sighting const& sighting) {
        Glimpse out{{}, field::ties_of(sighting), dots::score(sighting.seen, copy.tile)};
        out.seen.serial = copy.serial;
        out.seen.mirrored = sighting.laying.mirrored;
        out.seen.placings.push_back(packed(sighting.seen));
        return out;
    }

    /// A copy that is on this page already, and where its dots fit best.
    struct Fit {
        Known const* copy = nullptr; ///< null: none fits
        field::Sighting const* where = nullptr;
        double score = least_fit;
    };
    Fit best_fit(std::vector<field::Sighting> const& sightings) const {
        Fit best;
        for (auto const& candidate : known_) {
            for (auto const& sighting : sightings) {
                double const score = dots::score(sighting.seen, candidate.tile);
                if (score > best.score) {
                    best = {&candidate, &sighting, score};
                }
            }
        }
        return best;
    }

    std::optional<Glimpse> known(std::vector<field::Sighting> const& sightings) const {
        auto const best = best_fit(sightings);
        return best.copy == nullptr ? std::nullopt
                                    : std::optional(seen_as(*best.copy, *best.where));
    }

    std::optional<Glimpse> decoded(std::vector<field::Sighting> const& sightings) {
        auto const named = field::read_placings(
            sightings, decoder_, lattices_, field::Effort::Thorough, {.most_chance = most_chance});
        if (!named) {
            return std::nullopt;
        }
        remember(Serial(named->guess.id));
        return known(sightings); // perhaps on another lattice
    }

    static std::optional<pipe::DotsSeen> unnamed(std::vector<field::Sighting> const& sightings) {
        pipe::DotsSeen out{};
        for (auto const& sighting : sightings) {
            if (out.placings.size() == most_kept || sighting.pilot_score < least_pilots) {
                break;
            }
            out.placings.push_back(packed(sighting.seen));
        }
        return out.placings.empty() ? std::nullopt : std::optional(out);
    }

    void place(Glimpse& glimpse, Part const& part, double dpi) const {
        for (auto& tie : glimpse.ties) {
            tie.x += part.x;
            tie.y += part.y;
        }
        auto& seen = glimpse.seen;
        double const scale = millimetres_an_inch / dpi;
        double const left = part.x * scale;
        double const top = part.y * scale;
        double const right = (part.x + part.width) * scale;
        double const bottom = (part.y + part.height) * scale;
        seen.page = page_;
        seen.lattices = lattices_;
        seen.corners[0] = {left, top};
        seen.corners[1] = {right, top};
        seen.corners[2] = {right, bottom};
        seen.corners[3] = {left, bottom};
    }

    std::uint32_t page_;
    dots::Key const& key_;
    dots::Decoder decoder_;
    std::vector<Known> known_;
    double lattices_ = 0;
};

/// About 80 mm each way, at most four by four.
std::vector<Part> parts_of(Bitmap const& picture, double dpi) {
    constexpr double side = 80; // mm
    constexpr std::uint32_t least =
        300; // pixels: smaller pieces say nothing that the whole does not
    auto pieces = [&](std::uint32_t pixels) {
        auto const wanted =
            static_cast<std::uint32_t>(std::lround(pixels * millimetres_an_inch / dpi / side));
        return std::clamp(std::min(wanted, pixels / least), 1U, 4U);
    };
    auto const columns = pieces(picture.width);
    auto const rows = pieces(picture.height);
    std::vector<Part> out;
    for (std::uint32_t row = 0; row < rows; ++row) {
        for (std::uint32_t column = 0; column < columns; ++column) {
            Part part{picture.width * column / columns, picture.height * row / rows, 0, 0};
            part.width = picture.width * (column + 1) / columns - part.x;
            part.height = picture.height * (row + 1) / rows - part.y;
            out.push_back(part);
        }
    }
    return out;
}

bool lies_in(field::Tie const& tie, Part const& part) {
    return tie.x >= part.x && tie.x <= part.x + part.width && tie.y >= part.y &&
           tie.y <= part.y + part.height;
}

std::vector<pipe::DotsSeen> look_in(Bitmap const& grey, double dpi, Search search, Looker& looker) {
    std::vector<Glimpse> named;
    std::vector<pipe::DotsSeen> unnamed;
    auto whole = looker.look(grey, {0, 0, grey.width, grey.height}, dpi);
    auto const parts = parts_of(grey, dpi);
    for (auto const& part :
         search == Search::Parts && parts.size() > 1 ? parts : std::vector<Part>()) {
        for (auto& glimpse : looker.look(grey, part, dpi)) {
            if (!glimpse.seen.serial) {
                continue;
            }
            // What the part says itself it says more closely: side by side on a scanner, two sheets
            // of one copy are one lattice to the whole.
            for (auto& of_whole : whole) {
                std::erase_if(of_whole.ties, [&](auto const& tie) { return lies_in(tie, part); });
            }
            named.push_back(std::move(glimpse));
        }
    }
    for (auto& glimpse : whole) {
        if (glimpse.seen.serial) {
            named.push_back(std::move(glimpse));
        } else if (search == Search::Parts) {
            unnamed.push_back(std::move(glimpse.seen));
        }
    }
    return named.empty() ? unnamed : sheets_of(std::move(named), millimetres_an_inch / dpi);
}

bool names_somebody(std::vector<pipe::DotsSeen> const& seen) {
    return std::any_of(seen.begin(), seen.end(), [](auto const& one) { return one.serial; });
}

/// With one key: what stands in its dots.
std::vector<pipe::DotsSeen> look_with(Bitmap const& picture, std::uint32_t page,
                                      dots::Key const& key, Search search,
                                      std::vector<Serial> const& hints) {
    double const dpi = read::resolution_of(picture);
    Looker looker(page, key, hints);
    auto out = look_in(to_grey(picture), dpi, search, looker);
    if (!names_somebody(out)) {
        if (auto const blue = blue_of(picture); !blue.is_empty()) {
            auto more = look_in(blue, dpi, search, looker);
            if (names_somebody(more) || out.empty()) {
                out = std::move(more);
            }
        }
    }
    return out;
}

} // namespace

std::vector<pipe::DotsSeen> look_for_dots(Bitmap const& picture, std::uint32_t page,
                                          std::vector<dots::Key> const& keys, Search search,
                                          std::vector<Serial> const& hints) {
    std::vector<pipe::DotsSeen> out;
    for (auto generation = keys.size(); generation-- > 0;) {
        for (auto& seen : look_with(picture, page, keys[generation], search, hints)) {
            seen.generation = static_cast<std::uint32_t>(generation);
            seen.lattices *= static_cast<double>(keys.size()); // each key is a chance to be wrong
            out.push_back(std::move(seen));
        }
    }
    return out;
}

} // namespace imprimatur::worker
