#include "tests/support/press/press.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <opencv2/imgproc.hpp>

#include "marking/overlay/overlay.hpp"

namespace imprimatur::press {

namespace {

/// Thresholds of one period of a screen, evenly spread over 1 … 255.
cv::Mat screen_tile(int a, int b) {
    int const side = a * a + b * b;
    std::vector<std::pair<double, int>> order;
    for (int i = 0; i < side * side; ++i) {
        double const x = i % side + 0.5;
        double const y = i / side + 0.5;
        order.emplace_back(-std::cos(2 * CV_PI * (a * x + b * y) / side) -
                               std::cos(2 * CV_PI * (a * y - b * x) / side) + 1e-6 * x,
                           i);
    }
    std::sort(order.begin(), order.end());
    cv::Mat tile(side, side, CV_8U);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        tile.at<std::uint8_t>(order[rank].second / side, order[rank].second % side) =
            static_cast<std::uint8_t>(255 - 254 * rank / order.size());
    }
    return tile;
}

/// Normal noise of deviation 1, made once; its side divides no power of two.
cv::Mat const& noise_bank() {
    static cv::Mat const bank = [] {
        cv::Mat out(1531, 1531, CV_32F);
        cv::RNG random(20261124);
        random.fill(out, cv::RNG::NORMAL, 0, 1);
        return out;
    }();
    return bank;
}

} // namespace

cv::Mat screened(cv::Mat const& grey, int a, int b) {
    auto const tile = screen_tile(a, b);
    cv::Mat out(grey.size(), CV_8U);
    for (int y = 0; y < grey.rows; ++y) {
        auto const* from = grey.ptr(y);
        auto const* limit = tile.ptr(y % tile.rows);
        auto* to = out.ptr(y);
        for (int x = 0, t = 0; x < grey.cols; ++x, t = t + 1 == tile.cols ? 0 : t + 1) {
            to[x] = from[x] >= limit[t] ? 255 : 0;
        }
    }
    return out;
}

cv::Mat diffused(cv::Mat const& grey) {
    cv::Mat out(grey.size(), CV_8U);
    std::vector<int> below(static_cast<std::size_t>(grey.cols) + 2, 0);
    std::vector<int> next(below.size(), 0);
    for (int y = 0; y < grey.rows; ++y) {
        auto const* from = grey.ptr(y);
        auto* to = out.ptr(y);
        std::fill(next.begin(), next.end(), 0);
        int carried = 0;
        for (int x = 0; x < grey.cols; ++x) {
            auto const at = static_cast<std::size_t>(x) + 1;
            int const value = 16 * from[x] + below[at] + carried;
            to[x] = value >= 16 * 128 ? 255 : 0;
            int const error = (value - 16 * to[x]) / 16;
            carried = 7 * error;
            next[at - 1] += 3 * error;
            next[at] += 5 * error;
            next[at + 1] += error;
        }
        std::swap(below, next);
    }
    return out;
}

Sheet cut(cv::Mat const& page, cv::Rect part) {
    part &= cv::Rect({}, page.size());
    return {page(part).clone(), part.tl()};
}

void draw_dots(Sheet& sheet, dots::Tile const& tile, std::vector<cv::Rect> const& spared) {
    using L = dots::Lattice;
    constexpr int norm = L::ax * L::ax + L::ay * L::ay;
    cv::Rect const whole({}, sheet.ink.size());
    cv::Point const corners[] = {{0, 0}, {whole.width, 0}, {0, whole.height}, {whole.br()}};
    int least[2] = {1 << 30, 1 << 30};
    int most[2] = {-(1 << 30), -(1 << 30)};
    for (auto corner : corners) {
        cv::Point const p = corner + sheet.origin;
        int const at[2] = {(L::ax * p.x + L::ay * p.y) / norm, (L::bx * p.x + L::by * p.y) / norm};
        for (int k = 0; k < 2; ++k) {
            least[k] = std::min(least[k], at[k] - 2);
            most[k] = std::max(most[k], at[k] + 2);
        }
    }
    auto wrap = [](int value) { return ((value % dots::side) + dots::side) % dots::side; };
    for (int j = least[1]; j <= most[1]; ++j) {
        for (int i = least[0]; i <= most[0]; ++i) {
            int const column = wrap(i);
            auto const pair = static_cast<std::size_t>(wrap(j) * dots::side / 2 + column / 2);
            cv::Rect const dot(i * L::ax + j * L::bx, i * L::ay + j * L::by, L::width, L::height);
            bool const is_spared = std::any_of(spared.begin(), spared.end(),
                                               [&](auto& area) { return (area & dot).area() > 0; });
            if (tile[pair] == (column % 2 == 1) && !is_spared) {
                sheet.ink((dot - sheet.origin) & whole).setTo(0);
            }
        }
    }
}

