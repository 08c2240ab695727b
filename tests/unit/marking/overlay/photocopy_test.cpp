// The watermark through a printer and a copier: it must still say whose copy it was.
#include <cmath>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "marking/overlay/overlay.hpp"
#include "tests/support/look/look.hpp"
#include "tests/support/press/press.hpp"

namespace imprimatur::overlay {
namespace {

using press::Copier;
using press::Dice;

constexpr int look_dpi = 150;

cv::Rect rectangle(double x, double y, double width, double height, double dpi) {
    double const pixels = dpi / 25.4;
    return {cvRound(x * pixels), cvRound(y * pixels), cvRound(width * pixels),
            cvRound(height * pixels)};
}

/// The watermark alone, as a raster for a printer: 12 × 9 cm of it.
cv::Mat raster_of(layout::Layout layout, std::uint64_t id) {
    layout.lines.clear();
    layout.qrs.clear();
    layout.dots.reset();
    Mark mark;
    mark.level = Level::Secret;
    mark.period = find_period("10y");
    mark.number = CopyNumber{123};
    mark.serial = Serial(id);
    mark.recipient = "张建国";
    mark.user = "李敏";
    mark.printed = "2026-11-23 16:15";
    auto picture = look::Paper(draw(layout, mark, {210, 297}, 1).value().pdf).picture(1, 600);
    cv::Mat const page(picture.height, picture.width, CV_8U, picture.grey.data());
    return page(rectangle(40, 40, 120, 90, press::print_dpi)).clone();
}

/// As an eye sees it, to which a halftone is a grey.
cv::Mat seen(cv::Mat const& sheet) {
    cv::Mat out;
    cv::resize(sheet, out, {}, look_dpi / press::print_dpi, look_dpi / press::print_dpi,
               cv::INTER_AREA);
    cv::GaussianBlur(out, out, {}, 1);
    return out;
}

/// How like the middle of the copy is to the watermark of an id, wherever it lies there: copiers
/// shift and turn a little. 1: just as it.
double likeness(cv::Mat const& copy, cv::Mat const& watermark) {
    cv::Rect const area = rectangle(20, 15, 80, 60, look_dpi);
    cv::Rect const around = area + cv::Point(-20, -20) + cv::Size(40, 40);
    double best = 0;
    cv::Point2d const middle(around.width / 2.0, around.height / 2.0);
    for (double degrees = -0.8; degrees < 0.9; degrees += 0.2) {
        cv::Mat turned;
        cv::warpAffine(copy(around), turned, cv::getRotationMatrix2D(middle, degrees, 1),
                       around.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        cv::Mat fits;
        cv::matchTemplate(turned, watermark(area), fits, cv::TM_CCOEFF_NORMED);
        double most = 0;
        cv::minMaxLoc(fits, nullptr, &most);
        best = std::max(best, most);
    }
    return best;
}

class Photocopy : public testing::TestWithParam<char const*> {};

// Printed with a screen of 106 lines an inch, the common one of laser printers with 600 dpi. A
// copier of two levels takes every light grey away: docs/decisions.md.
TEST_P(Photocopy, OfTheWatermarkTellsItsSerialFromOthers) {
    auto const layout = layout::read(IMPRIMATUR_SOURCE_DIR "/templates/marks", GetParam()).value();
    auto const ours = raster_of(layout, 0x0123456789abcdef);
    auto const other = seen(raster_of(layout, 0xfedcba9876543210));
    auto const printed = press::screened(ours, 4, 4);
    for (auto copier : {Copier::Screen, Copier::Diffusion}) {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            SCOPED_TRACE(seed);
            Dice dice(seed);
            press::Sheet const sheet{press::toned(printed, dice)};
            auto const copy = seen(press::copied(sheet, copier, dice).ink);
            double const right = likeness(copy, seen(ours));
            EXPECT_GT(right, 0.3);
            EXPECT_GT(right, 1.1 * likeness(copy, other));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Templates, Photocopy,
                         testing::Values("banner", "copy-stamp", "corporate", "gb-9704",
                                         "gb-9704-copy", "tlp"));

} // namespace
} // namespace imprimatur::overlay
