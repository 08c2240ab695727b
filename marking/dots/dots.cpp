#include "marking/dots/dots.hpp"

#include <algorithm>
#include <cmath>

#include "marking/dots/linear.hpp"
#include "marking/dots/plan.hpp"

namespace imprimatur::dots {

namespace {

double normalised(double sum, double power) {
    return power > 0 ? sum / std::sqrt(power) : 0;
}

std::optional<Guess> find_listed(Softs const& seen, Plan const& plan) {
    constexpr int list = 32;
    for (auto const& payload : polar_decode(code_softs(seen, plan), list)) {
        if (auto id = find_checked(payload)) {
            return Guess{*id, score(seen, tile_of(*id, plan))};
        }
    }
    return std::nullopt;
}

} // namespace

Tile tile_of(std::uint64_t id, Key const& key) {
    return tile_of(id, Plan(key));
}

PilotSearch::PilotSearch(Key const& key) {
    Plan const plan(key);
    for (std::size_t k = 0; k < pilots; ++k) {
        auto const pair = static_cast<std::size_t>(plan.order[code_length + k]);
        pilots_[k] = {static_cast<std::uint16_t>(pair), plan.turned[pair]};
    }
}

double PilotSearch::score(Softs const& seen) const {
    double sum = 0;
    double power = 0;
    for (auto const& pilot : pilots_) {
        double const value = seen[pilot.pair];
        sum += pilot.is_second ? value : -value;
        power += value * value;
    }
    return normalised(sum, power);
}

double score(Softs const& seen, Tile const& tile) {
    double sum = 0;
    double power = 0;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        sum += tile[pair] ? seen[pair] : -seen[pair];
        power += static_cast<double>(seen[pair]) * seen[pair];
    }
    return normalised(sum, power);
}

Decoder::Decoder(Key const& key) : plan_(std::make_unique<Plan const>(key)) {}
Decoder::~Decoder() = default;

std::optional<Guess> Decoder::clearest(Softs const& seen) const {
    return find_clearest(seen, *plan_);
}

std::optional<Guess> Decoder::listed(Softs const& seen) const {
    return find_listed(seen, *plan_);
}

bool Decoder::is_doubtful(Softs const& seen, Guess const& guess, double most_chance) const {
    constexpr std::size_t near = pairs / 3;
    // What fits by s deviations is exp(s · ds) times as likely as what fits by ds less.
    double const enough = guess.score + std::log(most_chance) / guess.score;
    auto const tile = this->tile(guess.id);
    auto fits_nearly = [&](std::optional<Guess> const& other) {
        return other && other->id != guess.id && other->score > enough &&
               (this->tile(other->id) ^ tile).count() < near;
    };
    return fits_nearly(clearest(seen)) || fits_nearly(listed(seen)) ||
           fits_nearly(find_beside(seen, guess.id, *plan_));
}

double Decoder::chance(Softs const& seen, std::uint64_t id, double lattices) const {
    return chance_among(seen, id, *plan_, all_ids, lattices);
}

Tile Decoder::tile(std::uint64_t id) const {
    return tile_of(id, *plan_);
}

} // namespace imprimatur::dots
