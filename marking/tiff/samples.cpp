#include "marking/tiff/samples.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace imprimatur::tiff {

namespace {

constexpr tmsize_t most_part_bytes = tmsize_t{2} << 30U;

/// Whole bytes in the order of this machine, as libtiff leaves samples of 8, 16, 24, 32 and 64
/// bits.
std::uint64_t native(std::uint8_t const* at, unsigned bytes) {
    std::uint64_t value = 0;
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(&value, at, bytes);
    return value;
}

/// Any other width: bits one after another, the highest first. @source TIFF 6.0, FillOrder 1
std::uint64_t packed(std::uint8_t const* row, std::uint64_t bit, unsigned bits) {
    std::uint64_t value = 0;
    for (unsigned done = 0; done < bits;) {
        auto const within = static_cast<unsigned>(bit % 8);
        auto const count = std::min(8 - within, bits - done);
        auto const part = row[bit / 8] >> (8 - within - count) & ((1U << count) - 1U);
        value = value << count | part;
        done += count;
        bit += count;
    }
    return value;
}

/// @source IEEE 754: sign, 5 bits of exponent and 10 of fraction in half precision; 7 and 16 in
/// Adobe's 24 bits (Photoshop TIFF Technical Note 3)
float fraction(std::uint64_t value, unsigned bits) {
    if (bits == 64) {
        return static_cast<float>(std::bit_cast<double>(value));
    }
    if (bits == 32) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(value));
    }
    int const mantissa_bits = bits == 24 ? 16 : 10;
    int const bias = bits == 24 ? 63 : 15;
    auto const top = static_cast<int>(value >> static_cast<unsigned>(mantissa_bits));
    int const exponent = top & (2 * bias + 1);
    auto const mantissa =
        static_cast<double>(value & ((1ULL << static_cast<unsigned>(mantissa_bits)) - 1)) /
        static_cast<double>(1ULL << static_cast<unsigned>(mantissa_bits));
    double const size = exponent == 0              ? std::ldexp(mantissa, 1 - bias)
                        : exponent == 2 * bias + 1 ? std::nan("")
                                                   : std::ldexp(1 + mantissa, exponent - bias);
    return static_cast<float>((value >> (bits - 1U) & 1U) != 0 ? -size : size);
}

float as_float(std::uint64_t value, Lie const& lie) {
    if (lie.format == SAMPLEFORMAT_IEEEFP) {
        return fraction(value, lie.bits);
    }
    bool const is_negative = lie.format == SAMPLEFORMAT_INT && (value >> (lie.bits - 1U) & 1U) != 0;
    auto const whole = static_cast<double>(value);
    return static_cast<float>(is_negative ? whole - std::ldexp(1.0, lie.bits) : whole);
}

template <class T> T sample_at(std::uint8_t const* row, std::uint64_t number, Lie const& lie) {
    auto const bits = unsigned{lie.bits};
    bool const is_whole_bytes = bits % 8 == 0 && bits <= 64;
    if (bits == 8 && sizeof(T) == 1) {
        return static_cast<T>(row[number]);
    }
    auto const value = is_whole_bytes ? native(row + number * (bits / 8), bits / 8)
                                      : packed(row, number * bits, bits);
    if constexpr (std::is_same_v<T, float>) {
        return as_float(value, lie);
    } else {
        return static_cast<T>(value);
    }
}

/// One tile or strip, of all samples or of one plane.
struct Part {
    std::uint32_t x, y, width, height; ///< what of it lies on the picture
    std::size_t row_bytes;
    std::uint16_t first, count; ///< samples of a pixel
};

