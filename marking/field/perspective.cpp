#include "marking/field/perspective.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace imprimatur::field {

namespace {

constexpr int side = 192;      ///< of a window, pixels; within it the waves hardly change
constexpr int half = side / 2; ///< frequencies beside the middle
constexpr int margin = 32;     ///< frequencies around a spectrum, where a bent wave may come to lie
constexpr int stride = side + 2 * margin;
constexpr int most_windows = 8; ///< a side
constexpr int step = 80;        ///< from window to window, about
constexpr float loudest = 8;    ///< of a place against what is around it: one window is not all
constexpr int bends = 7;        ///< either way
constexpr double bend = 0.015;  ///< by which a scale changes from the middle to the last window

/// A window's spectrum, each place divided by what is around it.
struct Window {
    cv::Vec2d at; ///< its middle, from that of the picture
    cv::Mat spectrum;
};

std::vector<int> places(int length) {
    int const count = std::clamp(cvRound(double(length - side) / step) + 1, 2, most_windows);
    std::vector<int> out;
    for (int i = 0; i < count; ++i) {
        out.push_back((length - side) * i / (count - 1));
    }
    return out;
}

std::vector<Window> windows_of(cv::Mat const& response) {
    cv::Mat soft;
    cv::createHanningWindow(soft, {side, side}, CV_32F);
    std::vector<Window> out;
    for (int y : places(response.rows)) {
        for (int x : places(response.cols)) {
            cv::Mat const part = response({x, y, side, side}).mul(soft);
            cv::Mat spectrum;
            cv::min(whitened(power_of(part)), loudest, spectrum);
            cv::copyMakeBorder(spectrum, spectrum, margin, margin, margin, margin,
                               cv::BORDER_CONSTANT, cv::Scalar(1));
            out.push_back(
                {{x + (side - response.cols) / 2.0, y + (side - response.rows) / 2.0}, spectrum});
        }
    }
    return out;
}

/// Frequencies of the pitches that are looked for, in the upper half of the spectrum.
struct Ring {
    std::vector<float> x;
    std::vector<float> y;

    Ring(double least_pitch, double most_pitch) {
        double const most = std::min(side / least_pitch, half - 2.0);
        for (int v = 0; v < half; ++v) {
            for (int u = v == 0 ? 1 : -half; u < half; ++u) {
                if (std::hypot(u, v) >= side / most_pitch && std::hypot(u, v) <= most) {
                    x.push_back(static_cast<float>(u));
                    y.push_back(static_cast<float>(v));
                }
            }
        }
    }
};

/// What all windows hold of every frequency in the middle of the picture, if scales change by
/// `bent` a pixel.
cv::Mat laid_over(std::vector<Window> const& windows, Ring const& ring, cv::Vec2d bent) {
    std::vector<float> sums(ring.x.size());
    std::vector<int> places(ring.x.size());
    for (auto const& window : windows) {
        auto const change = change_at(bent, window.at);
        auto const a = static_cast<float>(change(0, 0));
        auto const b = static_cast<float>(change(0, 1));
        auto const c = static_cast<float>(change(1, 0));
        auto const d = static_cast<float>(change(1, 1));
        constexpr float middle = half + margin + 0.5F; // cut to whole numbers it is rounded
        // In two steps, the first of which a processor does for several frequencies at once.
        for (std::size_t i = 0; i < places.size(); ++i) {
            float const x = a * ring.x[i] + c * ring.y[i] + middle;
            float const y = b * ring.x[i] + d * ring.y[i] + middle;
            places[i] = static_cast<int>(std::min(std::max(y, 0.0F), stride - 1.0F)) * stride +
                        static_cast<int>(std::min(std::max(x, 0.0F), stride - 1.0F));
        }
        auto const* from = window.spectrum.ptr<float>();
        for (std::size_t i = 0; i < places.size(); ++i) {
            sums[i] += from[places[i]];
        }
    }
    cv::Mat out = cv::Mat::zeros(half, side, CV_32F);
    auto const count = static_cast<float>(windows.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        out.at<float>(static_cast<int>(ring.y[i]), static_cast<int>(ring.x[i]) + half) =
            (sums[i] - count) / std::sqrt(count);
    }
    return out;
}

struct Peak {
    cv::Vec2d at;
    double value;
};

std::vector<Peak> peaks_of(cv::Mat const& sums) {
    constexpr std::size_t most = 40;
    constexpr float least = 3; // standard deviations
    cv::Mat largest;
    cv::dilate(sums, largest, cv::Mat::ones(3, 3, CV_8U));
    std::vector<Peak> out;
    for (int y = 0; y < sums.rows; ++y) {
        for (int x = 0; x < sums.cols; ++x) {
            float const value = sums.at<float>(y, x);
            if (value >= least && value >= largest.at<float>(y, x)) {
                out.push_back({cv::Vec2d(x - half, y), value});
            }
        }
    }
    std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.value > b.value; });
    out.resize(std::min(out.size(), most));
    return out;
}

} // namespace

