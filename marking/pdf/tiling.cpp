#include "marking/pdf/tiling.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "marking/pdf/frame.hpp"

namespace imprimatur::pdf {

Tiling::Tiling(Tile const& tile, Written& out, unsigned& next)
    : tile_(tile), out_(out), next_(next), number_(next++) {
    out_.stencil(number_, tile.width, tile.height, tile.rows);
}

unsigned Tiling::form(PageSize size) {
    auto const [place, is_new] = forms_.try_emplace(size, next_);
    if (is_new) {
        std::string entries =
            "/Type/XObject/Subtype/Form/BBox" + box_text(size) + "/Resources<</XObject<</T";
        append_reference(entries, number_);
        out_.packed(next_++, entries + ">>>>", places(size));
    }
    return place->second;
}

/// Every place from which the tile reaches onto the page.
std::string Tiling::places(PageSize size) const {
    double const scale = tile_.unit * points_a_millimetre;
    Matrix const units{scale, 0, 0, -scale, 0, size.height * points_a_millimetre};
    std::string out = units.text() + " cm\n" + number_text(tile_.red) + " " +
                      number_text(tile_.green) + " " + number_text(tile_.blue) + " rg\n";
    auto const& [one, two] = tile_.steps;
    double const width = size.width / tile_.unit;
    double const height = size.height / tile_.unit;
    // As many steps as reach the farthest corner, whichever way they lie.
    double const far = std::hypot(width, height) + std::hypot(tile_.width, tile_.height);
    double const area = std::abs(one.x * two.y - one.y * two.x);
    double const longest = std::max(std::hypot(one.x, one.y), std::hypot(two.x, two.y));
    int const most = static_cast<int>(far * longest / area) + 1;
    for (int j = -most; j <= most; ++j) {
        for (int i = -most; i <= most; ++i) {
            double const x = tile_.at.x + i * one.x + j * two.x;
            double const y = tile_.at.y + i * one.y + j * two.y;
            if (x < width && x + tile_.width > 0 && y < height && y + tile_.height > 0) {
                Matrix const place{double(tile_.width),   0, 0,
                                   -double(tile_.height), x, y + double(tile_.height)};
                out += "q " + place.text() + " cm/T Do Q\n";
            }
        }
    }
    return out;
}

} // namespace imprimatur::pdf
