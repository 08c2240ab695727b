// A printout without marks on a scanner: recognise_scan SOURCE PAGE PART SEED TARGET
// PART is whole, upper, lower, left or right; TARGET is a JPEG (grey, quality 50) or a PNG (1 bit).
// 200 dpi, turned by up to 5 degrees. Half of the seeds print greys as screens or by diffusion at
// 600 dpi (tests/support/press), the others as a device would that can print grey; none is a
// measured device.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include <opencv2/imgproc.hpp>

#include "marking/image/image.hpp"
#include "marking/render/render.hpp"
#include "tests/support/expected.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/support/press/press.hpp"

namespace {

using namespace imprimatur;
using press::Dice;

constexpr double drawn_dpi = 300;
constexpr double scan_dpi = 200;

cv::Mat page_of(std::string const& source, std::uint32_t page) {
    auto const bytes = paper::read_file(source);
    auto const document = expected(render::Document::open(bytes));
    auto drawn = expected(document.draw(page, drawn_dpi));
    return cv::Mat(static_cast<int>(drawn.height), static_cast<int>(drawn.width), CV_8U,
                   drawn.pixels.data())
        .clone();
}

cv::Mat part_of(cv::Mat const& page, std::string const& part) {
    int const width = page.cols;
    int const height = page.rows;
    std::map<std::string, cv::Rect> const parts{{"whole", {0, 0, width, height}},
                                                {"upper", {0, 0, width, height / 2}},
                                                {"lower", {0, height / 2, width, height / 2}},
                                                {"left", {0, 0, width / 2, height}},
                                                {"right", {width / 2, 0, width / 2, height}}};
    return page(parts.at(part)).clone();
}

cv::Mat printed(cv::Mat const& page, Dice& dice) {
    cv::Mat raster;
    if (dice.chance(0.5)) {
        cv::GaussianBlur(page, raster, {}, 0.5);
        return raster;
    }
    cv::resize(page, raster, {}, press::print_dpi / drawn_dpi, press::print_dpi / drawn_dpi,
               cv::INTER_LINEAR);
    raster = dice.chance(0.5) ? press::screened(raster, 4, 4) : press::diffused(raster);
    return press::toned(raster, dice);
}

cv::Mat scanned(cv::Mat const& paper, cv::Size size, Dice& dice) {
    cv::Mat seen;
    cv::resize(paper, seen, size, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(seen, seen, {}, dice.between(0.3, 0.8));
    auto const middle = cv::Point2f(float(size.width) / 2, float(size.height) / 2);
    auto const turn =
        cv::getRotationMatrix2D(middle, dice.between(-5, 5), dice.between(0.99, 1.01));
    cv::warpAffine(seen, seen, turn, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(245));
    seen.convertTo(seen, CV_8U, dice.between(0.85, 1), dice.between(0, 25));
    press::add_noise(seen, dice.between(1, 5), dice);
    return seen;
}

Bitmap as_bitmap(cv::Mat const& grey) {
    Bitmap out{static_cast<std::uint32_t>(grey.cols),
               static_cast<std::uint32_t>(grey.rows),
               Channels::Grey,
               scan_dpi,
               {}};
    for (int y = 0; y < grey.rows; ++y) {
        out.pixels.insert(out.pixels.end(), grey.ptr(y), grey.ptr(y) + grey.cols);
    }
    return out;
}

} // namespace

int main(int count, char** words) {
    if (count != 6) {
        std::cerr << "usage: recognise_scan SOURCE PAGE PART SEED TARGET.jpg|TARGET.png\n";
        return 2;
    }
    Dice dice(std::strtoull(words[4], nullptr, 10));
    std::string const target = words[5];
    auto const page =
        part_of(page_of(words[1], static_cast<std::uint32_t>(std::atoi(words[2]))), words[3]);
    cv::Size const size(cvRound(page.cols * scan_dpi / drawn_dpi),
                        cvRound(page.rows * scan_dpi / drawn_dpi));
    auto seen = scanned(printed(page, dice), size, dice);
    bool const has_two_levels = target.ends_with(".png");
    if (has_two_levels) {
        cv::threshold(seen, seen, dice.between(127, 166), 255, cv::THRESH_BINARY);
    }
    auto const bitmap = as_bitmap(seen);
    paper::write_file(target, has_two_levels ? expected(image::encode_png(bitmap))
                                             : expected(image::encode_jpeg(bitmap, 50)));
    return 0;
}
