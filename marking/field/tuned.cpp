#include <algorithm>
#include <cmath>
#include <complex>

#include "marking/field/perspective.hpp"

namespace imprimatur::field {

namespace {

constexpr int side = 32;       ///< of a block, pixels: one number for each wave
constexpr int grid = 32;       ///< blocks a side, at most; also of their transform
constexpr int steps = 3;       ///< either way
constexpr double step = 0.004; ///< by which scales change more, from the middle to the last block
constexpr double open = 0.03;  ///< radians a pixel by which a wave may be off

/// What one wave says in every block (two or more each way), as far as it is in step with what was
/// foretold.
class Voices {
  public:
    Voices(cv::Mat const& response, Tilted const& tilted, cv::Vec2d wave)
        : wave_(wave), bent_(tilted.bent), columns_(std::min(grid, response.cols / side)),
          rows_(std::min(grid, response.rows / side)) {
        cv::Vec2d const middle(response.cols / 2.0, response.rows / 2.0);
        for (int row = 0; row < rows_; ++row) {
            for (int column = 0; column < columns_; ++column) {
                cv::Rect const area(column * (response.cols - side) / (columns_ - 1),
                                    row * (response.rows - side) / (rows_ - 1), side, side);
                away_.push_back(cv::Vec2d(area.x + side / 2.0, area.y + side / 2.0) - middle);
                said_.push_back(said_in(response(area), away_.back()));
            }
        }
    }

    struct Answer {
        double power;  ///< of all blocks in step; 1 where they are not
        cv::Vec2d off; ///< of the wave, radians a pixel
    };
    /// If the sheet is bent so much more.
    Answer with(cv::Vec2d more) const {
        cv::Mat in = cv::Mat::zeros(grid, grid, CV_32FC2);
        double power = 0;
        for (std::size_t i = 0; i < said_.size(); ++i) {
            auto const z = said_[i] * std::polar(1.0, turn_at(bent_, away_[i]) -
                                                          turn_at(bent_ + more, away_[i]));
            auto const at = static_cast<int>(i);
            in.at<cv::Vec2f>(at / columns_, at % columns_) = cv::Vec2d(z.real(), z.imag());
            power += std::norm(z);
        }
        cv::Mat out;
        cv::dft(in, out);
        Answer best{0, {}};
        double const across = away_[1][0] - away_[0][0];
        double const down = away_[static_cast<std::size_t>(columns_)][1] - away_[0][1];
        int const reach_x = cvFloor(open * across * grid / (2 * CV_PI));
        int const reach_y = cvFloor(open * down * grid / (2 * CV_PI));
        for (int y = -reach_y; y <= reach_y; ++y) {
            for (int x = -reach_x; x <= reach_x; ++x) {
                auto const z = out.at<cv::Vec2f>((y + grid) % grid, (x + grid) % grid);
                if (double const found = z.dot(z) / (power + 1e-12); found > best.power) {
                    best = {found, cv::Vec2d(x / across, y / down) * (2 * CV_PI / grid)};
                }
            }
        }
        return best;
    }

  private:
    double turn_at(cv::Vec2d bent, cv::Vec2d away) const {
        return wave_.dot(away) / (1 + bent.dot(away));
    }

    /// Within a block the wave is straight.
    std::complex<double> said_in(cv::Mat const& block, cv::Vec2d away) const {
        cv::Matx12d const here = cv::Matx12d(wave_[0], wave_[1]) * change_at(bent_, away);
        float re[side];
        float im[side];
        for (int x = 0; x < side; ++x) {
            double const turn = here(0, 0) * (x - side / 2.0);
            re[x] = static_cast<float>(std::cos(turn));
            im[x] = static_cast<float>(-std::sin(turn));
        }
        std::complex<double> sum;
        for (int y = 0; y < side; ++y) {
            auto const* row = block.ptr<float>(y);
            float along_re = 0;
            float along_im = 0;
            for (int x = 0; x < side; ++x) {
                along_re += row[x] * re[x];
                along_im += row[x] * im[x];
            }
            double const turn = here(0, 1) * (y - side / 2.0) + turn_at(bent_, away);
            sum += std::complex<double>(along_re, along_im) * std::polar(1.0, -turn);
        }
        return sum;
    }

    cv::Vec2d wave_;
    cv::Vec2d bent_;
    int columns_;
    int rows_;
    std::vector<cv::Vec2d> away_; ///< middles of blocks, from that of the picture
    std::vector<std::complex<double>> said_;
};

} // namespace

Tilted tuned(cv::Mat const& response, Tilted const& tilted) {
    if (std::min(response.cols, response.rows) < 2 * side) {
        return tilted;
    }
    Voices const one(response, tilted, tilted.waves.one);
    Voices const two(response, tilted, tilted.waves.two);
    double const reach = std::max(response.cols, response.rows) / 2.0;
    Tilted best = tilted;
    double most = 0;
    for (int i = -steps; i <= steps; ++i) {
        for (int j = -steps; j <= steps; ++j) {
            cv::Vec2d const more = cv::Vec2d(i, j) * (step / reach);
            auto const first = one.with(more);
            auto const second = two.with(more);
            if (first.power + second.power > most) {
                most = first.power + second.power;
                best.bent = tilted.bent + more;
                best.waves.one = tilted.waves.one + first.off;
                best.waves.two = tilted.waves.two + second.off;
                best.waves.strength = std::min(first.power, second.power) *
                                      (1 - skew(best.waves.one, best.waves.two));
            }
        }
    }
    return best;
}

} // namespace imprimatur::field
