#include "marking/field/response.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace imprimatur::field {

cv::Mat response(cv::Mat const& grey, double pitch) {
    cv::Mat light;
    grey.convertTo(light, CV_32F);
    // A dot is a sixth of a pitch wide; what is as wide as a site or wider is no dot.
    cv::Mat fine;
    cv::Mat coarse;
    cv::GaussianBlur(light, fine, {}, std::max(0.45, 0.09 * pitch), 0, cv::BORDER_REFLECT);
    cv::GaussianBlur(light, coarse, {}, 0.30 * pitch, 0, cv::BORDER_REFLECT);
    cv::Mat dark = coarse - fine;
    // Noise and clutter around each place: where a letter stands, everything is loud and counts
    // little.
    cv::Mat power;
    int const window = std::max(3, static_cast<int>(1.2 * pitch)) | 1;
    cv::boxFilter(dark.mul(dark), power, CV_32F, {window, window}, {-1, -1}, true,
                  cv::BORDER_REFLECT);
    cv::Scalar const usual = cv::mean(power);
    cv::Mat quiet;
    cv::min(power, usual[0] * 4, quiet);
    double const floor = 0.25 * cv::mean(quiet)[0] + 0.05;
    cv::Mat out = dark / (power + floor);
    double const bound = 3.0 / std::sqrt(floor);
    cv::min(out, bound, out);
    cv::max(out, -bound, out);
    return out;
}

cv::Mat without_strokes(cv::Mat const& grey, double pitch) {
    int const length = std::max(3, cvRound(0.55 * pitch)) | 1;
    cv::Mat smooth;
    cv::GaussianBlur(grey, smooth, {}, std::max(0.4, 0.06 * pitch));
    // Closed along a line, a dot is gone and a stroke that runs that way stays.
    cv::Mat kept(grey.size(), CV_8U, cv::Scalar(255));
    for (int way = 0; way < 8; ++way) {
        cv::Mat line = cv::Mat::zeros(length, length, CV_8U);
        double const angle = way * CV_PI / 8;
        int const half = length / 2;
        cv::Point const reach(cvRound(half * std::cos(angle)), cvRound(half * std::sin(angle)));
        cv::Point const middle(half, half);
        cv::line(line, middle - reach, middle + reach, cv::Scalar(1));
        cv::Mat closed;
        cv::morphologyEx(smooth, closed, cv::MORPH_CLOSE, line);
        cv::min(kept, closed, kept);
    }
    return 255 - (kept - smooth);
}

} // namespace imprimatur::field
