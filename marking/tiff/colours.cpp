#include "marking/tiff/colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "marking/tiff/samples.hpp"

namespace imprimatur::tiff {

namespace {

using Colour = std::array<double, 4>; ///< 0 to 1; grey, RGB, CMYK or L*, a*, b* as scaled by lab()

std::uint8_t byte_of(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

/// What is stored for black and for white (or for no ink and all).
struct Range {
    double low = 0;
    double high = 1;
    double of(double value) const { return high > low ? (value - low) / (high - low) : 0; }
};

/// Of fractions nobody says what is white: what the file says, else the usual 1, 255 or 65,535 that
/// holds all of them, else from the least to the greatest.
Range range_of(TIFF* file, Lie const& lie, std::vector<float> const& samples) {
    if (lie.format != SAMPLEFORMAT_IEEEFP) {
        bool const is_signed = lie.format == SAMPLEFORMAT_INT;
        auto const all = std::ldexp(1.0, lie.bits);
        return {is_signed ? -all / 2 : 0, is_signed ? all / 2 - 1 : all - 1};
    }
    Range seen{1e300, -1e300};
    for (double const sample : samples) {
        if (std::isfinite(sample)) {
            seen.low = std::min(seen.low, sample);
            seen.high = std::max(seen.high, sample);
        }
    }
    double low = 0;
    double high = 0;
    bool const is_said = TIFFGetField(file, TIFFTAG_SMINSAMPLEVALUE, &low) == 1 &&
                         TIFFGetField(file, TIFFTAG_SMAXSAMPLEVALUE, &high) == 1 && high > low;
    if (is_said) {
        return {low, high};
    }
    for (double const usual : {1.0, 255.0, 65535.0}) {
        if (seen.low >= 0 && seen.high <= usual) {
            return {0, usual};
        }
    }
    return seen;
}

double gamma_of_srgb(double linear) { // IEC 61966-2-1
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

/// CIE 1976 L*a*b* under D50, adapted to the white of sRGB (Bradford), so that white paper stays
/// white. TIFFReadRGBAImage() leaves the adaptation out: paper comes out yellow.
std::array<double, 3> srgb_of_lab(double l, double a, double b) {
    auto const inverse = [](double t) {
        constexpr double knee = 6.0 / 29;
        return t > knee ? t * t * t : 3 * knee * knee * (t - 4.0 / 29);
    };
    double const fy = (l + 16) / 116;
    double const x = 0.96422 * inverse(fy + a / 500);
    double const y = inverse(fy);
    double const z = 0.82521 * inverse(fy - b / 200);
    return {gamma_of_srgb(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
            gamma_of_srgb(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
            gamma_of_srgb(0.0719453 * x - 0.2289914 * y + 1.4052427 * z)};
}

/// @source TIFF 6.0, section 23 (CIELab: a* and b* signed); TIFF Technical Note 4 (ICCLab: offset)
std::array<double, 3> rgb_of_stored_lab(Lie const& lie, double const* stored) {
    bool const is_wide = lie.bits == 16;
    double const step = is_wide ? 256 : 1;
    auto const axis = [&](double value) {
        if (lie.photometric == PHOTOMETRIC_ICCLAB) {
            return value / step - 128;
        }
        double const half = is_wide ? 32768 : 128;
        return (value >= half ? value - 2 * half : value) / step;
    };
    double const most = !is_wide ? 255 : lie.photometric == PHOTOMETRIC_ICCLAB ? 65280 : 65535;
    return srgb_of_lab(stored[0] / most * 100, axis(stored[1]), axis(stored[2]));
}

/// The colours of a palette; 8-bit ones that old programs wrote are known by their being small.
struct Palette {
    std::uint16_t* part[3] = {nullptr, nullptr, nullptr};
    std::size_t size = 0;
    double most = 65535;

    static Result<Palette> of(TIFF* file, Lie const& lie) {
        Palette out;
        if (lie.bits > 16 ||
            TIFFGetField(file, TIFFTAG_COLORMAP, &out.part[0], &out.part[1], &out.part[2]) != 1) {
            return broken("a palette without colours");
        }
        out.size = std::size_t{1} << lie.bits;
        bool const is_old = std::all_of(std::begin(out.part), std::end(out.part), [&](auto* one) {
            return std::all_of(one, one + out.size, [](auto value) { return value < 256; });
        });
        out.most = is_old ? 255 : 65535;
        return out;
    }
};

/// How pixels of one picture become bytes.
struct Painter {
    Lie const& lie;
    std::uint16_t colours;
    bool has_alpha;
    Range range;
    std::optional<Palette> palette;

    bool is_grey() const { return colours == 1 && !palette; }

    /// @param pixel as stored
    template <class T> std::array<double, 3> colour_of(T const* pixel) const {
        double stored[4] = {};
        std::copy_n(pixel, colours, stored);
        if (palette) {
            auto const index = std::min(static_cast<std::size_t>(stored[0]), palette->size - 1);
            return {palette->part[0][index] / palette->most,
                    palette->part[1][index] / palette->most,
                    palette->part[2][index] / palette->most};
        }
        if (lie.photometric == PHOTOMETRIC_CIELAB || lie.photometric == PHOTOMETRIC_ICCLAB) {
            return rgb_of_stored_lab(lie, stored);
        }
        std::transform(stored, stored + colours, stored, [&](double value) {
            return std::isfinite(value) ? std::clamp(range.of(value), 0.0, 1.0) : 0;
        });
        if (lie.photometric == PHOTOMETRIC_SEPARATED) {
            double const light = 1 - stored[3];
            return {(1 - stored[0]) * light, (1 - stored[1]) * light, (1 - stored[2]) * light};
        }
        if (lie.photometric == PHOTOMETRIC_MINISWHITE) {
            stored[0] = 1 - stored[0];
        }
        return {stored[0], stored[1], stored[2]};
    }

    template <class T> void paint(T const* pixel, std::uint8_t* to) const {
        auto colour = colour_of(pixel);
        if (has_alpha) {
            double const cover =
                std::clamp(range.of(static_cast<double>(pixel[colours])), 0.0, 1.0);
            bool const is_mixed = lie.alpha == EXTRASAMPLE_ASSOCALPHA;
            for (auto& part : colour) {
                part = (is_mixed ? part : part * cover) + 1 - cover;
            }
        }
        for (std::size_t i = 0; i < (is_grey() ? 1U : 3U); ++i) {
            to[i] = byte_of(colour[i]);
        }
    }
};

template <class T> Result<Bitmap> paint_all(TIFF* file, Painter painter) {
    auto const& lie = painter.lie;
    auto const kept = static_cast<std::uint16_t>(painter.colours + (painter.has_alpha ? 1 : 0));
    auto const samples = samples_of<T>(file, lie, kept);
    if (!samples) {
        return pass_on(samples);
    }
    if constexpr (std::is_same_v<T, float>) {
        painter.range = range_of(file, lie, *samples);
    } else {
        painter.range = {0, std::ldexp(1.0, lie.bits) - 1};
    }
    Bitmap out{lie.width, lie.height, painter.is_grey() ? Channels::Grey : Channels::Rgb, 0, {}};
    out.pixels.resize(out.row_bytes() * out.height);
    auto* to = out.pixels.data();
    std::size_t const pixels = std::size_t{lie.width} * lie.height;
    // Up to eight bits of grey or palette are a table of what few values there are.
    std::vector<std::array<std::uint8_t, 3>> table;
    if (sizeof(T) == 1 && kept == 1) {
        table.resize(256);
        for (unsigned value = 0; value < table.size(); ++value) {
            auto const stored = static_cast<T>(value);
            painter.paint(&stored, table[value].data());
        }
    }
    auto const channels = static_cast<std::size_t>(out.channels);
    for (std::size_t i = 0; i < pixels; ++i, to += channels) {
        auto const* pixel = samples->data() + i * kept;
        if (!table.empty()) {
            std::copy_n(table[static_cast<std::size_t>(*pixel)].begin(), channels, to);
        } else {
            painter.paint(pixel, to);
        }
    }
    return out;
}

/// What libtiff converts well itself: YCbCr in all its subsamplings, old-style JPEG, LogLuv.
Result<Bitmap> converted(TIFF* file, Lie const& lie) {
    char why[1024] = {};
    if (TIFFRGBAImageOK(file, why) != 1) {
        return unknown_kind("TIFF, Photometric " + std::to_string(lie.photometric) + ", " +
                            std::to_string(lie.samples) + " × " + std::to_string(lie.bits));
    }
    TIFFSetField(file, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT); // turned later, all eight ways
    std::vector<std::uint32_t> raster(std::size_t{lie.width} * lie.height);
    if (TIFFReadRGBAImageOriented(file, lie.width, lie.height, raster.data(), ORIENTATION_TOPLEFT,
                                  1) != 1) {
        return broken("cannot be unpacked");
    }
    Bitmap out{lie.width, lie.height, Channels::Rgb, 0, {}};
    out.pixels.resize(out.row_bytes() * out.height);
    auto* to = out.pixels.data();
    for (auto const pixel : raster) {
        *to++ = static_cast<std::uint8_t>(TIFFGetR(pixel));
        *to++ = static_cast<std::uint8_t>(TIFFGetG(pixel));
        *to++ = static_cast<std::uint8_t>(TIFFGetB(pixel));
    }
    return out;
}

/// Colours in a pixel where we convert ourselves; 0: another kind.
std::uint16_t colours_of(TIFF* file, Lie const& lie) {
    switch (lie.photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
        return 1;
    case PHOTOMETRIC_RGB:
        return 3;
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_ICCLAB:
        return (lie.bits == 8 || lie.bits == 16) && lie.format != SAMPLEFORMAT_IEEEFP ? 3 : 0;
    case PHOTOMETRIC_SEPARATED: {
        std::uint16_t inks = INKSET_CMYK;
        TIFFGetFieldDefaulted(file, TIFFTAG_INKSET, &inks);
        return inks == INKSET_CMYK ? 4 : 0;
    }
    default:
        return 0;
    }
}

bool is_known_format(Lie const& lie) {
    if (lie.format == SAMPLEFORMAT_IEEEFP) {
        return lie.bits == 16 || lie.bits == 24 || lie.bits == 32 || lie.bits == 64;
    }
    bool const is_whole = lie.format == SAMPLEFORMAT_UINT || lie.format == SAMPLEFORMAT_INT ||
                          lie.format == SAMPLEFORMAT_VOID;
    return is_whole && lie.bits <= 64;
}

} // namespace

Result<Bitmap> picture_of(TIFF* file, Lie const& lie) {
    auto const colours = colours_of(file, lie);
    bool const is_lab =
        lie.photometric == PHOTOMETRIC_CIELAB || lie.photometric == PHOTOMETRIC_ICCLAB;
    if (colours == 0) {
        return converted(file, lie);
    }
    if (!is_known_format(lie) || lie.samples < colours) {
        return unknown_kind("TIFF, SampleFormat " + std::to_string(lie.format) + ", " +
                            std::to_string(lie.samples) + " × " + std::to_string(lie.bits));
    }
    bool const has_alpha =
        lie.alpha == EXTRASAMPLE_ASSOCALPHA || lie.alpha == EXTRASAMPLE_UNASSALPHA;
    Painter painter{lie, colours, has_alpha, {}, std::nullopt};
    if (lie.photometric == PHOTOMETRIC_PALETTE) {
        auto palette = Palette::of(file, lie);
        if (!palette) {
            return pass_on(palette);
        }
        painter.palette = *palette;
    }
    bool const is_plain = lie.format == SAMPLEFORMAT_UINT || lie.format == SAMPLEFORMAT_VOID ||
                          is_lab || painter.palette;
    if (is_plain && lie.bits <= 8) {
        return paint_all<std::uint8_t>(file, painter);
    }
    if (is_plain && lie.bits <= 16) {
        return paint_all<std::uint16_t>(file, painter);
    }
    return paint_all<float>(file, painter);
}

} // namespace imprimatur::tiff
