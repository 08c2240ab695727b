#include "gateway/trace/corners.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur::trace {

namespace {

using Point = OldMark::Point;

double cross(Point a, Point b) {
    return a.x * b.y - a.y * b.x;
}

/// From the middle of one side to that of the side across from it, so long as the side: a unit.
Point along(Point from, Point from_too, Point to, Point to_too) {
    return {(to.x + to_too.x - from.x - from_too.x) / 2,
            (to.y + to_too.y - from.y - from_too.y) / 2};
}

Point middle_of(Corners const& corners) {
    Point out{0, 0};
    for (auto const& corner : corners) {
        out.x += corner.x / 4;
        out.y += corner.y / 4;
    }
    return out;
}

bool holds(Corners const& outer, Point const& point) {
    int turns = 0; // all to one side: within
    for (std::size_t i = 0; i < outer.size(); ++i) {
        auto const& from = outer[i];
        auto const& to = outer[(i + 1) % outer.size()];
        Point const side{to.x - from.x, to.y - from.y};
        turns += cross(side, {point.x - from.x, point.y - from.y}) >= 0 ? 1 : -1;
    }
    return std::abs(turns) == static_cast<int>(outer.size());
}

} // namespace

Corners around(Corners const& first, Corners const& second) {
    bool const is_within = std::all_of(second.begin(), second.end(),
                                       [&](Point const& corner) { return holds(first, corner); });
    if (is_within) {
        return first;
    }
    Point right = along(first[0], first[3], first[1], first[2]);
    Point down = along(first[0], first[1], first[3], first[2]);
    if (std::abs(cross(right, down)) < 1e-6) { // mm²
        right = {1, 0};
        down = {0, 1};
    }
    double const area = cross(right, down);
    double least[] = {1e9, 1e9};
    double most[] = {-1e9, -1e9};
    for (auto const* corners : {&first, &second}) {
        for (auto const& corner : *corners) {
            double const at[] = {cross(corner, down) / area, cross(right, corner) / area};
            for (int k = 0; k < 2; ++k) {
                least[k] = std::min(least[k], at[k]);
                most[k] = std::max(most[k], at[k]);
            }
        }
    }
    auto at = [&](double x, double y) {
        return Point{x * right.x + y * down.x, x * right.y + y * down.y};
    };
    return {at(least[0], least[1]), at(most[0], least[1]), at(most[0], most[1]),
            at(least[0], most[1])};
}

bool lies_in(Corners const& inner, Corners const& outer) {
    return holds(outer, middle_of(inner));
}

} // namespace imprimatur::trace
