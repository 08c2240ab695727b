#include "marking/read/passes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace imprimatur::read {

namespace {

constexpr double millimetres_an_inch = 25.4;

int odd_pixels(double millimetres, double dpi) {
    return std::max(1, static_cast<int>(millimetres * dpi / millimetres_an_inch / 2)) * 2 + 1;
}

/// So many times as large, and never empty.
cv::Mat resized(cv::Mat const& grey, double factor) {
    cv::Size const size(std::max(1, cvRound(grey.cols * factor)),
                        std::max(1, cvRound(grey.rows * factor)));
    cv::Mat out;
    cv::resize(grey, out, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
}

cv::Point2d through(cv::Matx33d const& matrix, cv::Point2d point) {
    auto out = matrix * cv::Vec3d(point.x, point.y, 1);
    return {out[0] / out[2], out[1] / out[2]};
}

/// Clockwise from the corner nearest to the top left.
std::array<cv::Point2f, 4> in_order(std::vector<cv::Point> const& quad) {
    std::array<cv::Point2f, 4> out;
    auto sum = [](cv::Point p) { return p.x + p.y; };
    auto difference = [](cv::Point p) { return p.x - p.y; };
    out[0] = *std::ranges::min_element(quad, {}, sum);
    out[1] = *std::ranges::max_element(quad, {}, difference);
    out[2] = *std::ranges::max_element(quad, {}, sum);
    out[3] = *std::ranges::min_element(quad, {}, difference);
    return out;
}

/// The largest four-cornered outline in a picture of edges or of bright places.
std::vector<cv::Point> find_quad(cv::Mat const& mask, double least_area) {
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    std::vector<cv::Point> best;
    double best_area = least_area;
    for (auto const& outline : outlines) {
        std::vector<cv::Point> hull;
        std::vector<cv::Point> quad;
        cv::convexHull(outline, hull);
        cv::approxPolyDP(hull, quad, 0.03 * cv::arcLength(hull, true), true);
        auto area = cv::contourArea(quad);
        if (quad.size() == 4 && area > best_area) {
            best = quad;
            best_area = area;
        }
    }
    return best;
}

} // namespace

View whole(cv::Mat const& grey) {
    return {grey, cv::Matx33d::eye()};
}

View scaled(View const& view, double factor) {
    View out{resized(view.grey, factor), {}};
    double const sx = double(view.grey.cols) / out.grey.cols;
    double const sy = double(view.grey.rows) / out.grey.rows;
    out.back = view.back * cv::Matx33d(sx, 0, sx / 2 - 0.5, 0, sy, sy / 2 - 0.5, 0, 0, 1);
    return out;
}

View cropped(View const& view, cv::Rect area) {
    area &= cv::Rect({}, view.grey.size());
    return {view.grey(area), view.back * cv::Matx33d(1, 0, area.x, 0, 1, area.y, 0, 0, 1)};
}

View flattened(View const& view, double dpi) {
    // The paper's own brightness: what is left when strokes and QR modules are painted over by
    // their brightest neighbours, taken on a small picture.
    double const factor = std::min(1.0, 40 / dpi);
    auto small = resized(view.grey, factor);
    auto const reach = odd_pixels(6, dpi * factor);
    cv::dilate(small, small, cv::getStructuringElement(cv::MORPH_RECT, {reach, reach}));
    cv::blur(small, small, {reach, reach});
    cv::Mat paper;
    cv::resize(small, paper, view.grey.size(), 0, 0, cv::INTER_LINEAR);
    View out{{}, view.back};
    cv::divide(view.grey, paper, out.grey, 245);
    return out;
}

View sharpened(View const& view) {
    cv::Mat soft;
    cv::GaussianBlur(view.grey, soft, {}, 2.5);
    View out{{}, view.back};
    cv::addWeighted(view.grey, 2.2, soft, -1.2, 0, out.grey);
    return out;
}

std::optional<View> straightened(View const& view, int length) {
    constexpr double small_side = 700;
    double const factor = std::min(1.0, small_side / std::max(view.grey.cols, view.grey.rows));
    auto small = resized(view.grey, factor);
    cv::medianBlur(small, small, 7);
    double const least_area = 0.2 * small.cols * small.rows;

    cv::Mat mask;
    cv::threshold(small, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    cv::morphologyEx(mask, mask, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {25, 25}));
    auto quad = find_quad(mask, least_area);
    if (quad.empty()) {
        cv::Canny(small, mask, 25, 75);
        cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
        quad = find_quad(mask, least_area);
    }
    if (quad.empty()) {
        return std::nullopt;
    }
    auto corners = in_order(quad);
    for (auto& corner : corners) {
        corner *= 1 / factor;
    }
    double const across = cv::norm(corners[1] - corners[0]) + cv::norm(corners[2] - corners[3]);
    double const down = cv::norm(corners[3] - corners[0]) + cv::norm(corners[2] - corners[1]);
    constexpr double long_side = 1.41421356; // of an ISO 216 sheet
    auto const side = static_cast<int>(length / long_side);
    cv::Size const size = across > down ? cv::Size(length, side) : cv::Size(side, length);
    std::array<cv::Point2f, 4> const straight{cv::Point2f(0, 0), cv::Point2f(float(size.width), 0),
                                              cv::Point2f(float(size.width), float(size.height)),
                                              cv::Point2f(0, float(size.height))};
    cv::Matx33d const forth = cv::getPerspectiveTransform(corners.data(), straight.data());
    View out{{}, view.back * forth.inv()};
    cv::warpPerspective(view.grey, out.grey, forth, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return out;
}

std::vector<Seen> look(View const& view, Threshold threshold) {
    auto all = decode(view.grey.isContinuous() ? view.grey : view.grey.clone(), threshold);
    for (auto& seen : all) {
        for (auto& corner : seen.corners) {
            corner = through(view.back, corner);
        }
    }
    return all;
}

} // namespace imprimatur::read
