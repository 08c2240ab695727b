#include "marking/field/spectrum.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace imprimatur::field {

cv::Mat transform_of(cv::Mat const& picture) {
    int const size = 2 * cv::getOptimalDFTSize((std::max(picture.rows, picture.cols) + 1) / 2);
    cv::Mat square = cv::Mat::zeros(size, size, CV_32F);
    picture.copyTo(square({0, 0, picture.cols, picture.rows}));
    cv::Mat out;
    cv::dft(square, out, cv::DFT_COMPLEX_OUTPUT);
    return out;
}

cv::Mat power_of_transform(cv::Mat const& transform) {
    cv::Mat planes[2];
    cv::split(transform, planes);
    return planes[0].mul(planes[0]) + planes[1].mul(planes[1]);
}

cv::Vec2d refined(cv::Mat const& spectrum, cv::Vec2d peak) {
    int const half = spectrum.cols / 2;
    cv::Vec2d sum(0, 0);
    double weight = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            int const x = cvRound(peak[0]) + dx + half;
            int const y = cvRound(peak[1]) + dy + half;
            if (x >= 0 && y >= 0 && x < spectrum.cols && y < spectrum.rows) {
                double const value = spectrum.at<float>(y, x);
                sum += value * cv::Vec2d(x - half, y - half);
                weight += value;
            }
        }
    }
    return weight > 0 ? sum / weight : peak;
}

double skew(cv::Vec2d one, cv::Vec2d two) {
    double const lengths = cv::norm(one) / cv::norm(two);
    return std::abs(std::log(lengths)) + std::abs(one.dot(two)) / (cv::norm(one) * cv::norm(two));
}

