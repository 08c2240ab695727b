#include "marking/field/perspective.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <opencv2/imgproc.hpp>

#include "marking/field/plane.hpp"
#include "marking/field/windows.hpp"

namespace imprimatur::field {

namespace {

constexpr int side = window_side;
constexpr int half = side / 2;                 ///< frequencies beside the middle
constexpr double frequency = 2 * CV_PI / side; ///< the first, radians a pixel
constexpr double bend = 0.015;    ///< by which a scale changes from the middle to the last window
constexpr int bends = 1;          ///< either way, for which one picture laid flat will do
constexpr int far_bends = 2;      ///< either way, of those pictures
constexpr int most_far_bends = 4; ///< squares of both, together

cv::Matx33d moved(double x, double y) {
    return {1, 0, x, 0, 1, y, 0, 0, 1};
}

/// From the picture to the sheet that is bent no more, whose middle is at zero.
cv::Matx33d unbent(cv::Size size, cv::Vec2d bent) {
    return cv::Matx33d(1, 0, 0, 0, 1, 0, bent[0], bent[1], 1) *
           moved(-size.width / 2.0, -size.height / 2.0);
}

/// The picture as if the sheet were bent no more, about its middle. Within a window of a bent one a
/// wave is smeared over several places.
cv::Mat laid_flat(cv::Mat const& picture, cv::Vec2d bent) {
    cv::Mat out;
    auto const flat = moved(picture.cols / 2.0, picture.rows / 2.0) * unbent(picture.size(), bent);
    cv::warpPerspective(picture, out, flat, picture.size(), cv::INTER_CUBIC);
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

/// Where a window's spectrum holds the frequencies of the ring, if they are so changed there.
std::vector<std::uint16_t> places_in(Ring const& ring, cv::Matx22d const& change) {
    auto const a = static_cast<float>(change(0, 0));
    auto const b = static_cast<float>(change(0, 1));
    auto const c = static_cast<float>(change(1, 0));
    auto const d = static_cast<float>(change(1, 1));
    // Never below zero, and rounded where it is cut. What is beyond an end comes round again.
    constexpr float middle = side + 0.5F;
    static_assert(side * side <= 1 << 16);
    std::vector<std::uint16_t> out(ring.x.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const x = static_cast<unsigned>(a * ring.x[i] + c * ring.y[i] + middle) % side;
        auto const y = static_cast<unsigned>(b * ring.x[i] + d * ring.y[i] + middle) % side;
        out[i] = static_cast<std::uint16_t>(y * side + x);
    }
    return out;
}

/// A sheet bent so much more than the picture was laid flat for.
struct Law {
    cv::Vec2d bent;
    std::vector<std::vector<std::uint16_t>> places; ///< of each window
};

std::vector<Law> laws(cv::Size size, Ring const& ring, double unit) {
    std::vector<Law> out;
    for (int i = -bends; i <= bends; ++i) {
        for (int j = -bends; j <= bends; ++j) {
            Law law{cv::Vec2d(i, j) * unit, {}};
            for (auto const& area : windows_of(size)) {
                cv::Vec2d const away(area.x + (side - size.width) / 2.0,
                                     area.y + (side - size.height) / 2.0);
                law.places.push_back(places_in(ring, change_at(law.bent, away)));
            }
            out.push_back(std::move(law));
        }
    }
    return out;
}

/// What all windows hold of every frequency in the middle of the picture.
cv::Mat laid_over(std::vector<cv::Mat> const& spectra, Ring const& ring, Law const& law) {
    std::vector<float> sums(ring.x.size());
    for (std::size_t k = 0; k < spectra.size(); ++k) {
        auto const* from = spectra[k].ptr<float>();
        auto const& places = law.places[k];
        for (std::size_t i = 0; i < sums.size(); ++i) {
            sums[i] += from[places[i]];
        }
    }
    cv::Mat out = cv::Mat::zeros(half, side, CV_32F);
    auto const count = static_cast<float>(spectra.size());
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

/// Pairs of peaks that may be the waves of one lattice.
void add_leads(std::vector<Peak> const& peaks, cv::Vec2d bent, std::vector<Tilted>& leads) {
    constexpr double most_skew = 0.7;
    for (auto one = peaks.begin(); one != peaks.end(); ++one) {
        for (auto two = one + 1; two != peaks.end(); ++two) {
            double const off = skew(one->at, two->at);
            if (off < most_skew) {
                // A screen or a line of text may be louder than the dots, but one way only.
                double const worth = two->value * (1 - off);
                leads.push_back(
                    {as_drawn({one->at * frequency, two->at * frequency, worth}), bent});
            }
        }
    }
}

/// Leads without those that are one and the same, best first, at most `count`.
std::vector<Tilted> different(std::vector<Tilted> leads, std::size_t count) {
    std::sort(leads.begin(), leads.end(),
              [](auto& a, auto& b) { return a.waves.strength > b.waves.strength; });
    std::vector<Tilted> out;
    for (auto const& lead : leads) {
        auto is_same = [&](cv::Vec2d one, cv::Vec2d two) {
            return cv::norm(lead.waves.one - one) < 4 * frequency &&
                   cv::norm(lead.waves.two - two) < 4 * frequency;
        };
        bool const is_new = std::none_of(out.begin(), out.end(), [&](Tilted const& other) {
            return is_same(other.waves.one, other.waves.two) ||
                   is_same(other.waves.two, other.waves.one);
        });
        if (is_new && out.size() < count) {
            out.push_back(lead);
        }
    }
    return out;
}

} // namespace

cv::Matx22d change_at(cv::Vec2d bent, cv::Vec2d away) {
    double const scale = 1 + bent.dot(away);
    return (cv::Matx22d::eye() * scale - cv::Matx22d(away * bent.t())) * (1 / (scale * scale));
}

std::vector<Tilted> find_tilted(cv::Mat const& response, double least_pitch, double most_pitch,
                                std::size_t count) {
    constexpr int least_room = 40; // pixels, for windows to move in
    if (std::min(response.cols, response.rows) < side + least_room) {
        return {};
    }
    Ring const ring(least_pitch, most_pitch);
    double const most = (std::max(response.cols, response.rows) - side) / 2.0;
    auto const windows = windows_of(response.size());
    auto const nearby = laws(response.size(), ring, bend / most);
    std::vector<Tilted> leads;
    for (int i = -far_bends; i <= far_bends; ++i) {
        for (int j = -far_bends; j <= far_bends; ++j) {
            if (i * i + j * j > most_far_bends) {
                continue;
            }
            cv::Vec2d const bent = cv::Vec2d(i, j) * ((2 * bends + 1) * bend / most);
            auto const spectra = spectra_of(laid_flat(response, bent), windows);
            for (auto const& law : nearby) {
                add_leads(peaks_of(laid_over(spectra, ring, law)), bent + law.bent, leads);
            }
        }
    }
    return different(std::move(leads), count);
}

Tilted enlarged(Tilted const& tilted, double times) {
    Tilted out = tilted;
    out.waves.one *= 1 / times;
    out.waves.two *= 1 / times;
    out.bent *= 1 / times;
    return out;
}

Rectified rectified(cv::Mat const& picture, Tilted const& tilted, double scale) {
    double const width = picture.cols;
    double const height = picture.rows;
    auto const seen = unbent(picture.size(), tilted.bent);
    cv::Vec2d least(0, 0);
    cv::Vec2d most(0, 0);
    for (auto const& corner : {cv::Vec2d(0, 0), {width, 0}, {0, height}, {width, height}}) {
        auto const at = mapped(seen, corner);
        for (int k = 0; k < 2; ++k) {
            least[k] = std::min(least[k], at[k]);
            most[k] = std::max(most[k], at[k]);
        }
    }
    cv::Matx33d const laid(scale, 0, -least[0] * scale, 0, scale, -least[1] * scale, 0, 0, 1);
    cv::Size const size(cvCeil((most[0] - least[0]) * scale), cvCeil((most[1] - least[1]) * scale));
    cv::Mat out;
    cv::warpPerspective(picture, out, laid * seen, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return {out, (laid * seen).inv()};
}

Waves straightened(Tilted const& tilted, double scale) {
    Waves out = enlarged(tilted, scale).waves;
    out.is_flat = true;
    return out;
}

} // namespace imprimatur::field
