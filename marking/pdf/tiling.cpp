#include "marking/pdf/tiling.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <libdeflate.h>

#include "foundation/owned/owned.hpp"
#include "marking/pdf/decline.hpp"
#include "marking/pdf/frame.hpp"

namespace imprimatur::pdf {

namespace {

constexpr double points_a_millimetre = 72 / 25.4;

using Deflater = Owned<libdeflate_compressor, libdeflate_free_compressor>;

std::string deflated(std::string const& bytes) {
    thread_local Deflater const deflater(libdeflate_alloc_compressor(9));
    if (!deflater) {
        throw Decline{"no memory to pack"};
    }
    std::string out(libdeflate_zlib_compress_bound(deflater.get(), bytes.size()), '\0');
    out.resize(libdeflate_zlib_compress(deflater.get(), bytes.data(), bytes.size(), out.data(),
                                        out.size()));
    return out;
}

} // namespace

Tiling::Tiling(Tile const& tile, Written& out, unsigned& next)
    : tile_(tile), out_(out), next_(next), number_(next++) {
    out_.stream(number_,
                "/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Filter/FlateDecode"
                "/Width " +
                    std::to_string(tile.width) + "/Height " + std::to_string(tile.height),
                deflated(tile.rows));
}

unsigned Tiling::write_under(unsigned number, PageSize size) {
    auto const inner = next_++;
    std::string entries = "/Type/XObject/Subtype/Form/Filter/FlateDecode/Resources<</XObject<</T";
    append_reference(entries, number_);
    entries += "/D";
    append_reference(entries, inner);
    entries += ">>>>/BBox[0 0 " + number_text(size.width * points_a_millimetre) + " " +
               number_text(size.height * points_a_millimetre) + "]";
    out_.stream(number, entries, deflated("q\n" + places(size) + "Q\n/D Do"));
    return inner;
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
