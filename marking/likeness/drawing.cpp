#include "marking/likeness/drawing.hpp"

#include <algorithm>

#include <opencv2/imgproc.hpp>

#include "marking/likeness/features.hpp"

namespace imprimatur::likeness {

namespace {

constexpr double rule_mm = 9;  ///< a straight stroke as long as this is a rule
constexpr double edge_mm = 18; ///< and a shade the edge of a box or of the paper

/// Long straight strokes, level or upright: templates are made of them.
cv::Mat rules_of(cv::Mat const& strokes, int length) {
    cv::Mat dark;
    cv::max(strokes, 0, dark);
    cv::Mat level;
    cv::Mat upright;
    cv::morphologyEx(dark, level, cv::MORPH_OPEN, cv::Mat::ones(1, length, CV_8U));
    cv::morphologyEx(dark, upright, cv::MORPH_OPEN, cv::Mat::ones(length, 1, CV_8U));
    return cv::max(level, upright);
}

cv::Mat without_rules(cv::Mat const& strokes, double long_mm, double dpi) {
    int const length = std::max(9, cvRound(long_mm / mm_an_inch * dpi));
    // Around a dark rule the band is bright, and the other way about: both go.
    return strokes - rules_of(strokes, length) + rules_of(-strokes, length);
}

} // namespace

Drawing drawing_of(cv::Mat const& grey, double dpi) {
    cv::Mat all;
    cv::Mat fine;
    cv::Mat ground;
    grey.convertTo(all, CV_32F, -1);
    cv::GaussianBlur(all, fine, {}, 0.7, 0, cv::BORDER_REPLICATE);
    cv::GaussianBlur(all, ground, {}, 2.5, 0, cv::BORDER_REPLICATE);
    Drawing out;
    out.fine = without_rules(fine - ground, rule_mm, dpi);
    cv::GaussianBlur(all, fine, {}, 1.6, 0, cv::BORDER_REPLICATE);
    cv::GaussianBlur(all, ground, {}, 8, 0, cv::BORDER_REPLICATE);
    out.coarse = without_rules(fine - ground, edge_mm, dpi);
    out.tone = fine;
    return out;
}

} // namespace imprimatur::likeness
