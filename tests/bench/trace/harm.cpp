#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "tests/bench/trace/contents.hpp"
#include "tests/bench/trace/eye.hpp"

namespace imprimatur::bench {

void crease(Sheet& sheet, Dice& dice) {
    int const count = 2 + dice.below(5);
    for (int i = 0; i < count; ++i) {
        cv::Point const middle(dice.below(sheet.ink.cols), dice.below(sheet.ink.rows));
        double const angle = dice.between(0, CV_PI);
        cv::Point const reach(cvRound(9000 * std::cos(angle)), cvRound(9000 * std::sin(angle)));
        int const width = cvRound(dice.between(0.2, 0.8) * pixels_a_mm);
        // Toner flakes off along the fold; beside it lies a shadow.
        cv::line(sheet.ink, middle - reach, middle + reach, cv::Scalar(dice.between(215, 250)),
                 width);
        cv::Point const beside(0, width);
        cv::line(sheet.ink, middle - reach + beside, middle + reach + beside,
                 cv::Scalar(dice.between(110, 190)), std::max(1, width / 2));
    }
}

void stain(Sheet& sheet, Dice& dice) {
    int const count = 1 + dice.below(4);
    for (int i = 0; i < count; ++i) {
        cv::Point const at(dice.below(sheet.ink.cols), dice.below(sheet.ink.rows));
        int const radius = cvRound(dice.between(8, 35) * pixels_a_mm);
        cv::Rect const box = cv::Rect(at.x - radius, at.y - radius, 2 * radius, 2 * radius) &
                             cv::Rect({}, sheet.ink.size());
        cv::Mat veil(box.size(), CV_8U, cv::Scalar(255));
        cv::circle(veil, at - box.tl(), radius - 20, cv::Scalar(dice.between(120, 220)),
                   dice.chance(0.5) ? cvRound(4 * pixels_a_mm) : cv::FILLED);
        cv::blur(veil, veil, {41, 41});
        cv::multiply(sheet.ink(box), veil, sheet.ink(box), 1 / 255.0);
    }
}

void tear(Sheet& sheet, Dice& dice) {
    // A ragged line through the sheet; the smaller side is gone.
    double const angle = dice.between(0, 2 * CV_PI);
    cv::Point2d const along(std::cos(angle), std::sin(angle));
    cv::Point2d const across(-along.y, along.x);
    cv::Point2d const size(sheet.ink.size());
    double const extent = std::abs(across.x) * size.x + std::abs(across.y) * size.y;
    cv::Point2d const middle = size / 2 + across * (dice.between(0.1, 0.35) * extent);
    std::vector<cv::Point> outline;
    for (int i = -60; i <= 60; ++i) {
        outline.push_back(middle + along * (i * 150.0) + across * dice.between(-70, 70));
    }
    outline.push_back(middle + along * 9000 + across * 12000);
    outline.push_back(middle - along * 9000 + across * 12000);
    cv::fillPoly(sheet.ink, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(sheet.beyond));
}

Sheet on_screen(Sheet const& raster, double dpi, Dice& dice) {
    double const step = print_dpi / dpi;
    cv::Mat shown;
    cv::resize(raster.ink, shown, {}, 1 / step, 1 / step, cv::INTER_AREA);
    // Every screen pixel: three stripes side by side and a gap, back at the page's 600 dpi.
    double const gap = dice.between(0.1, 0.3);
    double const stripes = dice.between(0.02, 0.15);
    cv::Mat out(raster.ink.size(), CV_8U);
    for (int y = 0; y < out.rows; ++y) {
        double const down = y / step;
        auto const* row = shown.ptr(std::min(shown.rows - 1, static_cast<int>(down)));
        bool const in_gap_y = down - std::floor(down) < gap;
        for (int x = 0; x < out.cols; ++x) {
            double const across = x / step;
            double const part = across - std::floor(across);
            double light = row[std::min(shown.cols - 1, static_cast<int>(across))];
            light *= in_gap_y || part < gap ? 0.35 : 1 - stripes * std::abs(part - 0.6);
            out.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(light);
        }
    }
    return {out, raster.origin, 20};
}

} // namespace imprimatur::bench
