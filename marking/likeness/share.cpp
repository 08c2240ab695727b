#include "marking/likeness/share.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "marking/likeness/drawing.hpp"

namespace imprimatur::likeness {

namespace {

constexpr double finest_dpi = 100;
constexpr int square = 8;      ///< pixels of what is looked at at a time: 2 mm at the finest
constexpr int border_fine = 2; ///< of its neighbours, looked at with it
constexpr int border_coarse = 8;
constexpr int play = 1;           ///< pixels by which paper and glass may shift a square
constexpr double full_ink = 20;   ///< grey levels of contrast: more counts no more
constexpr double least_fine = 14; ///< less drowns in the grain of print and scan
constexpr double least_coarse = 5;

/// The other page as it would lie on this one, and where it lies at all.
cv::Mat laid(cv::Mat const& other, double other_dpi, Placing const& way, cv::Size size, double dpi,
             cv::Mat& covered) {
    double const near_dpi = dpi * way.scale;
    auto source = at_dpi(other, other_dpi, near_dpi);
    auto turn = way.to_first;
    if (way.mirrored) {
        turn(0, 0) = -turn(0, 0);
        turn(1, 0) = -turn(1, 0);
    }
    double const in = mm_an_inch / near_dpi;
    double const out = dpi / mm_an_inch;
    cv::Matx23d pixels;
    for (int i = 0; i < 2; ++i) {
        pixels(i, 0) = turn(i, 0) * in * out;
        pixels(i, 1) = turn(i, 1) * in * out;
        pixels(i, 2) = turn(i, 2) * out + (pixels(i, 0) + pixels(i, 1)) / 2 - 0.5;
    }
    cv::Mat result;
    cv::warpAffine(source, result, pixels, size, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::Mat const whole(source.size(), CV_8U, cv::Scalar(255));
    cv::warpAffine(whole, covered, pixels, size, cv::INTER_NEAREST, cv::BORDER_CONSTANT,
                   cv::Scalar(0));
    return result;
}

struct Patch {
    double mean = 0;
    double contrast = 0; ///< standard deviation
};

Patch measure(cv::Mat const& picture, cv::Rect area) {
    double sum = 0;
    double squares = 0;
    for (int y = area.y; y < area.br().y; ++y) {
        auto const* row = picture.ptr<float>(y);
        for (int x = area.x; x < area.br().x; ++x) {
            sum += row[x];
            squares += row[x] * row[x];
        }
    }
    double const mean = sum / area.area();
    return {mean, std::sqrt(std::max(0.0, squares / area.area() - mean * mean))};
}

double correlation(cv::Mat const& a, cv::Rect at, Patch const& of_a, cv::Mat const& b,
                   cv::Point shift) {
    auto const of_b = measure(b, at + shift);
    if (of_b.contrast < 0.15 * of_a.contrast || of_b.contrast < 1) {
        return 0;
    }
    double sum = 0;
    for (int y = at.y; y < at.br().y; ++y) {
        auto const* row_a = a.ptr<float>(y);
        auto const* row_b = b.ptr<float>(y + shift.y) + shift.x;
        for (int x = at.x; x < at.br().x; ++x) {
            sum += row_a[x] * row_b[x];
        }
    }
    return (sum / at.area() - of_a.mean * of_b.mean) / (of_a.contrast * of_b.contrast);
}

double best_correlation(cv::Mat const& a, cv::Rect at, Patch const& of_a, cv::Mat const& b) {
    cv::Rect const whole({}, b.size());
    double best = -1;
    for (int dy = -play; dy <= play; ++dy) {
        for (int dx = -play; dx <= play; ++dx) {
            if (((at + cv::Point(dx, dy)) & whole) == at + cv::Point(dx, dy)) {
                best = std::max(best, correlation(a, at, of_a, b, {dx, dy}));
            }
        }
    }
    return best;
}

/// Squares that touch, as one box each, in mm.
std::vector<Box> boxes_of(cv::Mat const& missing, double mm) {
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    int const count = cv::connectedComponentsWithStats(missing, labels, stats, middles, 8);
    std::vector<Box> boxes;
    for (int i = 1; i < count; ++i) {
        double const left = stats.at<int>(i, cv::CC_STAT_LEFT) * mm;
        double const top = stats.at<int>(i, cv::CC_STAT_TOP) * mm;
        boxes.push_back({left, top, left + stats.at<int>(i, cv::CC_STAT_WIDTH) * mm,
                         top + stats.at<int>(i, cv::CC_STAT_HEIGHT) * mm});
    }
    return boxes;
}

} // namespace

namespace {

cv::Rect with_border(cv::Rect core, int border, cv::Rect whole) {
    return (core - cv::Point(border, border) + cv::Size(2 * border, 2 * border)) & whole;
}

/// How much ink a square has, 0 … 1, and how much of it the other page has too, 0 … 1.
struct Square {
    double ink = 0;
    double had = 0;
};

/// How well strokes, or shades, must fit to be thought not had, and had.
struct Ramp {
    double least;
    double most;
    double operator()(double fit) const {
        return std::clamp((fit - least) / (most - least), 0.0, 1.0);
    }
};
constexpr Ramp strokes{0.6, 0.85};
constexpr Ramp shades{0.55, 0.8};
constexpr Ramp shades_of_two_levels{0.35, 0.65};

struct Other {
    Drawing drawing;
    cv::Mat covered; ///< where it lies at all
    bool has_two_levels = false;
};

Square look_at(cv::Rect core, Drawing const& page, Other const& other) {
    cv::Rect const whole({}, page.fine.size());
    cv::Point const middle = (core.tl() + core.br()) / 2;
    bool const is_under = other.covered.at<std::uint8_t>(middle) != 0;
    auto at = with_border(core, border_fine, whole);
    auto ink = measure(page.fine, at);
    if (ink.contrast >= least_fine) {
        double const fit = is_under ? best_correlation(page.fine, at, ink, other.drawing.fine) : 0;
        return {std::min(1.0, ink.contrast / full_ink), strokes(fit)};
    }
    at = with_border(core, border_coarse, whole);
    ink = measure(page.coarse, at);
    // One level of two says only that the shade was darker or lighter than something.
    if (ink.contrast < least_coarse ||
        (is_under && other.has_two_levels && measure(other.drawing.coarse, at).contrast < 2)) {
        return {};
    }
    double const fit = is_under ? best_correlation(page.coarse, at, ink, other.drawing.coarse) : 0;
    return {std::min(1.0, ink.contrast / full_ink),
            other.has_two_levels ? shades_of_two_levels(fit) : shades(fit)};
}

bool has_two_levels(cv::Mat const& grey) {
    std::size_t between = 0;
    for (int y = 0; y < grey.rows; ++y) {
        auto const* row = grey.ptr(y);
        for (int x = 0; x < grey.cols; ++x) {
            between += row[x] > 8 && row[x] < 247 ? 1 : 0;
        }
    }
    return between * 200 < grey.total();
}

} // namespace

Share share_of(cv::Mat const& page, double page_dpi, cv::Mat const& other, double other_dpi,
               Placing const& way) {
    double const dpi = finest_dpi / std::max(1.0, way.scale);
    auto const small = at_dpi(page, page_dpi, dpi);
    Other on_it;
    on_it.has_two_levels = has_two_levels(other);
    auto const a = drawing_of(small, dpi);
    on_it.drawing = drawing_of(laid(other, other_dpi, way, small.size(), dpi, on_it.covered), dpi);
    cv::Mat missing((small.rows + square - 1) / square, (small.cols + square - 1) / square, CV_8U,
                    cv::Scalar(0));
    double all = 1e-9;
    double under = 1e-9;
    Share share;
    for (int row = 0; row < missing.rows; ++row) {
        for (int column = 0; column < missing.cols; ++column) {
            cv::Rect const core = cv::Rect(column * square, row * square, square, square) &
                                  cv::Rect({}, small.size());
            bool const is_under = on_it.covered.at<std::uint8_t>((core.tl() + core.br()) / 2) != 0;
            auto const [ink, had] = look_at(core, a, on_it);
            all += ink;
            under += is_under ? ink : 0;
            share.found += ink * had;
            missing.at<std::uint8_t>(row, column) = ink > 0 && had < 0.5 ? 1 : 0;
        }
    }
    share.inside = share.found / under;
    share.of_ink = share.found / all;
    share.missing = boxes_of(missing, square / dpi * mm_an_inch);
    return share;
}

} // namespace imprimatur::likeness
