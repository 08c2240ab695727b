#include "marking/field/baseband.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur::field {

namespace {

std::complex<float> unit(double cycles) {
    return std::polar(1.0F, static_cast<float>(2 * CV_PI * (cycles - std::round(cycles))));
}

} // namespace

Baseband::Baseband(cv::Mat const& response, Waves const& waves)
    : side_(std::max(3, static_cast<int>(2 * waves.pitch()))),
      columns_((response.cols + side_ - 1) / side_), rows_((response.rows + side_ - 1) / side_),
      turned_(cv::Matx22d(waves.one[0], waves.one[1], waves.two[0], waves.two[1]) *
              (1 / (2 * CV_PI))),
      blocks_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {
    for (int row = 0; row < rows_; ++row) {
        sum_rows(response, row);
    }
}

void Baseband::sum_rows(cv::Mat const& response, int row) {
    // First down the columns, all of them side by side, then along each block.
    auto const width = static_cast<std::size_t>(response.cols);
    std::vector<float> real[2] = {std::vector<float>(width), std::vector<float>(width)};
    std::vector<float> imaginary[2] = {std::vector<float>(width), std::vector<float>(width)};
    std::vector<float> power(width);
    for (int y = row * side_; y < std::min(response.rows, (row + 1) * side_); ++y) {
        float const* line = response.ptr<float>(y);
        for (int k = 0; k < 2; ++k) {
            auto const turn = unit(-turned_(k, 1) * y);
            float const c = turn.real();
            float const s = turn.imag();
            float* re = real[k].data();
            float* im = imaginary[k].data();
            for (std::size_t x = 0; x < width; ++x) {
                re[x] += c * line[x];
                im[x] += s * line[x];
            }
        }
        for (std::size_t x = 0; x < width; ++x) {
            power[x] += line[x] * line[x];
        }
    }
    for (std::size_t x = 0; x < width; ++x) {
        Block& block =
            blocks_[static_cast<std::size_t>(row * columns_) + x / static_cast<std::size_t>(side_)];
        for (int k = 0; k < 2; ++k) {
            block.wave[k] += std::complex<float>(real[k][x], imaginary[k][x]) *
                             unit(-turned_(k, 0) * static_cast<double>(x));
        }
        block.power += power[x];
    }
}

Baseband::Reading Baseband::read(cv::Vec2d middle, double radius, cv::Matx22d const& slope) const {
    auto first = [this](double at) {
        return std::max(0, static_cast<int>(std::floor(at / side_)));
    };
    int const left = first(middle[0] - radius);
    int const top = first(middle[1] - radius);
    int const right = std::min(columns_, first(middle[0] + radius) + 1);
    int const bottom = std::min(rows_, first(middle[1] + radius) + 1);
    cv::Matx22d const rest = slope - turned_;
    std::complex<double> sum[2];
    double power = 1e-12;
    for (int r = top; r < bottom; ++r) {
        for (int c = left; c < right; ++c) {
            cv::Vec2d const off((c + 0.5) * side_ - 0.5 - middle[0],
                                (r + 0.5) * side_ - 0.5 - middle[1]);
            double const fade = std::max(0.0, 1 - std::abs(off[0]) / (radius + side_)) *
                                std::max(0.0, 1 - std::abs(off[1]) / (radius + side_));
            Block const& block = blocks_[static_cast<std::size_t>(r * columns_ + c)];
            for (int k = 0; k < 2; ++k) {
                auto const turn = unit(-(rest(k, 0) * off[0] + rest(k, 1) * off[1]));
                sum[k] += fade * std::complex<double>(block.wave[k] * turn);
            }
            power += fade * fade * block.power;
        }
    }
    Reading out{{}, 1e9};
    for (int k = 0; k < 2; ++k) {
        // The sums are turned back as seen from the corner: put the phase back to the place.
        double const there = turned_(k, 0) * middle[0] + turned_(k, 1) * middle[1];
        double const cycles = std::arg(sum[k]) / (2 * CV_PI) + there;
        // At a site the wave has its crest: n − u cycles from here to there.
        out.phase[k] = cycles - std::floor(cycles);
        out.trust = std::min(out.trust, std::abs(sum[k]) / std::sqrt(power));
    }
    return out;
}

} // namespace imprimatur::field
