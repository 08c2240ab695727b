#include "marking/field/field.hpp"

#include <algorithm>
#include <cmath>

#include "marking/field/fold.hpp"
#include "marking/field/response.hpp"
#include "marking/field/spectrum.hpp"
#include "marking/field/track.hpp"

namespace imprimatur::field {

namespace {

constexpr std::size_t tried_lattices = 4;
constexpr std::size_t tried_places = 48;
constexpr double usual_pitch_mm = 17 * dots::Lattice::unit_mm;

double first_pitch(Bitmap const& picture) {
    return picture.dpi > 0 ? usual_pitch_mm / 25.4 * picture.dpi : 6.0;
}

/// Lattices that are one and the same but for the naming of their axes are looked at once.
bool is_new(std::vector<Waves> const& known, Waves const& waves) {
    return std::none_of(known.begin(), known.end(), [&](Waves const& other) {
        auto near = [](cv::Vec2d a, cv::Vec2d b) { return cv::norm(a - b) < 0.03 * cv::norm(a); };
        return near(other.one, waves.one) || near(other.one, -waves.one) ||
               near(other.one, waves.two) || near(other.one, -waves.two);
    });
}

/// Looks at one lattice after another, the likeliest first, until `is_enough` says so.
template <class IsEnough>
void each_lattice(Bitmap const& picture, dots::Key const& key, Options const& options,
                  IsEnough is_enough) {
    if (picture.width < 32 || picture.height < 32) {
        return;
    }
    auto const first = response(picture, first_pitch(picture));
    std::vector<Waves> tried;
    for (auto const& waves : find_waves(first, options.least_pitch, options.most_pitch)) {
        if (tried.size() == tried_lattices) {
            return;
        }
        if (!is_new(tried, waves)) {
            continue;
        }
        tried.push_back(waves);
        bool const is_known = std::abs(waves.pitch() / first_pitch(picture) - 1) < 0.1;
        auto const fitting = is_known ? first : response(picture, waves.pitch());
        auto sightings = place(fold(fitting, track(fitting, waves)), key, tried_places);
        for (auto& sighting : sightings) {
            sighting.pitch = waves.pitch();
            sighting.angle += std::atan2(waves.one[1], waves.one[0]) * 180 / CV_PI;
        }
        if (is_enough(sightings)) {
            return;
        }
    }
}

} // namespace

std::vector<Sighting> find_field(Bitmap const& picture, dots::Key const& key,
                                 Options const& options) {
    std::vector<Sighting> out;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& sightings) {
        out.insert(out.end(), sightings.begin(), sightings.end());
        return false;
    });
    std::sort(out.begin(), out.end(),
              [](auto& a, auto& b) { return a.pilot_score > b.pilot_score; });
    return out;
}

std::optional<dots::Guess> find_copy(Bitmap const& picture, dots::Key const& key,
                                     Options const& options) {
    std::optional<dots::Guess> out;
    each_lattice(picture, key, options, [&](std::vector<Sighting> const& sightings) {
        for (auto const& sighting : sightings) {
            out = dots::find_id(sighting.seen, key, options.least_score);
            if (out) {
                return true;
            }
        }
        return false;
    });
    return out;
}

} // namespace imprimatur::field
