#include "tests/bench/trace/eye.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <opencv2/imgproc.hpp>

#include "marking/image/image.hpp"
#include "tests/bench/trace/contents.hpp"

namespace imprimatur::bench {

namespace {

cv::Point2d turned(cv::Point2d point, double degrees) {
    double const c = std::cos(degrees * CV_PI / 180);
    double const s = std::sin(degrees * CV_PI / 180);
    return {c * point.x - s * point.y, s * point.x + c * point.y};
}

/// A pinhole looking at a sheet that is curled like a part of a tube; millimetres to pixels.
struct Pinhole {
    cv::Matx33d turn;
    double distance = 0;
    double focal = 1;
    cv::Point2d middle{};
    double curl = 0;
    double axis = 0;

    double height(cv::Point2d p) const {
        double const along = turned(p, axis).x / 150;
        return curl * (1 - along * along);
    }
    cv::Point2d project(cv::Point2d p, double height) const {
        cv::Vec3d const at = turn * cv::Vec3d(p.x, p.y, -height);
        double const scale = focal / (distance + at[2]);
        return {at[0] * scale + middle.x, at[1] * scale + middle.y};
    }
    /// Where on the sheet a pixel looks: flat first, then corrected for the curl.
    cv::Point2d back(cv::Point2d pixel) const {
        auto flat_back = [this](cv::Point2d at) {
            cv::Vec3d const ray((at.x - middle.x) / focal, (at.y - middle.y) / focal, 1);
            cv::Vec3d const way = turn.t() * ray;
            cv::Vec3d const start = turn.t() * cv::Vec3d(0, 0, -distance);
            double const reach = -start[2] / way[2];
            return cv::Point2d(start[0] + reach * way[0], start[1] + reach * way[1]);
        };
        cv::Point2d p = flat_back(pixel);
        for (int i = 0; i < 4; ++i) {
            auto const off = project(p, height(p)) - project(p, 0);
            p = flat_back(pixel - off);
        }
        return p;
    }
};

cv::Matx33d rotation(double tilt, double direction, double roll) {
    double const c = std::cos(tilt);
    double const s = std::sin(tilt);
    auto about_z = [](double angle) {
        return cv::Matx33d(std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle),
                           0, 0, 0, 1);
    };
    cv::Matx33d const about_x(1, 0, 0, 0, c, -s, 0, s, c);
    return about_z(roll) * about_z(direction) * about_x * about_z(-direction);
}

} // namespace

Gaze flat(Sheet const& sheet, double dpi, double degrees, double dpi_y) {
    double const step = print_dpi / dpi;
    double const step_y = print_dpi / (dpi_y > 0 ? dpi_y : dpi);
    double const c = std::abs(std::cos(degrees * CV_PI / 180));
    double const s = std::abs(std::sin(degrees * CV_PI / 180));
    cv::Size2d const room(c * sheet.ink.cols + s * sheet.ink.rows,
                          s * sheet.ink.cols + c * sheet.ink.rows);
    cv::Point2d const middle = cv::Point2d(sheet.origin) + cv::Point2d(sheet.ink.size()) / 2;
    cv::Size const size(cvRound(room.width / step), cvRound(room.height / step_y));
    return {size, step, [=](cv::Point2d at) {
                cv::Point2d const off((at.x - size.width / 2.0) * step,
                                      (at.y - size.height / 2.0) * step_y);
                return turned(off, -degrees) + middle;
            }};
}

