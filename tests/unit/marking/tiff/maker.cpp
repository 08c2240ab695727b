#include "tests/unit/marking/tiff/maker.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace imprimatur::tiff {

namespace {

struct Memory {
    std::string bytes;
    std::size_t place = 0;

    static Memory& of(thandle_t handle) { return *static_cast<Memory*>(handle); }
    static tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
        auto& memory = of(handle);
        auto const count = std::min<std::size_t>(static_cast<std::size_t>(size),
                                                 memory.bytes.size() -
                                                     std::min(memory.bytes.size(), memory.place));
        std::memcpy(to, memory.bytes.data() + memory.place, count);
        memory.place += count;
        return static_cast<tmsize_t>(count);
    }
    static tmsize_t write(thandle_t handle, void* from, tmsize_t size) {
        auto& memory = of(handle);
        auto const count = static_cast<std::size_t>(size);
        memory.bytes.resize(std::max(memory.bytes.size(), memory.place + count));
        std::memcpy(memory.bytes.data() + memory.place, from, count);
        memory.place += count;
        return size;
    }
    static toff_t seek(thandle_t handle, toff_t offset, int from) {
        auto& memory = of(handle);
        memory.place = offset + (from == SEEK_CUR   ? memory.place
                                 : from == SEEK_END ? memory.bytes.size()
                                                    : 0);
        return memory.place;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }
};

void put(std::vector<std::uint8_t>& row, std::size_t number, unsigned bits, std::uint64_t value) {
    if (bits % 8 == 0) { // in the order of this machine; libtiff turns it
        std::memcpy(row.data() + number * (bits / 8), &value, bits / 8);
        return;
    }
    for (unsigned i = 0; i < bits; ++i) {
        auto const bit = number * bits + i;
        auto const is_set = (value >> (bits - 1 - i) & 1U) != 0;
        row[bit / 8] = static_cast<std::uint8_t>(row[bit / 8] | (is_set ? 0x80U >> bit % 8 : 0U));
    }
}

/// Columns x to x + width of row y; beyond the picture zeros.
std::vector<std::uint8_t> row_of(Kind const& kind, std::uint32_t x, std::uint32_t y,
                                 std::uint32_t width, unsigned plane) {
    unsigned const together = kind.is_planar ? 1 : kind.samples;
    std::vector<std::uint8_t> row((std::size_t{width} * together * kind.bits + 7) / 8);
    for (std::uint32_t i = 0; i < width && x + i < kind.width && y < kind.height; ++i) {
        for (unsigned s = 0; s < together; ++s) {
            put(row, std::size_t{i} * together + s, kind.bits, kind.value(x + i, y, plane + s));
        }
    }
    return row;
}

void write_tiles(TIFF* file, Kind const& kind, unsigned plane) {
    constexpr std::uint32_t side = 16;
    for (std::uint32_t y = 0; y < kind.height; y += side) {
        for (std::uint32_t x = 0; x < kind.width; x += side) {
            std::vector<std::uint8_t> tile;
            for (std::uint32_t i = 0; i < side; ++i) {
                auto const row = row_of(kind, x, y + i, side, plane);
                tile.insert(tile.end(), row.begin(), row.end());
            }
            TIFFWriteTile(file, tile.data(), x, y, 0, static_cast<std::uint16_t>(plane));
        }
    }
}

void write_picture(TIFF* file, Kind const& kind) {
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, kind.width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, kind.height);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, kind.format);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(file, TIFFTAG_COMPRESSION, kind.compression);
    TIFFSetField(file, TIFFTAG_FILLORDER, kind.fill_order);
    TIFFSetField(file, TIFFTAG_PLANARCONFIG,
                 kind.is_planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    if (kind.is_tiled) {
        TIFFSetField(file, TIFFTAG_TILEWIDTH, 16);
        TIFFSetField(file, TIFFTAG_TILELENGTH, 16);
    } else {
        TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, kind.rows_a_strip);
    }
    if (kind.more) {
        kind.more(file);
    }
    for (unsigned plane = 0; plane < (kind.is_planar ? kind.samples : 1U); ++plane) {
        if (kind.is_tiled) {
            write_tiles(file, kind, plane);
            continue;
        }
        for (std::uint32_t y = 0; y < kind.height; ++y) {
            auto row = row_of(kind, 0, y, kind.width, plane);
            TIFFWriteScanline(file, row.data(), y, static_cast<std::uint16_t>(plane));
        }
    }
    TIFFWriteDirectory(file);
}

} // namespace

std::string make(std::vector<Kind> const& pictures) {
    Memory memory;
    auto* file =
        TIFFClientOpen("made", pictures.front().mode.c_str(), &memory, Memory::read, Memory::write,
                       Memory::seek, Memory::close, Memory::size, nullptr, nullptr);
    if (file == nullptr) {
        throw std::runtime_error("no TIFF");
    }
    for (auto const& kind : pictures) {
        write_picture(file, kind);
    }
    TIFFClose(file);
    return memory.bytes;
}

} // namespace imprimatur::tiff
