#include "marking/field/looking.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace imprimatur::field {

namespace {

Laid laid_in(cv::Mat const& response, Waves const& waves, std::vector<Cell> cells) {
    auto const folded = fold(response, cells);
    double const stands_out = prominence(response, cells, folded);
    return {{response, waves, std::move(cells)}, folded, stands_out};
}

} // namespace

Laid laid_on(cv::Mat const& response, Waves const& waves) {
    return laid_in(response, waves, track(response, waves));
}

std::vector<Laid> all_laid_on(cv::Mat const& response, std::vector<Waves> const& leads) {
    std::vector<Laid> out;
    std::transform(leads.begin(), leads.end(), std::back_inserter(out),
                   [&](Waves const& waves) { return laid_on(response, waves); });
    return out;
}

Laid laid_straight_on(cv::Mat const& response, Lie const& lie) {
    cv::Vec2d const middle((response.cols - 1) / 2.0, (response.rows - 1) / 2.0);
    Cell const all{{{}, response.size()}, middle, lie.phase, lie.slope, lie.strength, true};
    auto const turns = lie.slope * (2 * CV_PI);
    Waves const waves{
        {turns(0, 0), turns(0, 1)}, {turns(1, 0), turns(1, 1)}, lie.strength, middle, true};
    return laid_in(response, waves, {all});
}

Laid seen_on(cv::Matx33d const& picture, Laid laid) {
    laid.followed.picture = picture * laid.followed.picture;
    return laid;
}

std::vector<Laid> most_prominent(std::vector<Laid> laid, std::size_t count) {
    std::stable_sort(laid.begin(), laid.end(),
                     [](Laid const& a, Laid const& b) { return a.prominence > b.prominence; });
    laid.resize(std::min(laid.size(), count));
    return laid;
}

bool Eye::show(Laid const& laid, Depth depth) {
    // Where dots are prominent, so are the pilots at their place: of those 330 lattices that named
    // a copy, at least 0.23 of it.
    constexpr double pilots_a_prominence = 0.18;
    constexpr double clear = 6; // pilots, in standard deviations of 9,248 places
    constexpr std::size_t tried_places = 192;
    constexpr std::size_t glanced_places = 24;
    auto sightings =
        place(laid.folded, pilots_, depth == Depth::Whole ? tried_places : glanced_places,
              pilots_a_prominence * laid.prominence);
    is_clear_ = is_clear_ || (!sightings.empty() && sightings.front().pilot_score >= clear);
    auto followed = std::make_shared<Followed>(laid.followed);
    followed->picture = cv::Matx33d::diag({shrunk_, shrunk_, 1}) * followed->picture;
    for (auto& sighting : sightings) {
        sighting.followed = followed;
    }
    return is_enough_(sightings, depth);
}

} // namespace imprimatur::field
