#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "marking/dots/plan.hpp"

namespace imprimatur::dots {

namespace {

/// The logarithm of a bound on P(sum of weights times coins ≥ `sum`): the least over λ of
/// −λ·sum + Σ log cosh(λw). The slope rises with λ, so its zero is found by halving.
double log_tail(std::vector<double> const& weights, double sum) {
    auto slope = [&](double lambda) {
        double out = -sum;
        for (double w : weights) {
            out += w * std::tanh(lambda * w);
        }
        return out;
    };
    double low = 0;
    double high = 64; // weights are at most 1
    for (int i = 0; i < 16; ++i) {
        double const middle = (low + high) / 2;
        (slope(middle) < 0 ? low : high) = middle;
    }
    // Any λ gives a bound: a rough one is a little worse, never wrong.
    double out = -low * sum;
    for (double w : weights) {
        out += low * w + std::log1p(std::exp(-2 * low * w)) - std::log(2.0);
    }
    return out;
}

} // namespace

double chance_of(Softs const& seen, Tile const& tile, double candidates) {
    double power = 0;
    int count = 0;
    for (float value : seen) {
        power += double{value} * value;
        count += value != 0 ? 1 : 0;
    }
    if (count == 0) {
        return 1;
    }
    // A loud pair is no surer than a clear one: weights are cut at several heights, and the best
    // cut is paid for by their number.
    constexpr std::array cuts{2.0, 1.0, 0.5, 0.25};
    double least = 0;
    for (double cut : cuts) {
        double const height = cut * std::sqrt(power / count);
        std::vector<double> weights;
        double sum = 0;
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            if (seen[pair] != 0) {
                weights.push_back(std::min(1.0, std::fabs(double{seen[pair]}) / height));
                sum += (seen[pair] > 0) == tile[pair] ? weights.back() : -weights.back();
            }
        }
        least = sum > 0 ? std::min(least, log_tail(weights, sum)) : least;
    }
    return std::min(1.0, std::exp(least + std::log(candidates) + std::log(double{cuts.size()})));
}

double chance_among(Softs const& seen, std::uint64_t id, Plan const& plan, double ids,
                    double lattices) {
    auto const tile = tile_of(id, plan);
    Softs code{};
    for (std::size_t k = 0; k < code_length; ++k) {
        auto const pair = static_cast<std::size_t>(plan.order[k]);
        code[pair] = seen[pair];
    }
    return std::min(1.0,
                    chance_of(seen, tile, ids * placings * lattices) + chance_of(code, tile, ids));
}

} // namespace imprimatur::dots