cv::Matx22d change_at(cv::Vec2d bent, cv::Vec2d away) {
    double const scale = 1 + bent.dot(away);
    return (cv::Matx22d::eye() * scale - cv::Matx22d(away * bent.t())) * (1 / (scale * scale));
}

std::vector<Tilted> find_tilted(cv::Mat const& response, double least_pitch, double most_pitch,
                                std::size_t count) {
    constexpr double most_skew = 0.7;
    constexpr double scale = 2 * CV_PI / side;
    if (std::min(response.cols, response.rows) < side + step / 2) {
        return {};
    }
    auto const windows = windows_of(response);
    Ring const ring(least_pitch, most_pitch);
    double const reach = (std::max(response.cols, response.rows) - side) / 2.0;
    std::vector<Tilted> found;
    for (int i = -bends; i <= bends; ++i) {
        for (int j = -bends; j <= bends; ++j) {
            cv::Vec2d const bent = cv::Vec2d(i, j) * (bend / reach);
            auto const peaks = peaks_of(laid_over(windows, ring, bent));
            for (auto one = peaks.begin(); one != peaks.end(); ++one) {
                for (auto two = one + 1; two != peaks.end(); ++two) {
                    double const off = skew(one->at, two->at);
                    if (off < most_skew) {
                        // A screen or a line of text may be louder than the dots, but one way only.
                        double const worth = two->value * (1 - off);
                        found.push_back({{one->at * scale, two->at * scale, worth}, bent});
                    }
                }
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](auto& a, auto& b) { return a.waves.strength > b.waves.strength; });
    std::vector<Tilted> out;
    for (auto const& tilted : found) {
        auto is_same = [&](cv::Vec2d one, cv::Vec2d two) {
            return cv::norm(tilted.waves.one - one) < 4 * scale &&
                   cv::norm(tilted.waves.two - two) < 4 * scale;
        };
        bool const is_new = std::none_of(out.begin(), out.end(), [&](Tilted const& other) {
            return is_same(other.waves.one, other.waves.two) ||
                   is_same(other.waves.two, other.waves.one);
        });
        if (is_new && out.size() < count) {
            out.push_back(tilted);
        }
    }
    return out;
}

Tilted enlarged(Tilted const& tilted, double times) {
    Tilted out = tilted;
    out.waves.one *= 1 / times;
    out.waves.two *= 1 / times;
    out.bent *= 1 / times;
    return out;
}

cv::Mat rectified(cv::Mat const& picture, Tilted const& tilted, double scale) {
    double const width = picture.cols;
    double const height = picture.rows;
    auto const& bent = tilted.bent;
    cv::Matx33d const seen = cv::Matx33d(1, 0, 0, 0, 1, 0, bent[0], bent[1], 1) *
                             cv::Matx33d(1, 0, -width / 2, 0, 1, -height / 2, 0, 0, 1);
    cv::Vec2d least(0, 0);
    cv::Vec2d most(0, 0);
    for (auto const& corner : {cv::Vec2d(0, 0), {width, 0}, {0, height}, {width, height}}) {
        cv::Vec3d const at = seen * cv::Vec3d(corner[0], corner[1], 1);
        for (int k = 0; k < 2; ++k) {
            least[k] = std::min(least[k], at[k] / at[2]);
            most[k] = std::max(most[k], at[k] / at[2]);
        }
    }
    cv::Matx33d const laid(scale, 0, -least[0] * scale, 0, scale, -least[1] * scale, 0, 0, 1);
    cv::Size const size(cvCeil((most[0] - least[0]) * scale), cvCeil((most[1] - least[1]) * scale));
    cv::Mat out;
    cv::warpPerspective(picture, out, laid * seen, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return out;
}

Waves straightened(Tilted const& tilted, double scale) {
    Waves out = enlarged(tilted, scale).waves;
    out.is_flat = true;
    return out;
}

} // namespace imprimatur::field
