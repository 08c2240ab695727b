#include "marking/field/harmonics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

namespace imprimatur::field {

namespace {

/// Bins around a harmonic, and places a side at which they are heard: a wave that is off by a few
/// bins turns little from one to the next.
constexpr int grid = 16;

int wrap(int value, int length) {
    return (value % length + length) % length;
}

/// One harmonic: what is left of it over the square once it is turned back.
class Voice {
  public:
    /// @param bin the harmonic's, from zero frequency; need not be whole
    Voice(cv::Mat const& transform, cv::Vec2d bin)
        : rest_(bin - cv::Vec2d(cvRound(bin[0]), cvRound(bin[1]))) {
        int const size = transform.cols;
        cv::Mat around(grid, grid, CV_32FC2);
        for (int y = -grid / 2; y < grid / 2; ++y) {
            auto const* from = transform.ptr<cv::Vec2f>(wrap(cvRound(bin[1]) + y, size));
            auto* to = around.ptr<cv::Vec2f>(wrap(y, grid));
            for (int x = -grid / 2; x < grid / 2; ++x) {
                to[wrap(x, grid)] = from[wrap(cvRound(bin[0]) + x, size)];
            }
        }
        cv::dft(around, heard_, cv::DFT_INVERSE | cv::DFT_SCALE);
    }

    /// All places together, if the wave is `off` bins from what was foretold; its phase at the
    /// corner of the square.
    std::complex<double> sum(cv::Vec2d off) const {
        std::complex<float> across[grid];
        for (int x = 0; x < grid; ++x) {
            across[x] =
                std::complex<float>(std::polar(1.0, -2 * CV_PI * (off[0] + rest_[0]) * x / grid));
        }
        std::complex<double> out;
        for (int y = 0; y < grid; ++y) {
            float real = 0;
            float imaginary = 0;
            auto const* row = heard_.ptr<cv::Vec2f>(y);
            for (int x = 0; x < grid; ++x) {
                real += row[x][0] * across[x].real() - row[x][1] * across[x].imag();
                imaginary += row[x][0] * across[x].imag() + row[x][1] * across[x].real();
            }
            out += std::complex<double>(real, imaginary) *
                   std::polar(1.0, -2 * CV_PI * (off[1] + rest_[1]) * y / grid);
        }
        return out;
    }

  private:
    cv::Vec2d rest_;
    cv::Mat heard_;
};

struct Harmonic {
    int of_one;
    int of_two;
    Voice voice;
};

/// By how many bins the two waves are off: x and y of the first, x and y of the second.
using Off = cv::Vec4d;

class Chorus {
  public:
    Chorus(cv::Mat const& transform, cv::Size picture, Waves const& waves)
        : picture_(picture), noise_(std::sqrt(double(picture.area()))),
          bin_(2 * CV_PI / transform.cols), one_(waves.one / bin_), two_(waves.two / bin_) {
        for (auto const& [m, n] : harmonics) {
            auto const at = m * one_ + n * two_;
            if (std::max(std::abs(at[0]), std::abs(at[1])) < 0.45 * transform.cols) {
                voices_.push_back({m, n, Voice(transform, at)});
            }
        }
    }

    Lie lie() const {
        Off const off = best_off();
        auto const phase = best_phase(off);
        auto const one = (one_ + cv::Vec2d(off[0], off[1])) * bin_;
        auto const two = (two_ + cv::Vec2d(off[2], off[3])) * bin_;
        cv::Matx22d const slope = cv::Matx22d(one[0], one[1], two[0], two[1]) * (1 / (2 * CV_PI));
        cv::Vec2d const middle((picture_.width - 1) / 2.0, (picture_.height - 1) / 2.0);
        double const deviation = noise_ * std::sqrt(double(voices_.size()) / 2);
        return {phase.at + slope * middle, slope, phase.power / deviation};
    }

  private:
    std::complex<double> sum(Harmonic const& of, Off const& off) const {
        return of.voice.sum(
            {of.of_one * off[0] + of.of_two * off[2], of.of_one * off[1] + of.of_two * off[3]});
    }

    double power(Off const& off) const {
        double out = 0;
        for (auto const& harmonic : voices_) {
            out += std::norm(sum(harmonic, off));
        }
        return out;
    }

    /// First as a square lattice turns and grows, then each wave by itself.
    Off best_off() const {
        constexpr int steps = 5; // either way
        constexpr double step = 0.3;
        constexpr double finest = 0.02;
        Off best;
        double most = -1;
        auto is_better = [&](Off const& off) {
            double const found = power(off);
            bool const is_more = found > most; // nothing is more than what is no number
            if (is_more) {
                most = found;
                best = off;
            }
            return is_more;
        };
        double const length = cv::norm(one_);
        for (int turn = -steps; turn <= steps; ++turn) {
            for (int grow = -steps; grow <= steps; ++grow) {
                cv::Matx22d const change = cv::Matx22d(grow, -turn, turn, grow) * (step / length);
                auto const one = change * one_;
                auto const two = change * two_;
                is_better({one[0], one[1], two[0], two[1]});
            }
        }
        for (double reach = step / 2; reach > finest; reach /= 2) {
            for (bool goes_on = true; goes_on;) {
                goes_on = false;
                for (int k = 0; k < Off::channels; ++k) {
                    for (double way : {reach, -reach}) {
                        Off off = best;
                        off[k] += way;
                        goes_on = is_better(off) || goes_on;
                    }
                }
            }
        }
        return best;
    }

    struct Phase {
        cv::Vec2d at; ///< (u, v) at the corner
        double power; ///< of all harmonics that have their crests there
    };
    Phase best_phase(Off const& off) const {
        constexpr int steps = 48;
        std::array<std::complex<double>, steps> back;
        for (int i = 0; i < steps; ++i) {
            back[static_cast<std::size_t>(i)] = std::polar(1.0, -2 * CV_PI * i / steps);
        }
        std::vector<std::complex<double>> sums;
        for (auto const& harmonic : voices_) {
            sums.push_back(sum(harmonic, off));
        }
        Phase best{{}, -1e30};
        for (int j = 0; j < steps; ++j) {
            for (int i = 0; i < steps; ++i) {
                double found = 0;
                for (std::size_t k = 0; k < sums.size(); ++k) {
                    int const turn = voices_[k].of_one * i + voices_[k].of_two * j;
                    found += (sums[k] * back[static_cast<std::size_t>(wrap(turn, steps))]).real();
                }
                if (found > best.power) {
                    best = {cv::Vec2d(i, j) / steps, found};
                }
            }
        }
        return best;
    }

    cv::Size picture_;
    double noise_; ///< deviation of a sum where nothing is
    double bin_;   ///< radians a pixel
    cv::Vec2d one_;
    cv::Vec2d two_;
    std::vector<Harmonic> voices_;
};

} // namespace

Lie lie_of(cv::Mat const& transform, cv::Size picture, Waves const& waves) {
    return Chorus(transform, picture, waves).lie();
}

} // namespace imprimatur::field
