#include "marking/tiff/opened.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "marking/tiff/tiff.hpp"

namespace imprimatur::tiff {

namespace {

/// A number of `width` bytes in the byte order of the file. Empty beyond the end.
std::optional<std::uint64_t> number_at(std::string_view bytes, std::uint64_t place,
                                       unsigned width) {
    if (place > bytes.size() || bytes.size() - place < width) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
        auto const at = bytes.front() == 'I' ? width - 1 - i : i;
        value = value << 8U | static_cast<unsigned char>(bytes[place + at]);
    }
    return value;
}

/// libtiff talks to stderr unless told not to.
void hush() {
    static std::once_flag once;
    std::call_once(once, [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
    });
}

template <class T> T field(TIFF* file, std::uint32_t tag, T otherwise) {
    T out{};
    return TIFFGetFieldDefaulted(file, tag, &out) == 1 ? out : otherwise;
}

std::uint16_t colours_of(std::uint16_t photometric) {
    return photometric == PHOTOMETRIC_SEPARATED ? 4
           : photometric == PHOTOMETRIC_RGB || photometric == PHOTOMETRIC_CIELAB ||
                   photometric == PHOTOMETRIC_ICCLAB
               ? 3
               : 1;
}

int alpha_of(TIFF* file, Lie const& lie) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    bool const is_extra = TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) == 1 &&
                          count > 0 && lie.samples > colours_of(lie.photometric);
    return is_extra ? kinds[0] : 0;
}

} // namespace

tl::unexpected<Error> broken(char const* cause) {
    return fail(Fault::BadInput, {"image.broken", {}}, cause);
}

tl::unexpected<Error> unknown_kind(std::string const& kind) {
    return fail(Fault::Unsupported, {"image.unknown-kind", {{"kind", kind}}}, kind);
}

namespace {

/// How folders are laid out. @source TIFF 6.0, section 2; BigTIFF
struct Widths {
    unsigned entry, place, counter;
};

/// A small view of another picture (pyramids, thumbnails), or its mask: nobody's page.
bool is_of_another(std::string_view bytes, std::uint64_t folder, std::uint64_t entries,
                   Widths const& widths) {
    constexpr std::uint64_t short_type = 3;
    for (std::uint64_t i = 0; i < entries; ++i) {
        auto const entry = folder + widths.counter + i * widths.entry;
        if (number_at(bytes, entry, 2) == TIFFTAG_SUBFILETYPE) {
            auto const is_short = number_at(bytes, entry + 2, 2) == short_type;
            auto const value =
                number_at(bytes, entry + 4 + widths.place, is_short ? 2 : 4).value_or(0);
            return (value & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
        }
    }
    return false;
}

} // namespace

Result<std::vector<std::uint64_t>> folders_of(std::string_view bytes) {
    constexpr std::uint32_t most = 20000;
    bool const is_big = bytes.size() > 3 && (bytes[2] == 43 || bytes[3] == 43);
    auto const widths = is_big ? Widths{20, 8, 8} : Widths{12, 4, 2};
    std::vector<std::uint64_t> all;
    std::vector<std::uint64_t> whole;
    auto folder = number_at(bytes, is_big ? 8 : 4, widths.place);
    while (folder && *folder != 0) {
        auto const entries = number_at(bytes, *folder, widths.counter);
        if (!entries || *entries > bytes.size() / widths.entry || all.size() == most) {
            return broken("the chain of TIFF folders is damaged");
        }
        all.push_back(*folder);
        if (!is_of_another(bytes, *folder, *entries, widths)) {
            whole.push_back(*folder);
        }
        folder = number_at(bytes, *folder + widths.counter + *entries * widths.entry, widths.place);
    }
    if (all.empty()) {
        return broken("no picture in the TIFF");
    }
    return whole.empty() ? all : whole;
}

/// What libtiff calls to read; the handle is the Source.
struct Reading {
    static Opened::Source& of(thandle_t handle) { return *static_cast<Opened::Source*>(handle); }
    static tmsize_t read(thandle_t handle, void* to, tmsize_t size) {
        auto& source = of(handle);
        auto const left =
            source.place < source.bytes.size() ? source.bytes.size() - source.place : 0;
        auto const count = std::min<std::size_t>(left, static_cast<std::size_t>(size));
        std::memcpy(to, source.bytes.data() + source.place, count);
        source.place += count;
        return static_cast<tmsize_t>(count);
    }
    static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
    static toff_t seek(thandle_t handle, toff_t offset, int from) {
        auto& source = of(handle);
        toff_t const base = from == SEEK_CUR   ? source.place
                            : from == SEEK_END ? source.bytes.size()
                                               : 0;
        return source.place = base + offset;
    }
    static int close(thandle_t) { return 0; }
    static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }
};