cv::Rect draw_qr(Sheet& sheet, std::string const& text, int corner) {
    auto const code = overlay::qr_of(text).value();
    int const module = cvRound(0.45 * pixels_a_mm);
    auto const width = static_cast<int>(code.width);
    int const side = module * (width + 8);
    int const margin = cvRound(7 * pixels_a_mm);
    cv::Point const at =
        corner == 0 ? cv::Point(a4.width - margin - side - module * 12, margin - module * 4)
                    : cv::Point(margin + module * 12, a4.height - margin - side + module * 4);
    cv::Rect const whole({}, sheet.ink.size());
    cv::Rect const covered(at, cv::Size(side, side));
    sheet.ink((covered - sheet.origin) & whole).setTo(255);
    for (int i = 0; i < width * width; ++i) {
        if (code.dark[static_cast<std::size_t>(i)]) {
            cv::Point const place(at.x + module * (4 + i % width), at.y + module * (4 + i / width));
            sheet.ink((cv::Rect(place, cv::Size(module, module)) - sheet.origin) & whole).setTo(0);
        }
    }
    return covered;
}

void add_noise(cv::Mat& picture, double sigma, Dice& dice) {
    auto const& bank = noise_bank();
    int const dx = dice.below(bank.cols);
    int const dy = dice.below(bank.rows);
    auto const strength = static_cast<float>(sigma);
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr(y);
        for (int x = 0, from = dx; x < picture.cols; from = 0) {
            int const run = std::min(picture.cols - x, bank.cols - from);
            float const* noise = bank.ptr<float>((y + dy) % bank.rows) + from;
            for (int i = 0; i < run; ++i) {
                float const value = static_cast<float>(row[x + i]) + strength * noise[i] + 0.5F;
                row[x + i] = static_cast<std::uint8_t>(std::min(255.0F, std::max(0.0F, value)));
            }
            x += run;
        }
    }
}

cv::Mat toned(cv::Mat const& ink, Dice& dice) {
    cv::Mat soft;
    cv::GaussianBlur(ink, soft, {}, dice.between(0.75, 1.15), 0, cv::BORDER_REPLICATE);
    add_noise(soft, dice.between(10, 22), dice);
    // Charge above a threshold takes toner; the threshold drifts from printer to printer.
    double const middle = dice.between(118, 160);
    double const reach = dice.between(35, 70);
    double const black = dice.between(12, 40);
    cv::Mat curve(1, 256, CV_8U);
    for (int i = 0; i < 256; ++i) {
        double const paper = std::clamp((i - middle) / (2 * reach) + 0.5, 0.0, 1.0);
        curve.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>(black + (255 - black) * paper);
    }
    cv::Mat out;
    cv::LUT(soft, curve, out);
    int const specks = static_cast<int>(double(out.total()) * 1e-6 * dice.between(0, 12));
    for (int i = 0; i < specks; ++i) {
        int const radius = 1 + dice.below(3);
        cv::Point const at(dice.below(out.cols), dice.below(out.rows));
        cv::circle(out, at, radius, cv::Scalar(dice.chance(0.7) ? black : 255.0), cv::FILLED);
    }
    return out;
}

Sheet copied(Sheet const& sheet, Copier copier, Dice& dice) {
    cv::Mat seen;
    auto const middle = cv::Point2f(float(sheet.ink.cols) / 2, float(sheet.ink.rows) / 2);
    auto const turn =
        cv::getRotationMatrix2D(middle, dice.between(-0.8, 0.8), dice.between(0.99, 1.01));
    cv::GaussianBlur(sheet.ink, seen, {}, dice.between(0.9, 1.5));
    cv::warpAffine(seen, seen, turn, seen.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   cv::Scalar(sheet.beyond));
    add_noise(seen, dice.between(3, 7), dice);
    // Sharper, the paper's own grey taken away, the dark made black.
    cv::Mat wide;
    cv::GaussianBlur(seen, wide, {}, 2.5);
    double const sharp = dice.between(0.2, 0.8);
    cv::addWeighted(seen, 1 + sharp, wide, -sharp, 0, seen);
    seen.convertTo(seen, CV_8U, dice.between(1.05, 1.25), dice.between(-30, -10));
    cv::Mat raster;
    if (copier == Copier::Threshold) {
        cv::threshold(seen, raster, dice.between(110, 170), 255, cv::THRESH_BINARY);
    } else if (copier == Copier::Screen) {
        raster = dice.chance(0.5) ? screened(seen, 3, 3) : screened(seen, 4, 2);
    } else {
        raster = diffused(seen);
    }
    return {toned(raster, dice), sheet.origin, sheet.beyond};
}

} // namespace imprimatur::press
