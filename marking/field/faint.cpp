#include <algorithm>
#include <vector>

#include "marking/field/harmonics.hpp"
#include "marking/field/matched.hpp"
#include "marking/field/sheet.hpp"

namespace imprimatur::field {

namespace {

/// Lattices that the spectrum hints at, laid exactly, the strongest first.
std::vector<Lie> lies_in(Matched const& faint, double pitch, std::vector<double> const& stretches) {
    constexpr std::size_t hints = 64;
    std::vector<Lie> out;
    for (auto const& waves : find_flat_waves(faint.transform, pitch, stretches, hints)) {
        out.push_back(lie_of(faint.transform, faint.response.size(), waves));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](Lie const& a, Lie const& b) { return a.strength > b.strength; });
    return out;
}

} // namespace

bool look_at_faint(Eye& eye, Seen const& seen, std::vector<double> const& stretches) {
    // Of 120 faint pages that named a copy all lattices but one had 9.9 and more.
    constexpr double least_strength = 8.5;
    constexpr std::size_t tried = 6;
    auto const faint = matched(seen.light, seen.pitch);
    auto lies = lies_in(faint, seen.pitch, stretches);
    lies.resize(std::min(lies.size(), tried));
    return std::any_of(lies.begin(), lies.end(), [&](Lie const& lie) {
        return lie.strength >= least_strength &&
               eye.look_closely(laid_straight_on(faint.response, lie));
    });
}

} // namespace imprimatur::field
