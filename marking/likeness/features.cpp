#include "marking/likeness/features.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/features2d.hpp>
#include <opencv2/imgproc.hpp>

namespace imprimatur::likeness {

namespace {

constexpr double working_dpi = 50; ///< SIFT doubles it, and sees what is 0.4 mm and larger
constexpr double least_contrast = 0.02;
constexpr double least_of_smooth = 0.006; ///< where next to nothing stands out: sky, smoke, shades
constexpr std::size_t few = 200;          ///< features
constexpr double most_edge = 12;
constexpr int rows_and_columns = 4;
constexpr int directions = 8;

} // namespace

cv::Mat as_grey(Bitmap const& bitmap) {
    if (bitmap.channels != Channels::Grey) {
        auto grey = to_grey(bitmap);
        return cv::Mat(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8UC1,
                       grey.pixels.data())
            .clone();
    }
    // OpenCV wants a mutable pointer; nothing in this room writes to the original.
    return {static_cast<int>(bitmap.height), static_cast<int>(bitmap.width), CV_8UC1,
            const_cast<std::uint8_t*>(bitmap.pixels.data())};
}

cv::Mat at_dpi(cv::Mat const& grey, double dpi, double wanted) {
    double const factor = wanted / dpi;
    cv::Size const size(std::max(1, cvRound(grey.cols * factor)),
                        std::max(1, cvRound(grey.rows * factor)));
    cv::Mat out;
    cv::resize(grey, out, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
}

Features features_of(cv::Mat const& grey, double dpi, int most) {
    auto small = at_dpi(grey, dpi, working_dpi);
    // A halftone is a texture of its own: what is finer than a pixel goes.
    cv::GaussianBlur(small, small, {}, 0.6, 0, cv::BORDER_REPLICATE);
    std::vector<cv::KeyPoint> found;
    Features out;
    for (double contrast : {least_contrast, least_of_smooth}) {
        auto const sift = cv::SIFT::create(most, 3, contrast, most_edge, 1.6);
        sift->detectAndCompute(small, cv::noArray(), found, out.words);
        if (found.size() >= few) {
            break;
        }
    }
    double const to_mm_x = grey.cols / dpi * mm_an_inch / small.cols;
    double const to_mm_y = grey.rows / dpi * mm_an_inch / small.rows;
    for (auto const& point : found) {
        out.points.push_back({{(point.pt.x + 0.5) * to_mm_x, (point.pt.y + 0.5) * to_mm_y},
                              point.size * to_mm_x,
                              point.angle * CV_PI / 180,
                              point.response});
    }
    return out;
}

Features mirrored(Features const& features) {
    Features out{features.points, cv::Mat(features.words.size(), CV_32F)};
    for (auto& point : out.points) {
        point.at.x = -point.at.x;
        point.turn = CV_PI - point.turn;
    }
    for (int i = 0; i < features.words.rows; ++i) {
        auto const* from = features.words.ptr<float>(i);
        auto* to = out.words.ptr<float>(i);
        for (int k = 0; k < word_length; ++k) {
            int const direction = k % directions;
            int const column = k / directions % rows_and_columns;
            int const row = k / directions / rows_and_columns;
            to[k] = from[((rows_and_columns - 1 - row) * rows_and_columns + column) * directions +
                         (directions - direction) % directions];
        }
    }
    return out;
}

} // namespace imprimatur::likeness
