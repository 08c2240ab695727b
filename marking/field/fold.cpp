#include "marking/field/fold.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "marking/field/heard.hpp"

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

/// Where the site (i, j) of a tile so turned is in the folded square.
std::pair<int, int> turned_to(Laying const& laying, int i, int j) {
    if (laying.mirrored) {
        i = -i;
    }
    for (int q = 0; q < laying.quarter; ++q) {
        std::tie(i, j) = std::pair(-j, i);
    }
    return {i, j};
}

/// The other way.
std::pair<double, double> turned_back(Laying const& laying, double u, double v) {
    for (int q = 0; q < laying.quarter; ++q) {
        std::tie(u, v) = std::pair(v, -u);
    }
    return {laying.mirrored ? -u : u, v};
}

Folded turned(Folded const& folded, Laying const& laying) {
    Folded out{};
    for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
            auto const [u, v] = turned_to(laying, i, j);
            out[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)] =
                folded[static_cast<std::size_t>(wrap(v))][static_cast<std::size_t>(wrap(u))];
        }
    }
    return out;
}

/// How much more each site looks like a dot than the one before it in the row.
Folded steps(Folded const& square) {
    Folded out{};
    for (std::size_t j = 0; j < side; ++j) {
        for (std::size_t i = 0; i < side; ++i) {
            out[j][i] = square[j][(i + 1) % side] - square[j][i];
        }
    }
    return out;
}

dots::Softs softs_at(Folded const& stepped, int shift_i, int shift_j) {
    dots::Softs out{};
    for (int row = 0; row < side; ++row) {
        auto const& line = stepped[static_cast<std::size_t>(wrap(row + shift_j))];
        for (int k = 0; k < side / 2; ++k) {
            out[static_cast<std::size_t>(row * (side / 2) + k)] =
                line[static_cast<std::size_t>(wrap(2 * k + shift_i))];
        }
    }
    return out;
}

/// What every place of the tile in one turn says of the pilots, doubled to spare the wrapping.
class Doubled {
  public:
    explicit Doubled(Folded const& stepped) : values_(std::size_t{2 * side} * 2 * side) {
        for (std::size_t j = 0; j < 2 * side; ++j) {
            for (std::size_t i = 0; i < 2 * side; ++i) {
                values_[j * 2 * side + i] = stepped[j % side][i % side];
            }
        }
    }
    /// @param pilots offsets into this, and which way each is turned
    double score(std::vector<std::pair<std::size_t, float>> const& pilots, int i, int j) const {
        float const* from = values_.data() + j * 2 * side + i;
        float sum = 0;
        float power = 0;
        for (auto const& [offset, sign] : pilots) {
            float const value = from[offset];
            sum += sign * value;
            power += value * value;
        }
        return power > 0 ? double{sum} / std::sqrt(double{power}) : 0;
    }

  private:
    std::vector<float> values_;
};

std::vector<std::pair<std::size_t, float>> offsets_of(dots::PilotSearch const& pilots) {
    std::vector<std::pair<std::size_t, float>> out;
    for (auto const& pilot : pilots.all()) {
        std::size_t const row = pilot.pair / (side / 2);
        std::size_t const column = 2 * (pilot.pair % (side / 2));
        out.emplace_back(row * 2 * side + column, pilot.is_second ? 1.0F : -1.0F);
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

double prominence(cv::Mat const& response, std::vector<Cell> const& cells, Folded const& sites) {
    auto half_a_step = [&](double u, double v) {
        auto moved = cells;
        for (auto& cell : moved) {
            cell.phase += cv::Vec2d(u, v);
        }
        return fold(response, moved);
    };
    auto const beside = half_a_step(0.5, 0);
    auto const below = half_a_step(0, 0.5);
    auto const across = half_a_step(0.5, 0.5);
    double along = 0;
    double down = 0;
    double power = 0;
    for (std::size_t j = 0; j < side; ++j) {
        for (std::size_t i = 0; i < side; ++i) {
            double const of[] = {sites[j][i], beside[j][i], below[j][i], across[j][i]};
            along += of[0] - of[1] + of[2] - of[3];
            down += of[0] + of[1] - of[2] - of[3];
            power += of[0] * of[0] + of[1] * of[1] + of[2] * of[2] + of[3] * of[3];
        }
    }
    return power > 0 ? std::min(along, down) / std::sqrt(power) : 0;
}

std::vector<Sighting> place(Folded const& folded, dots::PilotSearch const& pilots,
                            std::size_t count, double least_score) {
    struct Placing {
        double score;
        Laying laying;
    };
    auto const offsets = offsets_of(pilots);
    std::vector<Placing> all;
    all.reserve(std::size_t{8} * side * side);
    for (bool mirrored : {false, true}) {
        for (int quarter = 0; quarter < 4; ++quarter) {
            Laying laying{quarter, mirrored, 0, 0};
            Doubled const doubled(steps(turned(folded, laying)));
            for (laying.j = 0; laying.j < side; ++laying.j) {
                for (laying.i = 0; laying.i < side; ++laying.i) {
                    double const score = doubled.score(offsets, laying.i, laying.j);
                    if (score >= least_score) {
                        all.push_back({score, laying});
                    }
                }
            }
        }
    }
    count = std::min(count, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      [](auto& a, auto& b) { return a.score > b.score; });
    std::vector<Sighting> out;
    for (std::size_t k = 0; k < count; ++k) {
        auto const& [score, laying] = all[k];
        out.push_back(
            {softs_at(steps(turned(folded, laying)), laying.i, laying.j), score, laying, {}});
    }
    return out;
}

Ties ties_of(Sighting const& sighting) {
    using dots::Lattice;
    auto const& laying = sighting.laying;
    Ties out;
    for (auto const& [at, site] : heard(*sighting.followed)) {
        auto [i, j] = turned_back(laying, site[0], site[1]);
        i -= laying.i;
        j -= laying.j;
        double const across = (i * Lattice::ax + j * Lattice::bx) * Lattice::unit_mm;
        double const down = (i * Lattice::ay + j * Lattice::by) * Lattice::unit_mm;
        out.push_back({at[0], at[1], laying.mirrored ? -across : across, down});
    }
    return out;
}

} // namespace imprimatur::field