Result<Opened> Opened::open(std::string_view bytes, std::uint32_t index) {
    hush();
    auto const folders = folders_of(bytes);
    if (!folders || index >= folders->size()) {
        return folders ? broken("no such picture") : pass_on(folders);
    }
    Opened out;
    out.source_ = std::make_unique<Source>(Source{bytes, 0});
    // h: no picture is read before it is asked for, m: nothing is mapped; the bytes lie here.
    out.file_.reset(TIFFClientOpen("picture", "rhm", out.source_.get(), Reading::read,
                                   Reading::write, Reading::seek, Reading::close, Reading::size,
                                   nullptr, nullptr));
    if (!out.file_ || TIFFSetSubDirectory(out.get(), folders->at(index)) != 1) {
        return broken("the folder of the picture is damaged");
    }
    return out;
}

Result<Lie> lie_of(TIFF* file) {
    Lie out;
    out.width = field<std::uint32_t>(file, TIFFTAG_IMAGEWIDTH, 0);
    out.height = field<std::uint32_t>(file, TIFFTAG_IMAGELENGTH, 0);
    if (out.width == 0 || out.height == 0) {
        return broken("without a size");
    }
    if (double{1} * out.width * out.height > most_pixels) {
        return fail(Fault::Exhausted, {"image.too-large", {}},
                    std::to_string(out.width) + " x " + std::to_string(out.height));
    }
    out.bits = field<std::uint16_t>(file, TIFFTAG_BITSPERSAMPLE, 1);
    out.samples = field<std::uint16_t>(file, TIFFTAG_SAMPLESPERPIXEL, 1);
    out.format = field<std::uint16_t>(file, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    out.compression = field<std::uint16_t>(file, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    // Where nothing is said, three samples are RGB and one is ink on paper, as faxes have it.
    std::uint16_t const usual = out.samples >= 3 ? PHOTOMETRIC_RGB
                                : out.bits == 1  ? PHOTOMETRIC_MINISWHITE
                                                 : PHOTOMETRIC_MINISBLACK;
    out.photometric = field<std::uint16_t>(file, TIFFTAG_PHOTOMETRIC, usual);
    out.is_planar =
        out.samples > 1 && field<std::uint16_t>(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) ==
                               PLANARCONFIG_SEPARATE;
    out.is_tiled = TIFFIsTiled(file) != 0;
    out.part_width = out.is_tiled ? field<std::uint32_t>(file, TIFFTAG_TILEWIDTH, 0) : out.width;
    out.part_height = field<std::uint32_t>(
        file, out.is_tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, out.height);
    out.part_height = out.is_tiled ? out.part_height : std::min(out.part_height, out.height);
    out.alpha = alpha_of(file, out);
    if (out.bits == 0 || out.samples == 0 || out.part_width == 0 || out.part_height == 0) {
        return broken("without samples");
    }
    if (TIFFIsCODECConfigured(out.compression) == 0) {
        return unknown_kind("TIFF, Compression " + std::to_string(out.compression));
    }
    return out;
}

} // namespace imprimatur::tiff