namespace {

/// A power spectrum with zero frequency in the middle, each place divided by its surroundings.
cv::Mat whitened(cv::Mat const& power) {
    int const size = power.cols;
    int const half = size / 2;
    cv::Mat shifted(size, size, CV_32F);
    power({0, 0, half, half}).copyTo(shifted({half, half, half, half}));
    power({half, half, half, half}).copyTo(shifted({0, 0, half, half}));
    power({half, 0, half, half}).copyTo(shifted({0, half, half, half}));
    power({0, half, half, half}).copyTo(shifted({half, 0, half, half}));
    cv::Mat around;
    cv::boxFilter(shifted, around, CV_32F, {31, 31}, {-1, -1}, true, cv::BORDER_REFLECT);
    return shifted / (around + 1e-9);
}

cv::Mat power_of(cv::Mat const& part) {
    cv::Mat transform;
    cv::dft(part, transform, cv::DFT_COMPLEX_OUTPUT);
    return power_of_transform(transform);
}

/// Mean power spectrum of windows spread over the picture, each divided by its own mean, whitened
/// by its surroundings. `size` × `size`, zero frequency in the middle.
cv::Mat whitened_spectrum(cv::Mat const& response, int size) {
    cv::Mat window;
    cv::createHanningWindow(window, {size, size}, CV_32F);
    cv::Mat sum = cv::Mat::zeros(size, size, CV_32F);
    auto places = [size](int length) {
        std::vector<int> out;
        int const count = std::min(3, std::max(1, (2 * length) / size - 1));
        for (int i = 0; i < count; ++i) {
            out.push_back(count == 1 ? (length - size) / 2 : (length - size) * i / (count - 1));
        }
        return out;
    };
    cv::Mat padded = response;
    if (response.rows < size || response.cols < size) {
        padded =
            cv::Mat::zeros(std::max(size, response.rows), std::max(size, response.cols), CV_32F);
        response.copyTo(padded({0, 0, response.cols, response.rows}));
    }
    for (int y : places(padded.rows)) {
        for (int x : places(padded.cols)) {
            cv::Mat part;
            bool const whole = padded.cols > response.cols || padded.rows > response.rows;
            cv::Mat const cut = padded({x, y, size, size});
            part = whole ? cut.clone() : cv::Mat(cut.mul(window));
            cv::Mat const power = power_of(part);
            sum += power / (cv::mean(power)[0] + 1e-12);
        }
    }
    return whitened(sum);
}

/// The loudest within a pixel and a half of a place.
double peak_near(cv::Mat const& spectrum, cv::Vec2d at) {
    double best = 0;
    int const x0 = cvRound(at[0]);
    int const y0 = cvRound(at[1]);
    for (int y = y0 - 1; y <= y0 + 1; ++y) {
        for (int x = x0 - 1; x <= x0 + 1; ++x) {
            if (x >= 0 && y >= 0 && x < spectrum.cols && y < spectrum.rows) {
                best = std::max(best, double{spectrum.at<float>(y, x)});
            }
        }
    }
    return best;
}

/// What the spectrum holds at every sum of the two waves, less what noise would hold. A multiple of
/// the true waves has fewer peaks, a fraction of them has empty places: the true ones have the
/// most.
double all_peaks(cv::Mat const& spectrum, cv::Vec2d one, cv::Vec2d two) {
    constexpr double noise = 1.4; // log1p of the loudest of nine
    double const half = spectrum.cols / 2.0;
    int const reach = std::min(6, static_cast<int>(0.9 * half / cv::norm(one)));
    double sum = 0;
    for (int m = 0; m <= reach; ++m) {
        for (int n = m == 0 ? 1 : -reach; n <= reach; ++n) {
            cv::Vec2d const at = m * one + n * two;
            if (cv::norm(at) < 0.9 * half) {
                sum += std::min(3.0, std::log1p(peak_near(spectrum, at + cv::Vec2d(half, half))) -
                                         noise);
            }
        }
    }
    return sum;
}

struct Peak {
    cv::Vec2d at; ///< from the middle, pixels of the spectrum
    double value;
};

std::vector<Peak> loudest(cv::Mat const& spectrum, double least, double most, std::size_t count) {
    int const half = spectrum.cols / 2;
    cv::Mat largest;
    cv::dilate(spectrum, largest, cv::Mat::ones(5, 5, CV_8U));
    std::vector<Peak> out;
    for (int y = half; y < spectrum.rows; ++y) { // the other half is its mirror
        for (int x = 0; x < spectrum.cols; ++x) {
            double const radius = std::hypot(x - half, y - half);
            float const value = spectrum.at<float>(y, x);
            if (radius >= least && radius <= most && value >= largest.at<float>(y, x)) {
                out.push_back({{double(x - half), double(y - half)}, value});
            }
        }
    }
    count = std::min(count, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end(),
                      [](auto& a, auto& b) { return a.value > b.value; });
    out.resize(count);
    return out;
}

struct Pair {
    cv::Vec2d other;
    double worth; ///< all peaks, less the price of what is not square
};

/// The waves across: the one at a right angle and of the same length, and, where a photo was taken
/// so much from the side that another of the peaks explains more, that one.
std::vector<Pair> partners(cv::Mat const& spectrum, Peak const& peak,
                           std::vector<Peak> const& peaks) {
    constexpr double most_skew = 0.7;
    constexpr double price = 4;
    int const half = spectrum.cols / 2;
    cv::Vec2d const turned(-peak.at[1], peak.at[0]);
    double best = 0;
    cv::Vec2d out = turned;
    int const reach = 1 + static_cast<int>(0.06 * cv::norm(turned));
    for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
            cv::Vec2d const at = turned + cv::Vec2d(dx, dy);
            int const x = cvRound(at[0]) + half;
            int const y = cvRound(at[1]) + half;
            if (x < 0 || y < 0 || x >= spectrum.cols || y >= spectrum.rows) {
                continue;
            }
            double const value = spectrum.at<float>(y, x) - 0.02 * std::hypot(dx, dy);
            if (value > best) {
                best = value;
                out = at;
            }
        }
    }
    double const square = all_peaks(spectrum, peak.at, out) - price * skew(peak.at, out);
    std::vector<Pair> pairs{{out, square}};
    double most = square;
    for (auto const& other : peaks) {
        double const off = skew(peak.at, other.at);
        if (off > most_skew) {
            continue;
        }
        double const worth = all_peaks(spectrum, peak.at, other.at) - price * off;
        if (worth > most) {
            most = worth;
            pairs.resize(1);
            pairs.push_back({other.at, worth});
        }
    }
    return pairs;
}

} // namespace

Waves as_drawn(Waves waves) {
    if (waves.one[0] * waves.two[1] < waves.one[1] * waves.two[0]) {
        std::swap(waves.one, waves.two);
    }
    return waves;
}

