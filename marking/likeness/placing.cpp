#include "marking/likeness/placing.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/features2d.hpp>

namespace imprimatur::likeness {

namespace {

constexpr std::size_t most_pairs = 500;
constexpr std::size_t most_tried = 250;
constexpr int least_agreeing = 6;

struct Pair {
    Feature first;
    Feature second;
    double doubt; ///< 0 … 1: how much nearer it is than the next best
};

std::vector<Pair> pairs_of(Features const& first, Features const& second) {
    constexpr float most_doubt = 0.92F;
    std::vector<std::vector<cv::DMatch>> found;
    cv::BFMatcher(cv::NORM_L2).knnMatch(second.words, first.words, found, 2);
    std::vector<Pair> pairs;
    for (auto const& best : found) {
        if (best.size() == 2 && best[0].distance < most_doubt * best[1].distance) {
            pairs.push_back({first.points[static_cast<std::size_t>(best[0].trainIdx)],
                             second.points[static_cast<std::size_t>(best[0].queryIdx)],
                             best[0].distance / best[1].distance});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](auto& a, auto& b) { return a.doubt < b.doubt; });
    pairs.resize(std::min(pairs.size(), most_pairs));
    return pairs;
}

cv::Matx23d similarity(double scale, double turn, cv::Point2d from, cv::Point2d to) {
    double const c = scale * std::cos(turn);
    double const s = scale * std::sin(turn);
    return {c, -s, to.x - c * from.x + s * from.y, s, c, to.y - s * from.x - c * from.y};
}

double distance(cv::Matx23d const& way, Pair const& pair) {
    auto const& p = pair.second.at;
    return std::hypot(way(0, 0) * p.x + way(0, 1) * p.y + way(0, 2) - pair.first.at.x,
                      way(1, 0) * p.x + way(1, 1) * p.y + way(1, 2) - pair.first.at.y);
}

std::vector<Pair> agreeing(std::vector<Pair> const& pairs, cv::Matx23d const& way, double within) {
    std::vector<Pair> out;
    double const scale = std::hypot(way(0, 0), way(1, 0));
    double const turn = std::atan2(way(1, 0), way(0, 0));
    for (auto const& pair : pairs) {
        double const size = pair.first.size / pair.second.size / scale;
        double const off = std::remainder(pair.first.turn - pair.second.turn - turn, 2 * CV_PI);
        if (size > 0.6 && size < 1.65 && std::abs(off) < 0.45 && distance(way, pair) < within) {
            out.push_back(pair);
        }
    }
    return out;
}

/// Least squares over a similarity.
cv::Matx23d fitted(std::vector<Pair> const& pairs) {
    cv::Point2d a{};
    cv::Point2d b{};
    for (auto const& pair : pairs) {
        a += pair.first.at;
        b += pair.second.at;
    }
    a /= double(pairs.size());
    b /= double(pairs.size());
    double dot = 0;
    double cross = 0;
    double square = 1e-9;
    for (auto const& pair : pairs) {
        auto const p = pair.first.at - a;
        auto const q = pair.second.at - b;
        dot += q.dot(p);
        cross += q.cross(p);
        square += q.dot(q);
    }
    return similarity(std::hypot(dot, cross) / square, std::atan2(cross, dot), b, a);
}

std::optional<Placing> place_as_is(Features const& first, Features const& second) {
    auto const pairs = pairs_of(first, second);
    cv::Matx23d best;
    std::size_t most = 0;
    // A feature has a place, a size and a direction: one pair is a whole guess.
    for (std::size_t i = 0; i < std::min(pairs.size(), most_tried); ++i) {
        auto const& [a, b, doubt] = pairs[i];
        double const scale = a.size / b.size;
        if (scale < 0.15 || scale > 7) {
            continue;
        }
        auto const way = similarity(scale, a.turn - b.turn, b.at, a.at);
        auto const votes = agreeing(pairs, way, 8 * std::min(1.0, scale) + 4).size();
        if (votes > most) {
            most = votes;
            best = way;
        }
    }
    std::vector<Pair> kept;
    for (double within : {10.0, 5.0, 3.0, 2.0, 1.5, 1.5}) {
        kept = agreeing(pairs, best, within);
        if (kept.size() < least_agreeing) {
            return std::nullopt;
        }
        best = fitted(kept);
    }
    return Placing{best, false, std::hypot(best(0, 0), best(1, 0)),
                   std::atan2(best(1, 0), best(0, 0)), static_cast<int>(kept.size())};
}

std::optional<Placing> place_either_way(Features const& first, Features const& second) {
    if (first.points.size() < 2 || second.points.size() < 2) {
        return std::nullopt;
    }
    auto straight = place_as_is(first, second);
    auto swapped = place_as_is(first, mirrored(second));
    if (swapped && (!straight || swapped->agreeing > straight->agreeing)) {
        swapped->mirrored = true;
        return swapped;
    }
    return straight;
}

Features larger(Features const& features, double than) {
    Features out;
    for (std::size_t i = 0; i < features.points.size(); ++i) {
        if (features.points[i].size >= than) {
            out.points.push_back(features.points[i]);
            out.words.push_back(features.words.row(static_cast<int>(i)));
        }
    }
    return out;
}

} // namespace

std::optional<Placing> place(Features const& first, Features const& second) {
    // At a quarter of its size only what is large is left of a page, and what is small misleads.
    constexpr double large = 4; // mm
    std::optional<Placing> best;
    for (auto const& [a, b] : {std::pair(first, second), std::pair(larger(first, large), second),
                               std::pair(first, larger(second, large))}) {
        best = place_either_way(a, b);
        if (best && best->agreeing >= 2 * least_agreeing) {
            break;
        }
    }
    return best;
}

Placing inverse(Placing const& placing) {
    // first = S M second, where M mirrors: second = M S⁻¹ first = (M S⁻¹ M) M first.
    auto const& w = placing.to_first;
    double const square = placing.scale * placing.scale;
    double const c = w(0, 0) / square;
    double const s = -w(1, 0) / square;
    double const x = -(c * w(0, 2) - s * w(1, 2));
    double const y = -(s * w(0, 2) + c * w(1, 2));
    auto out = placing;
    out.scale = 1 / placing.scale;
    out.turn = placing.mirrored ? placing.turn : -placing.turn;
    out.to_first =
        placing.mirrored ? cv::Matx23d(c, s, -x, -s, c, y) : cv::Matx23d(c, -s, x, s, c, y);
    return out;
}

} // namespace imprimatur::likeness
