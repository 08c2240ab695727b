#include "marking/field/spread.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/calib3d.hpp>

#include "marking/dots/dots.hpp"
#include "marking/field/plane.hpp"

namespace imprimatur::field {

namespace {

using dots::Lattice;

constexpr double most_off = 2.5; ///< mm, between two parts of one sheet
constexpr double millimetres_an_inch = 25.4;

cv::Vec2d seen_at(Tie const& tie) {
    return {tie.x, tie.y};
}
cv::Vec2d printed_at(Tie const& tie) {
    return {tie.across, tie.down};
}

/// How far along the eye's way a place of the sheet lies, against another: not above zero behind.
double depth(cv::Matx33d const& back, cv::Vec2d printed, cv::Vec2d other) {
    auto of = [&](cv::Vec2d at) { return (back * cv::Vec3d(at[0], at[1], 1))[2]; };
    return of(printed) / of(other);
}

/// How the sheet lies around one place, straight.
struct Near {
    cv::Matx22d slope; ///< mm a pixel
    cv::Vec2d printed; ///< where the place is on the sheet, mm
};

/// By the ties that are nearest, least squares.
std::optional<Near> near(Ties ties, cv::Vec2d place) {
    constexpr std::size_t enough = 60; // a handful of cells
    auto const count = std::min(enough, ties.size());
    std::partial_sort(ties.begin(), ties.begin() + static_cast<std::ptrdiff_t>(count), ties.end(),
                      [&](Tie const& a, Tie const& b) {
                          return cv::norm(seen_at(a) - place) < cv::norm(seen_at(b) - place);
                      });
    ties.resize(count);
    cv::Vec2d seen;
    cv::Vec2d printed;
    for (auto const& tie : ties) {
        seen += seen_at(tie) * (1.0 / double(count));
        printed += printed_at(tie) * (1.0 / double(count));
    }
    cv::Matx22d moments = cv::Matx22d::zeros();
    cv::Matx22d products = cv::Matx22d::zeros();
    for (auto const& tie : ties) {
        auto const from = seen_at(tie) - seen;
        moments += from * from.t();
        products += (printed_at(tie) - printed) * from.t();
    }
    if (count < 4 || cv::determinant(moments) <= 0) {
        return std::nullopt;
    }
    cv::Matx22d const slope = products * moments.inv();
    return Near{slope, printed + slope * (place - seen)};
}

/// Between the two ties that are nearest to each other. Some of each will do.
cv::Vec2d between(Ties const& one, Ties const& other) {
    constexpr std::size_t most = 256;
    auto step = [](Ties const& ties) { return ties.size() / most + 1; };
    double least = 1e300;
    cv::Vec2d out;
    for (std::size_t i = 0; i < one.size(); i += step(one)) {
        for (std::size_t k = 0; k < other.size(); k += step(other)) {
            auto const gap = seen_at(other[k]) - seen_at(one[i]);
            if (gap.dot(gap) < least) {
                least = gap.dot(gap);
                out = (seen_at(one[i]) + seen_at(other[k])) * 0.5;
            }
        }
    }
    return out;
}

/// The nearest distance that is a whole number of tiles, mm.
cv::Vec2d whole_tiles(cv::Vec2d distance, bool mirrored) {
    constexpr double tile = dots::side * Lattice::unit_mm;
    double const right = mirrored ? -tile : tile;
    cv::Matx22d const step(Lattice::ax * right, Lattice::bx * right, Lattice::ay * tile,
                           Lattice::by * tile);
    cv::Vec2d const count = step.inv() * distance;
    return step * cv::Vec2d(std::round(count[0]), std::round(count[1]));
}

/// From the picture to the sheet; a few ties may be of something else.
std::optional<cv::Matx33d> plane_of(Ties const& ties) {
    constexpr std::size_t enough = 1000;
    std::vector<cv::Point2d> seen;
    std::vector<cv::Point2d> printed;
    for (std::size_t i = 0; i < ties.size(); i += ties.size() / enough + 1) {
        seen.emplace_back(ties[i].x, ties[i].y);
        printed.emplace_back(ties[i].across, ties[i].down);
    }
    cv::Mat const found =
        seen.size() < 4 ? cv::Mat() : cv::findHomography(seen, printed, cv::RANSAC, most_off);
    return found.empty() ? std::nullopt : std::optional(cv::Matx33d(found));
}

/// A sheet may be curled, but not in two.
bool are_in_one_plane(Ties const& ties, std::size_t first_of_other) {
    constexpr double most_curl = 6; // mm
    constexpr double least = 0.8;   // of each
    auto const plane = plane_of(ties);
    if (!plane) {
        return false;
    }
    std::size_t within[] = {0, 0};
    for (std::size_t i = 0; i < ties.size(); ++i) {
        bool const is_within =
            cv::norm(mapped(*plane, seen_at(ties[i])) - printed_at(ties[i])) < most_curl;
        within[i < first_of_other ? 0 : 1] += is_within ? 1 : 0;
    }
    auto const others = ties.size() - first_of_other;
    return double(within[0]) >= least * double(first_of_other) &&
           double(within[1]) >= least * double(others);
}

} // namespace

std::optional<Spread> spread_of(Ties const& ties) {
    auto const plane = plane_of(ties);
    if (!plane || std::abs(cv::determinant(*plane)) < 1e-12) {
        return std::nullopt;
    }
    cv::Vec2d least(1e9, 1e9);
    cv::Vec2d most(-1e9, -1e9);
    cv::Vec2d seen; // any place that is
    for (auto const& tie : ties) {
        auto const at = mapped(*plane, seen_at(tie));
        if (cv::norm(at - printed_at(tie)) < most_off) {
            least = {std::min(least[0], at[0]), std::min(least[1], at[1])};
            most = {std::max(most[0], at[0]), std::max(most[1], at[1])};
            seen = at;
        }
    }
    if (least[0] >= most[0] || least[1] >= most[1]) {
        return std::nullopt;
    }
    auto const back = plane->inv();
    Spread out{};
    cv::Vec2d const corners[] = {least, {most[0], least[1]}, most, {least[0], most[1]}};
    for (int i = 0; i < 4; ++i) {
        constexpr double least_depth = 0.05; // nearer, the corner is far beyond any picture
        if (!(depth(back, corners[i], seen) >= least_depth)) {
            return std::nullopt;
        }
        auto const at = mapped(back, corners[i]);
        out.corners[i] = {at[0], at[1]};
    }
    out.width = most[0] - least[0];
    out.height = most[1] - least[1];
    auto const middle = (least + most) * 0.5;
    auto const from = mapped(back, middle);
    auto const right = mapped(back, middle + cv::Vec2d(1, 0)) - from;
    auto const below = mapped(back, middle + cv::Vec2d(0, 1)) - from;
    out.resolution = std::sqrt(cv::norm(right) * cv::norm(below)) * millimetres_an_inch;
    out.turn = std::atan2(right[1], right[0]) * 180 / CV_PI;
    return out;
}

std::optional<Ties> joined(Ties const& one, Ties const& other, bool mirrored) {
    constexpr double most_change = 0.1; // of the scale, beside each other
    if (one.empty() || other.empty()) {
        return std::nullopt;
    }
    auto const place = between(one, other);
    auto const a = near(one, place);
    auto const b = near(other, place);
    if (!a || !b || cv::norm(a->slope - b->slope) > most_change * cv::norm(a->slope)) {
        return std::nullopt;
    }
    auto const apart = a->printed - b->printed;
    auto const tiles = whole_tiles(apart, mirrored);
    if (cv::norm(apart - tiles) > most_off) {
        return std::nullopt;
    }
    Ties out = one;
    for (auto tie : other) {
        tie.across += tiles[0];
        tie.down += tiles[1];
        out.push_back(tie);
    }
    return are_in_one_plane(out, one.size()) ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace imprimatur::field
