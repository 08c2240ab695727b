#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <opencv2/imgproc.hpp>

#include "marking/image/image.hpp"
#include "tests/support/pictures/pictures.hpp"
#include "tests/support/press/press.hpp"

namespace imprimatur::pictures {

namespace {

cv::Mat fitted(cv::Mat const& page, cv::Size room) {
    double const scale = std::min(double(room.width) / page.cols, double(room.height) / page.rows);
    cv::Mat out;
    cv::resize(page, out, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
}

void put(cv::Mat const& part, cv::Mat& sheet, cv::Point at) {
    cv::Rect const place = cv::Rect(at, part.size()) & cv::Rect({}, sheet.size());
    part(place - at).copyTo(sheet(place));
}

cv::Mat as_jpeg(cv::Mat const& grey, int quality) {
    auto const bytes = image::encode_jpeg(as_bitmap(grey, page_dpi), quality);
    auto decoded = bytes ? image::decode(*bytes) : Result<Bitmap>(Bitmap{});
    if (!decoded || decoded->is_empty()) {
        throw std::runtime_error("no JPEG");
    }
    auto const back = to_grey(*decoded);
    return cv::Mat(grey.size(), CV_8U, const_cast<std::uint8_t*>(back.pixels.data())).clone();
}

} // namespace

cv::Mat oriented(cv::Mat const& page, int quarters, bool mirrored) {
    cv::Mat out = page.clone();
    for (int i = 0; i < quarters; ++i) {
        cv::rotate(out, out, cv::ROTATE_90_CLOCKWISE);
    }
    if (mirrored) {
        cv::flip(out, out, 1);
    }
    return out;
}

cv::Mat on_sheet(cv::Mat const& page, double scale, double dx, double dy) {
    cv::Mat part;
    cv::resize(page, part, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    cv::Mat sheet(a4, CV_8U, cv::Scalar(255));
    put(part, sheet,
        {(a4.width - part.cols) / 2 + cvRound(dx * page_mm),
         (a4.height - part.rows) / 2 + cvRound(dy * page_mm)});
    return sheet;
}

cv::Mat together(std::vector<cv::Mat> const& pages) {
    bool const two = pages.size() == 2;
    cv::Mat sheet(two ? cv::Size(a4.height, a4.width) : a4, CV_8U, cv::Scalar(255));
    cv::Size const room(sheet.cols / 2, two ? sheet.rows : sheet.rows / 2);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        put(fitted(pages[i], room), sheet,
            {static_cast<int>(i % 2) * room.width, static_cast<int>(i / 2) * room.height});
    }
    return sheet;
}

cv::Mat half(cv::Mat const& page, int which) {
    cv::Size const size = page.size();
    cv::Rect const parts[] = {{0, 0, size.width, size.height / 2},
                              {0, size.height / 2, size.width, size.height / 2},
                              {0, 0, size.width / 2, size.height},
                              {size.width / 2, 0, size.width / 2, size.height}};
    return page(parts[which]).clone();
}

cv::Mat framed(cv::Mat const& page) {
    auto sheet = on_sheet(page, 0.94);
    cv::rectangle(sheet, cv::Rect(30, 40, a4.width - 60, a4.height - 80), cv::Scalar(0), 5);
    cv::rectangle(sheet, cv::Rect(42, 52, a4.width - 84, a4.height - 104), cv::Scalar(0), 2);
    return sheet;
}

cv::Mat labelled(cv::Mat const& page, Dice& dice) {
    cv::Mat out = page.clone();
    auto const words = "INTERNAL " + digits(dice, 6);
    int const down = dice.chance(0.5) ? 90 : out.rows - 60;
    cv::rectangle(out, cv::Rect(out.cols / 2 - 330, down - 50, 660, 70), cv::Scalar(255),
                  cv::FILLED);
    cv::putText(out, words, {out.cols / 2 - 300, down}, cv::FONT_HERSHEY_DUPLEX, 1.8, cv::Scalar(0),
                3, cv::LINE_AA);
    return out;
}

cv::Mat stroked(cv::Mat const& page, Dice& dice) {
    cv::Mat out = page.clone();
    cv::Point at(dice.below(out.cols), dice.below(out.rows));
    for (int i = 0; i < 12; ++i) {
        cv::Point const next = at + cv::Point(dice.below(160) - 80, dice.below(160) - 80);
        cv::line(out, at, next, cv::Scalar(20), 6, cv::LINE_AA);
        at = next;
    }
    return out;
}

cv::Mat scanned(cv::Mat const& page, bool two_levels, Dice& dice, double most_turn) {
    cv::Mat raster;
    cv::resize(page, raster, {}, press::print_dpi / page_dpi, press::print_dpi / page_dpi,
               cv::INTER_LINEAR);
    raster = dice.chance(0.5) ? press::screened(raster, 4, 4) : press::diffused(raster);
    raster = press::toned(raster, dice);
    cv::resize(raster, raster, page.size(), 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(raster, raster, {}, dice.between(0.3, 0.8));
    auto const turn =
        cv::getRotationMatrix2D(cv::Point2f(float(page.cols) / 2, float(page.rows) / 2),
                                dice.between(-most_turn, most_turn), dice.between(0.99, 1.01));
    cv::warpAffine(raster, raster, turn, raster.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar(245));
    raster.convertTo(raster, CV_8U, dice.between(0.8, 1), dice.between(0, 30));
    press::add_noise(raster, dice.between(1, 4), dice);
    if (two_levels) {
        cv::threshold(raster, raster, dice.between(110, 170), 255, cv::THRESH_BINARY);
        return raster;
    }
    return as_jpeg(raster, 50);
}

} // namespace imprimatur::pictures
