/// TIFF files of any kind, made by libtiff for the tests of this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tiffio.h>

namespace imprimatur::tiff {

struct Kind {
    std::uint32_t width = 50;
    std::uint32_t height = 40;
    std::uint16_t bits = 8;
    std::uint16_t samples = 1;
    std::uint16_t format = SAMPLEFORMAT_UINT;
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t fill_order = FILLORDER_MSB2LSB;
    bool is_planar = false;
    bool is_tiled = false;
    std::uint32_t rows_a_strip = 7;
    std::string mode = "w";            ///< of TIFFOpen: "w8" BigTIFF, "wb" big-endian
    std::function<void(TIFF*)> more{}; ///< further tags
    std::function<std::uint64_t(std::uint32_t x, std::uint32_t y, unsigned sample)> value{};
};

/// One file; a picture for each kind.
std::string make(std::vector<Kind> const& pictures);

} // namespace imprimatur::tiff