Gaze photo_of_page(Camera const& camera, Dice& dice) {
    double const high = std::sqrt(camera.megapixels * 1e6 * 4 / 3);
    cv::Size const size(cvRound(high * 3 / 4), cvRound(high));
    Pinhole pinhole;
    double const tilt = dice.between(0, camera.most_tilt) * CV_PI / 180;
    double const roll = (dice.below(2) * 180 + dice.between(-12, 12)) * CV_PI / 180;
    pinhole.turn = rotation(tilt, dice.between(0, 2 * CV_PI), roll);
    pinhole.curl = dice.between(0, camera.curl_mm);
    pinhole.axis = dice.between(0, 180);
    pinhole.distance = dice.between(380, 550);
    // As near as the whole page fits in.
    cv::Point2d least(1e9, 1e9);
    cv::Point2d most(-1e9, -1e9);
    for (double x : {-105.0, 0.0, 105.0}) {
        for (double y : {-148.5, 0.0, 148.5}) {
            auto const at = pinhole.project({x, y}, pinhole.height({x, y}));
            least = {std::min(least.x, at.x), std::min(least.y, at.y)};
            most = {std::max(most.x, at.x), std::max(most.y, at.y)};
        }
    }
    double const fill = dice.between(0.85, 0.97);
    pinhole.focal =
        fill * std::min(size.width / (most.x - least.x), size.height / (most.y - least.y));
    pinhole.middle = cv::Point2d(size) / 2 - (least + most) / 2 * pinhole.focal;
    auto const centre = pinhole.back(cv::Point2d(size) / 2);
    double const step =
        cv::norm(pinhole.back(cv::Point2d(size) / 2 + cv::Point2d(1, 0)) - centre) * pixels_a_mm;
    return {size, step, [pinhole](cv::Point2d at) {
                return (pinhole.back(at) + cv::Point2d(105, 148.5)) * pixels_a_mm;
            }};
}

Gaze part_of(Gaze const& whole, cv::Rect2d piece) {
    // The pixel that looks at the middle of the piece, by a walk down the slope.
    cv::Point2d const wanted = (piece.tl() + piece.br()) / 2;
    cv::Point2d at = cv::Point2d(whole.size) / 2;
    cv::Matx22d slope;
    for (int i = 0; i < 12; ++i) {
        auto const here = whole.to_page(at);
        auto const right = whole.to_page(at + cv::Point2d(1, 0)) - here;
        auto const down = whole.to_page(at + cv::Point2d(0, 1)) - here;
        slope = cv::Matx22d(right.x, down.x, right.y, down.y);
        cv::Vec2d const move = slope.inv() * cv::Vec2d(wanted.x - here.x, wanted.y - here.y);
        at += cv::Point2d(move[0], move[1]);
    }
    double const step = std::sqrt(std::abs(cv::determinant(slope)));
    cv::Size const size(cvRound(piece.width / step), cvRound(piece.height / step));
    cv::Point2d const corner(std::round(at.x - size.width / 2.0),
                             std::round(at.y - size.height / 2.0));
    return {size, step,
            [to_page = whole.to_page, corner](cv::Point2d p) { return to_page(p + corner); }};
}

cv::Mat see(Sheet const& sheet, Gaze const& gaze, double blur) {
    // Averaged to about the picture's own grain first, so that nothing finer folds back.
    int const shrink = std::max(1, static_cast<int>(gaze.step / 1.3));
    cv::Mat small = sheet.ink;
    if (shrink > 1) {
        cv::Size const size((small.cols + shrink - 1) / shrink, (small.rows + shrink - 1) / shrink);
        cv::copyMakeBorder(sheet.ink, small, 0, size.height * shrink - small.rows, 0,
                           size.width * shrink - small.cols, cv::BORDER_CONSTANT,
                           cv::Scalar(sheet.beyond));
        cv::resize(small, small, size, 0, 0, cv::INTER_AREA);
    }
    double const grain = gaze.step / shrink;
    if (blur > 0) {
        cv::GaussianBlur(small, small, {}, blur * grain, 0, cv::BORDER_REPLICATE);
    }
    // The way back is smooth: looked up every 16 pixels, straight between.
    constexpr int mesh = 16;
    cv::Size const knots(gaze.size.width / mesh + 3, gaze.size.height / mesh + 3);
    cv::Mat coarse(knots, CV_32FC2);
    for (int y = 0; y < knots.height; ++y) {
        for (int x = 0; x < knots.width; ++x) {
            auto const p =
                gaze.to_page(cv::Point2d((x - 0.5) * mesh - 0.5, (y - 0.5) * mesh - 0.5));
            coarse.at<cv::Vec2f>(y, x) =
                cv::Vec2f(float((p.x - sheet.origin.x + 0.5) / shrink - 0.5),
                          float((p.y - sheet.origin.y + 0.5) / shrink - 0.5));
        }
    }
    cv::Mat way;
    cv::resize(coarse, way, knots * mesh, 0, 0, cv::INTER_LINEAR);
    cv::Mat out;
    cv::remap(small, out, way(cv::Rect({mesh, mesh}, gaze.size)), cv::noArray(), cv::INTER_LINEAR,
              cv::BORDER_CONSTANT, cv::Scalar(sheet.beyond));
    return out;
}

