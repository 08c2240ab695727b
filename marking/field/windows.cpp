#include "marking/field/windows.hpp"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace imprimatur::field {

namespace {

constexpr int side = window_side;
constexpr int most_windows = 8; ///< a side
constexpr int step = 80;        ///< from window to window, about
constexpr float loudest = 8;    ///< of a place against what is around it: one window is not all

std::vector<int> places(int length) {
    int const count = std::clamp(cvRound(double(length - side) / step) + 1, 2, most_windows);
    std::vector<int> out;
    for (int i = 0; i < count; ++i) {
        out.push_back((length - side) * i / (count - 1));
    }
    return out;
}

/// Each place against what is around it, which changes slowly.
cv::Mat against_around(cv::Mat const& power) {
    constexpr int patch = 6;   // frequencies
    constexpr int patches = 5; // a side
    cv::Mat level;
    cv::resize(power, level, {}, 1.0 / patch, 1.0 / patch, cv::INTER_AREA);
    cv::copyMakeBorder(level, level, patches / 2, patches / 2, patches / 2, patches / 2,
                       cv::BORDER_WRAP);
    cv::blur(level, level, {patches, patches});
    cv::resize(level({patches / 2, patches / 2, side / patch, side / patch}) + 1e-9, level,
               power.size());
    return cv::min(power / level, loudest);
}

/// Power spectra, zero frequency first. Two real pictures go into one complex transform: what is
/// even in it is of the one, what is odd of the other.
void add_spectra(cv::Mat const& one, cv::Mat const& two, std::vector<cv::Mat>& out) {
    cv::Mat both;
    cv::merge(std::vector<cv::Mat>{one, two}, both);
    cv::dft(both, both);
    cv::Mat powers[2] = {cv::Mat(side, side, CV_32F), cv::Mat(side, side, CV_32F)};
    for (int y = 0; y < side; ++y) {
        auto const* row = both.ptr<cv::Vec2f>(y);
        auto const* opposite = both.ptr<cv::Vec2f>((side - y) % side);
        auto* first = powers[0].ptr<float>(y);
        auto* second = powers[1].ptr<float>(y);
        for (int x = 0; x < side; ++x) {
            auto const here = row[x];
            auto const there = opposite[x == 0 ? 0 : side - x];
            cv::Vec2f const even(here[0] + there[0], here[1] - there[1]);
            cv::Vec2f const odd(here[0] - there[0], here[1] + there[1]);
            first[x] = even.dot(even);
            second[x] = odd.dot(odd);
        }
    }
    out.push_back(against_around(powers[0]));
    out.push_back(against_around(powers[1]));
}

} // namespace

std::vector<cv::Rect> windows_of(cv::Size size) {
    std::vector<cv::Rect> out;
    for (int y : places(size.height)) {
        for (int x : places(size.width)) {
            out.emplace_back(x, y, side, side);
        }
    }
    return out;
}

std::vector<cv::Mat> spectra_of(cv::Mat const& response, std::vector<cv::Rect> const& windows) {
    cv::Mat soft;
    cv::createHanningWindow(soft, {side, side}, CV_32F);
    std::vector<cv::Mat> out;
    for (std::size_t i = 0; i < windows.size(); i += 2) {
        auto const& other = windows[std::min(i + 1, windows.size() - 1)];
        add_spectra(response(windows[i]).mul(soft), response(other).mul(soft), out);
    }
    out.resize(windows.size());
    return out;
}

} // namespace imprimatur::field
