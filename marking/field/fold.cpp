#include "marking/field/fold.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur::field {

namespace {

constexpr int side = dots::side;

int wrap(int value) {
    return ((value % side) + side) % side;
}

float sample(cv::Mat const& response, double x, double y) {
    int const x0 = static_cast<int>(std::floor(x));
    int const y0 = static_cast<int>(std::floor(y));
    if (x0 < 0 || y0 < 0 || x0 + 1 >= response.cols || y0 + 1 >= response.rows) {
        return 0;
    }
    auto const fx = static_cast<float>(x - x0);
    auto const fy = static_cast<float>(y - y0);
    float const* top = response.ptr<float>(y0) + x0;
    float const* bottom = response.ptr<float>(y0 + 1) + x0;
    return (top[0] * (1 - fx) + top[1] * fx) * (1 - fy) +
           (bottom[0] * (1 - fx) + bottom[1] * fx) * fy;
}

void fold_cell(cv::Mat const& response, Cell const& cell, Folded& out) {
    cv::Matx22d const back = cell.forward.inv();
    cv::Vec2d const reach(cell.area.width / 2.0, cell.area.height / 2.0);
    double const spread_u =
        std::abs(cell.forward(0, 0)) * reach[0] + std::abs(cell.forward(0, 1)) * reach[1];
    double const spread_v =
        std::abs(cell.forward(1, 0)) * reach[0] + std::abs(cell.forward(1, 1)) * reach[1];
    for (int v = static_cast<int>(std::ceil(cell.phase[1] - spread_v));
         v <= cell.phase[1] + spread_v; ++v) {
        for (int u = static_cast<int>(std::ceil(cell.phase[0] - spread_u));
             u <= cell.phase[0] + spread_u; ++u) {
            cv::Vec2d const from = back * (cv::Vec2d(u, v) - cell.phase);
            if (std::abs(from[0]) > reach[0] || std::abs(from[1]) > reach[1]) {
                continue;
            }
            out[static_cast<std::size_t>(wrap(v))][static_cast<std::size_t>(wrap(u))] +=
                sample(response, cell.middle[0] + from[0], cell.middle[1] + from[1]);
        }
    }
}

/// One of the eight ways a square can lie.
struct Turn {
    int quarter;
    bool mirrored;

    /// Where the tile's site (i, j) is in the folded square.
    std::pair<int, int> apply(int i, int j) const {
        if (mirrored) {
            i = -i;
        }
        for (int q = 0; q < quarter; ++q) {
            std::tie(i, j) = std::pair(-j, i);
        }
        return {i, j};
    }
};

Folded turned(Folded const& folded, Turn turn) {
    Folded out{};
    for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
            auto const [u, v] = turn.apply(i, j);
            out[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)] =
                folded[static_cast<std::size_t>(wrap(v))][static_cast<std::size_t>(wrap(u))];
        }
    }
    return out;
}

dots::Softs softs_at(Folded const& folded, int shift_i, int shift_j) {
    dots::Softs out{};
    for (int row = 0; row < side; ++row) {
        auto const& line = folded[static_cast<std::size_t>(wrap(row + shift_j))];
        for (int k = 0; k < side / 2; ++k) {
            out[static_cast<std::size_t>(row * (side / 2) + k)] =
                line[static_cast<std::size_t>(wrap(2 * k + 1 + shift_i))] -
                line[static_cast<std::size_t>(wrap(2 * k + shift_i))];
        }
    }
    return out;
}

} // namespace

Folded fold(cv::Mat const& response, std::vector<Cell> const& cells) {
    Folded out{};
    for (auto const& cell : cells) {
        fold_cell(response, cell, out);
    }
    return out;
}

std::vector<Sighting> place(Folded const& folded, dots::Key const& key, std::size_t count) {
    dots::PilotSearch const pilots(key);
    std::vector<Sighting> out;
    for (bool mirrored : {false, true}) {
        for (int quarter = 0; quarter < 4; ++quarter) {
            auto const square = turned(folded, {quarter, mirrored});
            for (int j = 0; j < side; ++j) {
                for (int i = 0; i < side; ++i) {
                    Sighting sighting;
                    sighting.seen = softs_at(square, i, j);
                    sighting.pilot_score = pilots.score(sighting.seen);
                    sighting.mirrored = mirrored;
                    sighting.angle = quarter * 90;
                    out.push_back(sighting);
                }
            }
        }
    }
    count = std::min(count, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end(),
                      [](auto& a, auto& b) { return a.pilot_score > b.pilot_score; });
    out.resize(count);
    return out;
}

} // namespace imprimatur::field