std::vector<Waves> find_waves(cv::Mat const& response, double least_pitch, double most_pitch) {
    int const shorter = std::min(response.rows, response.cols);
    int const size = shorter >= 1024 ? 1024 : shorter >= 400 ? 512 : 256;
    cv::Mat const spectrum = whitened_spectrum(response, size);
    double const scale = 2 * CV_PI / size;
    auto const peaks = loudest(spectrum, size / most_pitch, size / least_pitch, 60);
    std::vector<Waves> out;
    for (auto const& peak : peaks) {
        for (auto const& [second, worth] : partners(spectrum, peak, peaks)) {
            out.push_back(as_drawn(
                {refined(spectrum, peak.at) * scale, refined(spectrum, second) * scale, worth}));
        }
    }
    std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.strength > b.strength; });
    return out;
}

namespace {

/// Lattices that are one and the same but for the naming of their axes.
bool is_same(Waves const& a, Waves const& b) {
    auto near = [](cv::Vec2d one, cv::Vec2d two) {
        return cv::norm(one - two) < 0.015 * cv::norm(one);
    };
    return a.is_flat == b.is_flat &&
           (near(a.one, b.one) || near(a.one, -b.one) || near(a.one, b.two) || near(a.one, -b.two));
}

} // namespace

std::vector<Waves> different(std::vector<Waves> const& leads, std::size_t most) {
    std::vector<Waves> out;
    for (auto const& lead : leads) {
        bool const is_new = std::none_of(out.begin(), out.end(),
                                         [&](Waves const& other) { return is_same(other, lead); });
        if (out.size() < most && is_new) {
            out.push_back(lead);
        }
    }
    return out;
}

namespace {

/// A lattice as it would lie on square pixels, and what speaks for it.
struct Flat {
    cv::Vec2d at;
    cv::Vec2d pixel; ///< by which frequencies are multiplied on pixels as they are
    double value;

    cv::Vec2d one() const { return at.mul(pixel); }
    cv::Vec2d two() const { return cv::Vec2d(-at[1], at[0]).mul(pixel); }
};

} // namespace

std::vector<Waves> find_flat_waves(cv::Mat const& transform, double pitch,
                                   std::vector<double> const& stretches, std::size_t count) {
    constexpr double reach = 0.035; // of the pitch: scanners and copiers lie by a percent or two
    cv::Mat const spectrum = whitened(power_of_transform(transform));
    int const size = spectrum.cols;
    cv::Mat wide;
    cv::dilate(spectrum, wide, cv::Mat::ones(3, 3, CV_8U));
    int const half = size / 2;
    double const radius = size / pitch;
    std::vector<Flat> found;
    auto listen = [&](int x, int y, cv::Vec2d pixel) {
        double sum = 0;
        for (auto const& [m, n] : harmonics) {
            int const u = cvRound((m * x - n * y) * pixel[0]) + half;
            int const v = cvRound((m * y + n * x) * pixel[1]) + half;
            if (u >= 0 && v >= 0 && u < size && v < size) {
                sum += std::min(30.0F, wide.at<float>(v, u));
            }
        }
        found.push_back({{double(x), double(y)}, pixel, sum});
    };
    for (int y = 0; y <= radius * (1 + reach); ++y) {
        for (int x = 1; x <= radius * (1 + reach); ++x) { // a quarter: the others are its turns
            double const off = std::hypot(x, y) / radius;
            for (double stretch : stretches) {
                if (off >= 1 - reach && off <= 1 + reach) {
                    listen(x, y, {1 / std::sqrt(stretch), std::sqrt(stretch)});
                }
            }
        }
    }
    std::sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.value > b.value; });
    std::vector<Waves> out;
    double const scale = 2 * CV_PI / size;
    for (std::size_t i = 0; i < found.size() && out.size() < count; ++i) {
        cv::Vec2d const one = found[i].one();
        cv::Vec2d const two = found[i].two();
        bool const is_new = std::none_of(out.begin(), out.end(), [&](auto& other) {
            return cv::norm(other.one / scale - one) < 4 && cv::norm(other.two / scale - two) < 4;
        });
        if (is_new) {
            out.push_back({refined(spectrum, one) * scale,
                           refined(spectrum, two) * scale,
                           found[i].value,
                           {-1, -1},
                           true});
        }
    }
    return out;
}

} // namespace imprimatur::field
