#include "marking/field/response.hpp"

#include <opencv2/imgproc.hpp>

namespace imprimatur::field {

cv::Mat response(Bitmap const& picture, double pitch) {
    auto const grey = to_grey(picture);
    cv::Mat const bytes(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8U,
                        const_cast<std::uint8_t*>(grey.pixels.data()));
    cv::Mat light;
    bytes.convertTo(light, CV_32F);
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

} // namespace imprimatur::field
