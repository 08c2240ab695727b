#include "marking/field/heard.hpp"

#include <algorithm>
#include <cmath>

#include "marking/field/baseband.hpp"
#include "marking/field/plane.hpp"

namespace imprimatur::field {

namespace {

constexpr double least_trust = 3; // noise: one wave in eight thousand

/// Parts of a cell, about `side` pixels each, with what is heard in and around them.
void add_patches(Cell const& cell, int side, Baseband const& baseband, double radius,
                 std::vector<Cell>& out) {
    int const columns = (cell.area.width + side - 1) / side;
    int const rows = (cell.area.height + side - 1) / side;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            cv::Point const from(cell.area.x + cell.area.width * c / columns,
                                 cell.area.y + cell.area.height * r / rows);
            cv::Point const to(cell.area.x + cell.area.width * (c + 1) / columns,
                               cell.area.y + cell.area.height * (r + 1) / rows);
            Cell patch = cell;
            patch.area = {from, to};
            patch.middle = {(from.x + to.x - 1) / 2.0, (from.y + to.y - 1) / 2.0};
            patch.phase += cell.forward * (patch.middle - cell.middle);
            patch.trust = baseband.read(patch.middle, radius, cell.forward).trust;
            out.push_back(patch);
        }
    }
}

/// Where half of a patch lies beyond the sheet it has half of the waves, and less of all else.
double least_on_sheet(std::vector<Cell> const& patches) {
    std::vector<double> loud;
    for (auto const& patch : patches) {
        if (patch.trust >= least_trust) {
            loud.push_back(patch.trust);
        }
    }
    if (loud.empty()) {
        return least_trust;
    }
    auto const middle = loud.begin() + std::ssize(loud) / 2;
    std::nth_element(loud.begin(), middle, loud.end());
    return std::max(least_trust, 0.7 * *middle);
}

std::vector<Cell> trusted(std::vector<Cell> cells, double least) {
    std::erase_if(cells, [&](Cell const& cell) { return cell.trust < least; });
    return cells;
}

int area_of(std::vector<Cell> const& cells) {
    int out = 0;
    for (auto const& cell : cells) {
        out += cell.area.area();
    }
    return out;
}

} // namespace

std::vector<Heard> heard(Followed const& followed) {
    constexpr double patch = 4;  // sites
    constexpr double reach = 9;  // sites
    constexpr int most_lost = 3; // of the cells' area small patches may lack so much: a third
    double const pitch = followed.waves.pitch();
    Baseband const baseband(followed.response, followed.waves);
    std::vector<Cell> patches;
    for (auto const& cell : followed.cells) {
        add_patches(cell, std::max(8, static_cast<int>(patch * pitch)), baseband,
                    std::max(16.0, reach * pitch), patches);
    }
    auto cells = trusted(followed.cells, least_trust);
    patches = trusted(patches, least_on_sheet(patches));
    if (area_of(patches) >= area_of(cells) / most_lost) {
        cells = std::move(patches);
    }
    std::vector<Heard> out;
    for (auto const& cell : cells) {
        auto const from = cell.area.tl();
        auto const to = cell.area.br();
        for (auto const& corner : {from, {to.x, from.y}, to, {from.x, to.y}}) {
            cv::Vec2d const at(corner.x, corner.y);
            out.push_back(
                {mapped(followed.picture, at), cell.phase + cell.forward * (at - cell.middle)});
        }
    }
    return out;
}

} // namespace imprimatur::field