template <class T>
void take(std::vector<T>& into, std::vector<std::uint8_t> const& from, Part const& part,
          Lie const& lie, std::uint16_t kept) {
    auto const used = std::min<unsigned>(part.count, kept - std::min(kept, part.first));
    for (std::uint32_t y = 0; y < part.height; ++y) {
        auto const* row = from.data() + y * part.row_bytes;
        auto* to = into.data() + (std::size_t{part.y + y} * lie.width + part.x) * kept + part.first;
        for (std::uint32_t x = 0; x < part.width; ++x, to += kept) {
            for (unsigned i = 0; i < used; ++i) {
                to[i] = sample_at<T>(row, std::uint64_t{x} * part.count + i, lie);
            }
        }
    }
}

tmsize_t read_part(TIFF* file, Lie const& lie, Part const& part, std::vector<std::uint8_t>& data) {
    auto const size = static_cast<tmsize_t>(data.size());
    if (lie.is_tiled) {
        auto const tile = TIFFComputeTile(file, part.x, part.y, 0, part.first);
        return TIFFReadEncodedTile(file, tile, data.data(), size);
    }
    auto const strip = TIFFComputeStrip(file, part.y, part.first);
    return TIFFReadEncodedStrip(file, strip, data.data(), size);
}

} // namespace

namespace {

/// How one strip or tile is laid out in memory.
struct Block {
    std::size_t size, row;
    std::uint16_t together; ///< samples of a pixel that lie side by side
};

Result<Block> block_of(TIFF* file, Lie const& lie) {
    auto const size = lie.is_tiled ? TIFFTileSize(file) : TIFFStripSize(file);
    auto const row = lie.is_tiled ? TIFFTileRowSize(file) : TIFFScanlineSize(file);
    std::uint16_t const together = lie.is_planar ? 1 : lie.samples;
    auto const needed = (std::uint64_t{lie.part_width} * together * lie.bits + 7) / 8;
    bool const is_sound =
        size > 0 && size <= most_part_bytes && row > 0 &&
        static_cast<std::uint64_t>(row) >= needed &&
        static_cast<std::uint64_t>(row) * lie.part_height <= static_cast<std::uint64_t>(size);
    if (!is_sound) {
        return broken("rows that do not fit their strips or tiles");
    }
    return Block{static_cast<std::size_t>(size), static_cast<std::size_t>(row), together};
}

/// All strips or tiles that are wanted, plane by plane.
std::vector<Part> parts_of(Lie const& lie, Block const& block, std::uint16_t kept) {
    std::vector<Part> out;
    std::uint16_t const planes = lie.is_planar ? std::min(lie.samples, kept) : 1;
    for (std::uint16_t plane = 0; plane < planes; ++plane) {
        for (std::uint32_t y = 0; y < lie.height; y += lie.part_height) {
            for (std::uint32_t x = 0; x < lie.width; x += lie.part_width) {
                out.push_back({x, y, std::min(lie.part_width, lie.width - x),
                               std::min(lie.part_height, lie.height - y), block.row, plane,
                               block.together});
            }
        }
    }
    return out;
}

} // namespace

template <class T>
Result<std::vector<T>> samples_of(TIFF* file, Lie const& lie, std::uint16_t kept) {
    auto const block = block_of(file, lie);
    if (!block) {
        return pass_on(block);
    }
    std::vector<T> out(std::size_t{lie.width} * lie.height * kept);
    std::vector<std::uint8_t> data(block->size);
    for (auto const& part : parts_of(lie, *block, kept)) {
        auto const wanted =
            static_cast<tmsize_t>(part.row_bytes) * static_cast<tmsize_t>(part.height);
        if (read_part(file, lie, part, data) < wanted) {
            return broken("a strip or tile cannot be unpacked");
        }
        take(out, data, part, lie, kept);
    }
    return out;
}

template Result<std::vector<std::uint8_t>> samples_of(TIFF*, Lie const&, std::uint16_t);
template Result<std::vector<std::uint16_t>> samples_of(TIFF*, Lie const&, std::uint16_t);
template Result<std::vector<float>> samples_of(TIFF*, Lie const&, std::uint16_t);

} // namespace imprimatur::tiff
