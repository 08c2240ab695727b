#include "tests/unit/marking/read/channel.hpp"

#include <cmath>
#include <random>

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include "marking/image/image.hpp"

namespace imprimatur::channel {

namespace {

constexpr double radians = 3.14159265358979 / 180;

cv::Mat to_mat(Bitmap const& grey) {
    return cv::Mat(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8UC1,
                   const_cast<std::uint8_t*>(grey.pixels.data()))
        .clone();
}

Bitmap to_bitmap(cv::Mat const& mat, double dpi) {
    cv::Mat const whole = mat.isContinuous() ? mat : mat.clone();
    return {static_cast<std::uint32_t>(whole.cols),
            static_cast<std::uint32_t>(whole.rows),
            Channels::Grey,
            dpi,
            {whole.data, whole.data + whole.total()}};
}

cv::Mat noisy(cv::Mat const& mat, double sigma, std::uint32_t seed) {
    if (sigma <= 0) {
        return mat;
    }
    cv::RNG random(seed);
    cv::Mat noise(mat.size(), CV_16SC1);
    random.fill(noise, cv::RNG::NORMAL, 0, sigma);
    cv::Mat out;
    cv::add(mat, noise, out, {}, CV_8UC1);
    return out;
}

Bitmap through_jpeg(Bitmap picture, int quality) {
    if (quality == 0) {
        return picture;
    }
    auto dpi = picture.dpi;
    auto out = image::decode(image::encode_jpeg(picture, quality).value()).value();
    out.dpi = dpi;
    return out;
}

cv::Mat blurred(cv::Mat const& mat, double sigma) {
    cv::Mat out = mat;
    if (sigma > 0) {
        cv::GaussianBlur(mat, out, {}, sigma);
    }
    return out;
}

/// Where a page's corners fall in a photo taken from some way off.
cv::Matx33d camera(cv::Size page, Photo const& how, cv::Size frame, std::mt19937& random) {
    std::uniform_real_distribution<double> around(-1, 1);
    double const axis = around(random) * 180 * radians;
    double const turn = around(random) * how.turn * radians;
    cv::Matx33d tilt;
    cv::Rodrigues(cv::Vec3d(std::cos(axis), std::sin(axis), 0) * (how.tilt * radians), tilt);
    cv::Matx33d const spin(std::cos(turn), -std::sin(turn), 0, std::sin(turn), std::cos(turn), 0, 0,
                           0, 1);
    double const distance = 1.6 * page.height;
    double const focus = how.fill * frame.width / page.width * distance;
    std::vector<cv::Point2f> from;
    std::vector<cv::Point2f> to;
    for (int i = 0; i < 4; ++i) {
        double const x = i == 1 || i == 2 ? page.width : 0;
        double const y = i >= 2 ? page.height : 0;
        auto p = tilt * spin * cv::Vec3d(x - page.width / 2.0, y - page.height / 2.0, 0);
        from.emplace_back(float(x), float(y));
        to.emplace_back(float(frame.width / 2.0 + focus * p[0] / (p[2] + distance)),
                        float(frame.height / 2.0 + focus * p[1] / (p[2] + distance)));
    }
    return cv::getPerspectiveTransform(from, to);
}

} // namespace

Bitmap scan(Bitmap const& page, Scan const& how, std::uint32_t seed) {
    auto mat = to_mat(page);
    if (how.angle != 0) {
        // A sheet laid askew on a glass that is large enough.
        cv::RotatedRect const sheet({}, mat.size(), float(how.angle));
        auto const glass = sheet.boundingRect2f().size();
        cv::Point2f const centre(float(mat.cols) / 2, float(mat.rows) / 2);
        cv::Mat turn = cv::getRotationMatrix2D(centre, how.angle, 1);
        turn.at<double>(0, 2) += glass.width / 2 - centre.x;
        turn.at<double>(1, 2) += glass.height / 2 - centre.y;
        cv::warpAffine(mat, mat, turn, glass, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
    }
    mat.convertTo(mat, CV_8UC1, (how.white - how.black) / 255, how.black);
    mat = noisy(blurred(mat, how.blur), how.noise, seed);
    if (how.is_two_tone) {
        cv::threshold(mat, mat, 140, 255, cv::THRESH_BINARY);
    }
    return through_jpeg(to_bitmap(mat, page.dpi), how.jpeg);
}

Bitmap photo(Bitmap const& page, Photo const& how, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> around(-1, 1);
    auto const frame = cv::Size(static_cast<int>(how.width), static_cast<int>(how.width * 4 / 3));
    auto const paper = to_mat(page);
    auto const forth = camera(paper.size(), how, frame, random);
    // The table: dark, with a grain.
    cv::Mat grain(frame.height / 16, frame.width / 16, CV_8UC1);
    cv::RNG(seed).fill(grain, cv::RNG::UNIFORM, 50, 110);
    cv::Mat out;
    cv::resize(grain, out, frame, 0, 0, cv::INTER_CUBIC);
    // Many pages have more pixels than the photo: soften first, as a lens does.
    auto const shrink = paper.cols / (how.fill * how.width);
    cv::warpPerspective(blurred(paper, shrink > 1 ? 0.4 * shrink : 0), out, forth, frame,
                        cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
    double const axis = around(random) * 180 * radians;
    cv::Mat light(frame, CV_32FC1);
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            auto along = (x * std::cos(axis) + y * std::sin(axis)) / frame.height;
            light.at<float>(y, x) =
                float(1 - (1 - how.light) * (0.5 + 0.5 * std::sin(2.2 * along)));
        }
    }
    cv::multiply(out, light, out, 1, CV_8UC1);
    return through_jpeg(to_bitmap(noisy(blurred(out, how.blur), how.noise, seed), 0), how.jpeg);
}

} // namespace imprimatur::channel
