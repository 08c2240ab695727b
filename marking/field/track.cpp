#include "marking/field/track.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

#include "marking/field/baseband.hpp"

namespace imprimatur::field {

namespace {

class Tracker {
  public:
    Tracker(cv::Mat const& response, Waves const& waves)
        : response_(response), baseband_(response, waves), at_(waves.at) {
        double const pitch = waves.pitch();
        double const reach = waves.is_flat ? flat_reach(response.size(), pitch) : 9; // sites
        step_ = std::max(16, static_cast<int>(pitch * reach));
        columns_ = std::max(1, response.cols / step_);
        rows_ = std::max(1, response.rows / step_);
        radius_ = std::max(pitch * reach, 16.0);
        start_ =
            cv::Matx22d(waves.one[0], waves.one[1], waves.two[0], waves.two[1]) * (1 / (2 * CV_PI));
        lay_cells();
    }

    std::vector<Cell> run() {
        auto const seed = find_seed();
        std::priority_queue<std::pair<double, std::size_t>> open;
        settle(seed, cells_[seed].middle, {0, 0}, start_);
        open.push({cells_[seed].trust, seed});
        while (!open.empty()) {
            auto const from = open.top().second;
            open.pop();
            for (auto next : neighbours(from)) {
                if (!cells_[next].is_reached) {
                    settle(next, cells_[from].middle, cells_[from].phase, slope_at(from));
                    open.push({cells_[next].trust, next});
                }
            }
        }
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            cells_[i].forward = slope_at(i);
        }
        return cells_;
    }

  private:
    /// A sheet that lies flat bends little: a fifth of it is heard at once.
    static double flat_reach(cv::Size size, double pitch) {
        return std::clamp(std::min(size.width, size.height) / pitch / 5, 18.0, 40.0);
    }

    void lay_cells() {
        for (int r = 0; r < rows_; ++r) {
            for (int c = 0; c < columns_; ++c) {
                int const x = response_.cols * c / columns_;
                int const y = response_.rows * r / rows_;
                int const right = response_.cols * (c + 1) / columns_;
                int const bottom = response_.rows * (r + 1) / rows_;
                Cell cell;
                cell.area = {x, y, right - x, bottom - y};
                cell.middle = {(x + right - 1) / 2.0, (y + bottom - 1) / 2.0};
                cells_.push_back(cell);
            }
        }
    }

    /// The cell where both waves are clearest, of those near the place where they were found.
    std::size_t find_seed() {
        std::size_t best = 0;
        double most = -1e9;
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            double const away = at_[0] < 0 ? 0 : cv::norm(cells_[i].middle - at_) / (30 * radius_);
            double const trust = baseband_.read(cells_[i].middle, radius_, start_).trust - away;
            if (trust > most) {
                most = trust;
                best = i;
            }
        }
        return best;
    }

    /// Lattice coordinates of a cell: predicted from a neighbour, brought to the nearest that fits.
    void settle(std::size_t index, cv::Vec2d from, cv::Vec2d phase, cv::Matx22d const& slope) {
        Cell& cell = cells_[index];
        auto const [fraction, trust] = baseband_.read(cell.middle, radius_, slope);
        cv::Vec2d const expected = phase + slope * (cell.middle - from);
        for (int k = 0; k < 2; ++k) {
            double off = fraction[k] - expected[k];
            off -= std::round(off);
            bool const is_first = cell.middle == from;
            // A cell that says little follows its neighbour.
            double const gain = is_first ? 1 : std::min(1.0, trust / trusted);
            cell.phase[k] = expected[k] + gain * off;
        }
        cell.trust = trust;
        cell.forward = slope;
        cell.is_reached = true;
    }

    std::vector<std::size_t> neighbours(std::size_t index) const {
        int const r = static_cast<int>(index) / columns_;
        int const c = static_cast<int>(index) % columns_;
        std::vector<std::size_t> out;
        for (auto [dr, dc] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
            if (r + dr >= 0 && r + dr < rows_ && c + dc >= 0 && c + dc < columns_) {
                out.push_back(static_cast<std::size_t>((r + dr) * columns_ + c + dc));
            }
        }
        return out;
    }

    /// The lattice's slope at a cell: least squares over the settled cells within two steps, held
    /// to the start by a little weight.
    cv::Matx22d slope_at(std::size_t index) const {
        int const r0 = static_cast<int>(index) / columns_;
        int const c0 = static_cast<int>(index) % columns_;
        cv::Matx22d moments = cv::Matx22d::eye() * (0.3 * step_ * step_);
        cv::Matx22d products = start_ * (0.3 * step_ * step_);
        Cell const& here = cells_[index];
        for (int r = std::max(0, r0 - 2); r <= std::min(rows_ - 1, r0 + 2); ++r) {
            for (int c = std::max(0, c0 - 2); c <= std::min(columns_ - 1, c0 + 2); ++c) {
                Cell const& cell = cells_[static_cast<std::size_t>(r * columns_ + c)];
                if (!cell.is_reached || (r == r0 && c == c0)) {
                    continue;
                }
                double const weight = std::min(cell.trust, trusted) / trusted;
                cv::Vec2d const dx = cell.middle - here.middle;
                cv::Vec2d const du = cell.phase - here.phase;
                for (int i = 0; i < 2; ++i) {
                    for (int j = 0; j < 2; ++j) {
                        moments(i, j) += weight * dx[i] * dx[j];
                        products(i, j) += weight * du[i] * dx[j];
                    }
                }
            }
        }
        cv::Matx22d const slope = products * moments.inv();
        // Where there is no lattice the steps may run away; a sheet never bends that much.
        return cv::norm(slope - start_) < most_bend * cv::norm(start_) ? slope : start_;
    }

    static constexpr double most_bend = 0.6;
    static constexpr double trusted = 5; ///< a fiftieth of a site off, no more
    cv::Mat const& response_;
    Baseband baseband_;
    cv::Vec2d at_;
    int step_;
    int columns_;
    int rows_;
    double radius_;
    cv::Matx22d start_;
    std::vector<Cell> cells_;
};

} // namespace

std::vector<Cell> track(cv::Mat const& response, Waves const& waves) {
    return Tracker(response, waves).run();
}

} // namespace imprimatur::field
