#include <cmath>

#include "marking/canvas/canvas.hpp"
#include "marking/dots/dots.hpp"
#include "marking/overlay/overlay.hpp"

namespace imprimatur::overlay {

namespace {

using dots::Lattice;

/// A length of the template in whole units, so that every dot is the same pixels of a printer.
int in_units(double length, double millimetres) {
    return static_cast<int>(std::lround(length * millimetres / Stipple::unit));
}

} // namespace

Result<std::optional<Stipple>> stipple(layout::Layout const& layout, Mark const& mark) {
    if (!layout.dots || mark.dots.empty()) {
        return std::nullopt;
    }
    if (mark.dots.size() != static_cast<std::size_t>(dots::pairs)) {
        return fail(Fault::BadInput, {"overlay.bad-dots", {}}, std::to_string(mark.dots.size()));
    }
    auto const colour = canvas::find_colour(layout.dots->colour).value_or(canvas::Colour{});
    double const usual = Lattice::pitch();
    Stipple::Step step{in_units(Lattice::ax / usual, layout.dots->pitch),
                       in_units(Lattice::ay / usual, layout.dots->pitch)};
    Stipple::Step across{-step.y, step.x};
    if (mark.dots_mirrored) {
        step.x = -step.x;
        across.x = -across.x;
    }
    Stipple out{{},
                in_units(1, layout.dots->width),
                in_units(1, layout.dots->height),
                {{dots::side * step.x, dots::side * step.y},
                 {dots::side * across.x, dots::side * across.y}},
                colour.red,
                colour.green,
                colour.blue};
    for (int pair = 0; pair < dots::pairs; ++pair) {
        int const row = pair / (dots::side / 2);
        int const column = 2 * (pair % (dots::side / 2)) +
                           (mark.dots[static_cast<std::size_t>(pair)] == '1' ? 1 : 0);
        out.dots.push_back({column * step.x + row * across.x, column * step.y + row * across.y});
    }
    return out;
}

} // namespace imprimatur::overlay