Sensor scanner(int jpeg, Dice& dice) {
    return {dice.between(0, 30), dice.between(235, 255), dice.between(0.8, 1.25),
            dice.between(1, 4), jpeg};
}

Sensor phone(Dice& dice) {
    return {dice.between(5, 45), dice.between(190, 245), dice.between(0.75, 1.2),
            dice.between(1.5, 5), 80 + dice.below(14)};
}

Bitmap taken(cv::Mat picture, Sensor const& sensor, double dpi, Dice& dice) {
    cv::Mat curve(1, 256, CV_8U);
    for (int i = 0; i < 256; ++i) {
        double const light = std::pow(i / 255.0, sensor.gamma);
        curve.at<std::uint8_t>(i) =
            cv::saturate_cast<std::uint8_t>(sensor.black + (sensor.white - sensor.black) * light);
    }
    cv::LUT(picture, curve, picture);
    add_noise(picture, sensor.noise, dice);
    Bitmap out{static_cast<std::uint32_t>(picture.cols),
               static_cast<std::uint32_t>(picture.rows),
               Channels::Grey,
               dpi,
               {picture.datastart, picture.dataend}};
    if (sensor.jpeg == 0) {
        return out;
    }
    auto const bytes = image::encode_jpeg(out, sensor.jpeg);
    auto decoded = bytes ? image::decode(*bytes) : Result<Bitmap>(out);
    if (!bytes || !decoded) {
        throw std::runtime_error("no JPEG");
    }
    decoded->dpi = dpi;
    return std::move(*decoded);
}

void shade(cv::Mat& picture, Dice& dice) {
    double const angle = dice.between(0, 2 * CV_PI);
    double const fall = dice.between(0, 0.45);
    bool const has_shadow = dice.chance(0.5);
    double const side = dice.between(0, 2 * CV_PI);
    double const depth = dice.between(0.1, 0.4);
    double const edge = dice.between(-0.3, 0.3);
    cv::Mat light(48, 48, CV_32F);
    for (int i = 0; i < 48 * 48; ++i) {
        double const x = (i % 48) / 47.0 - 0.5;
        double const y = (i / 48) / 47.0 - 0.5;
        double value = 1 - fall * (0.5 + x * std::cos(angle) + y * std::sin(angle));
        value *= 1 - 0.25 * (x * x + y * y); // vignetting
        double const in = (x * std::cos(side) + y * std::sin(side) - edge) / 0.06;
        value *= has_shadow ? 1 - depth / (1 + std::exp(-in)) : 1;
        light.at<float>(i / 48, i % 48) = static_cast<float>(value);
    }
    cv::resize(light, light, picture.size(), 0, 0, cv::INTER_LINEAR);
    cv::multiply(picture, light, picture, 1, CV_8U);
}

void sharpen(cv::Mat& picture, Dice& dice) {
    double const strength = dice.between(0, 0.8);
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 1.3);
    cv::addWeighted(picture, 1 + strength, soft, -strength, 0, picture);
}

void two_levels(Bitmap& picture, double at) {
    for (auto& value : picture.pixels) {
        value = value < at * 255 ? 0 : 255;
    }
}

} // namespace imprimatur::bench
