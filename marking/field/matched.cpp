#include "marking/field/matched.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "marking/field/spectrum.hpp"

namespace imprimatur::field {

namespace {

/// Mean power around each frequency.
cv::Mat smoothed_power(cv::Mat const& transform) {
    constexpr int around = 31;
    constexpr int half = around / 2;
    cv::Mat power = power_of_transform(transform);
    cv::copyMakeBorder(power, power, half, half, half, half, cv::BORDER_WRAP);
    cv::boxFilter(power, power, CV_32F, {around, around});
    return power({half, half, transform.cols, transform.rows});
}

/// From every sixteenth.
float rough_median(cv::Mat const& values) {
    constexpr int step = 16;
    std::vector<float> some;
    for (int y = 0; y < values.rows; ++y) {
        for (int x = y % step; x < values.cols; x += step) {
            some.push_back(values.at<float>(y, x));
        }
    }
    auto const middle = some.begin() + std::ssize(some) / 2;
    std::nth_element(some.begin(), middle, some.end());
    return *middle;
}

/// Of a soft spot, by frequency.
std::vector<float> spot(int size, double deviation) {
    std::vector<float> out;
    for (int i = 0; i < size; ++i) {
        double const turn = 2 * CV_PI * std::min(i, size - i) / size * deviation;
        out.push_back(static_cast<float>(std::exp(-turn * turn / 2)));
    }
    return out;
}

/// Near 1 on edges, least on paper and within letters: there a copier leaves nothing of a dot.
cv::Mat weight_of_edges(cv::Mat const& grey, double pitch) {
    constexpr double least = 0.2;
    constexpr double steep = 2; // times as steep as the picture is on the whole
    cv::Mat light;
    grey.convertTo(light, CV_32F);
    cv::GaussianBlur(light, light, {}, 0.12 * pitch);
    cv::Mat across;
    cv::Mat down;
    cv::Sobel(light, across, CV_32F, 1, 0);
    cv::Sobel(light, down, CV_32F, 0, 1);
    cv::Mat const steepness = across.mul(across) + down.mul(down);
    double const half = steep * steep * cv::mean(steepness)[0] + 1e-6;
    cv::Mat const above = steepness + half;
    return least + (1 - least) * (steepness / above);
}

} // namespace

Matched matched(cv::Mat const& grey, double pitch) {
    cv::Mat light;
    grey.convertTo(light, CV_32F, 1, -cv::mean(grey)[0]);
    cv::Mat transform = transform_of(light);
    int const size = transform.cols;
    cv::Mat const noise = smoothed_power(transform);
    float const usual = rough_median(noise); // where hardly anything is, nothing is made loud
    auto const dot = spot(size, 0.1 * pitch);
    for (int y = 0; y < size; ++y) {
        auto* to = transform.ptr<cv::Vec2f>(y);
        auto const* around = noise.ptr<float>(y);
        for (int x = 0; x < size; ++x) {
            float const here = dot[static_cast<std::size_t>(y)] * dot[static_cast<std::size_t>(x)];
            float const loud = around[x] + usual;
            to[x] *= loud > 0 ? -here / loud : 0; // a picture may have nothing at a frequency
        }
    }
    cv::Mat square;
    cv::dft(transform, square, cv::DFT_INVERSE | cv::DFT_REAL_OUTPUT);
    cv::Mat out = square({0, 0, grey.cols, grey.rows}).mul(weight_of_edges(grey, pitch));
    out *= 1 / (cv::norm(out) / std::sqrt(double(out.total())) + 1e-12);
    return {out, transform_of(out)};
}

} // namespace imprimatur::field
