// A picture is what it is, in whatever kind of TIFF it is stored.
#include "marking/tiff/tiff.hpp"

#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/unit/marking/tiff/maker.hpp"

namespace imprimatur::tiff {
namespace {

/// What every picture here shows, 0 to 1: bands that differ in each colour.
double light(std::uint32_t x, std::uint32_t y, unsigned colour) {
    return static_cast<double>((x * 5 + y * 3 * (colour + 1) + colour * 60) % 256) / 255;
}

std::uint64_t whole(double value, unsigned bits) {
    return static_cast<std::uint64_t>(
        std::lround(value * (std::ldexp(1.0, static_cast<int>(bits)) - 1)));
}

Kind grey(unsigned bits = 8) {
    Kind out;
    out.bits = static_cast<std::uint16_t>(bits);
    out.value = [bits](auto x, auto y, auto) { return whole(light(x, y, 0), bits); };
    return out;
}

Kind rgb(unsigned bits = 8) {
    auto out = grey(bits);
    out.samples = 3;
    out.photometric = PHOTOMETRIC_RGB;
    out.value = [bits](auto x, auto y, auto s) { return whole(light(x, y, s), bits); };
    return out;
}

/// How far from what it should be, at the most, in 255 parts; 999: not read.
double error_of(std::string const& bytes, double step = 0) {
    auto const picture = decode(bytes, 0);
    if (!picture) {
        ADD_FAILURE() << picture.error().sentence.id << ": " << picture.error().cause;
        return 999;
    }
    auto const& seen = picture->bitmap;
    auto const colours = static_cast<unsigned>(seen.channels);
    double worst = 0;
    for (std::uint32_t y = 0; y < seen.height; ++y) {
        for (std::uint32_t x = 0; x < seen.width; ++x) {
            for (unsigned s = 0; s < colours; ++s) {
                double wanted = light(x, y, s);
                wanted = step > 0 ? std::round(wanted * step) / step : wanted;
                worst = std::max(worst, std::abs(seen.row(y)[x * colours + s] - wanted * 255));
            }
        }
    }
    return worst;
}

TEST(Tiff, IsReadInStripsTilesAndPlanesOfAllCompressions) {
    for (auto const compression : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_PACKBITS,
                                   COMPRESSION_ADOBE_DEFLATE, COMPRESSION_ZSTD, COMPRESSION_LZMA}) {
        for (auto kind : {grey(), rgb()}) {
            for (int way = 0; way < 4; ++way) {
                kind.compression = static_cast<std::uint16_t>(compression);
                kind.is_tiled = way % 2 == 1;
                kind.is_planar = way >= 2 && kind.samples > 1;
                EXPECT_LE(error_of(make({kind})), 0.5) << compression << " way " << way;
            }
        }
    }
}

TEST(Tiff, IsReadInBothByteOrdersAndAsBigTiff) {
    for (auto const* mode : {"wl", "wb", "w8l", "w8b"}) {
        for (auto kind : {grey(16), rgb(), grey(12)}) {
            kind.mode = mode;
            auto const bytes = make({kind, kind, kind});
            EXPECT_TRUE(is_tiff(bytes)) << mode;
            EXPECT_EQ(count(bytes).value(), 3U) << mode;
            EXPECT_LE(error_of(bytes), 0.51) << mode << ", bits " << kind.bits;
            EXPECT_TRUE(decode(bytes, 2));
        }
    }
}

TEST(Tiff, OfOnePictureWithSmallerViewsOfItIsOnePage) { // pyramids of viewers, thumbnails, masks
    auto small = grey();
    small.width = 25;
    for (auto const* mode : {"wl", "wb", "w8l", "w8b"}) {
        std::vector<Kind> pictures{grey(), small, small, grey()};
        pictures[0].mode = mode;
        for (auto const& [place, type] :
             {std::pair{1U, FILETYPE_REDUCEDIMAGE}, {2U, FILETYPE_MASK}, {3U, FILETYPE_PAGE}}) {
            pictures[place].more = [kind = type](TIFF* file) {
                TIFFSetField(file, TIFFTAG_SUBFILETYPE, static_cast<std::uint32_t>(kind));
            };
        }
        auto const bytes = make(pictures);
        EXPECT_EQ(count(bytes).value(), 2U) << mode;
        EXPECT_EQ(decode(bytes, 1)->bitmap.width, 50U)
            << "the second page, not a view of the first";
        EXPECT_EQ(count(make({pictures[1]})).value(), 1U)
            << "where there is no other, it is the page";
    }
}

TEST(Tiff, IsReadWithAnyNumberOfBits) {
    for (unsigned bits : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 10U, 12U, 14U, 16U, 24U, 32U}) {
        double const step = std::ldexp(1.0, static_cast<int>(bits)) - 1;
        for (bool is_tiled : {false, true}) {
            auto kind = grey(bits);
            kind.is_tiled = is_tiled;
            EXPECT_LE(error_of(make({kind}), step), 0.51) << bits;
        }
        EXPECT_LE(error_of(make({rgb(bits)}), step), 0.51) << bits << " RGB";
    }
}

TEST(Tiff, IsReadWhereWhiteIsZeroAndInEitherFillOrder) {
    for (unsigned bits : {1U, 4U, 8U, 16U}) {
        auto kind = grey(bits);
        kind.photometric = PHOTOMETRIC_MINISWHITE;
        kind.fill_order = FILLORDER_LSB2MSB;
        kind.value = [bits](auto x, auto y, auto) {
            return (1ULL << bits) - 1 - whole(light(x, y, 0), bits);
        };
        EXPECT_LE(error_of(make({kind}), std::ldexp(1.0, static_cast<int>(bits)) - 1), 0.51)
            << bits;
    }
}

TEST(Tiff, OfAFaxIsBlackOnWhite) { // CCITT groups 3 and 4
    for (auto const compression :
         {COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_CCITTRLE}) {
        auto kind = grey(1);
        kind.photometric = PHOTOMETRIC_MINISWHITE;
        kind.compression = static_cast<std::uint16_t>(compression);
        kind.value = [](auto x, auto y, auto) { return whole(1 - light(x, y, 0), 1); };
        auto const picture = decode(make({kind}), 0);
        ASSERT_TRUE(picture) << compression;
        for (std::uint32_t i = 0; i < 40; ++i) {
            EXPECT_EQ(picture->bitmap.row(i)[i], light(i, i, 0) * 255 > 127 ? 255 : 0);
        }
    }
}

TEST(Tiff, IsReadInFractions) {
    auto const in_single = [](double value) {
        return std::uint64_t{std::bit_cast<std::uint32_t>(static_cast<float>(value))};
    };
    auto kind = grey(32);
    kind.format = SAMPLEFORMAT_IEEEFP;
    for (double const white : {1.0, 255.0, 65535.0}) {
        kind.value = [&](auto x, auto y, auto) { return in_single(light(x, y, 0) * white); };
        EXPECT_LE(error_of(make({kind})), 0.51) << white;
    }
    kind.value = [&](auto x, auto y, auto) { return in_single(light(x, y, 0) * 30 - 10); };
    kind.more = [](TIFF* file) {
        TIFFSetField(file, TIFFTAG_SMINSAMPLEVALUE, -10.0);
        TIFFSetField(file, TIFFTAG_SMAXSAMPLEVALUE, 20.0);
    };
    EXPECT_LE(error_of(make({kind})), 0.51) << "as the file says";

    auto colour = rgb(64);
    colour.format = SAMPLEFORMAT_IEEEFP;
    colour.is_tiled = true;
    colour.value = [](auto x, auto y, auto s) {
        return std::bit_cast<std::uint64_t>(light(x, y, s));
    };
    EXPECT_LE(error_of(make({colour})), 0.51);

    auto half = grey(16);
    half.format = SAMPLEFORMAT_IEEEFP;
    half.value = [](auto x, auto, auto) { return std::uint64_t{x % 2 == 0 ? 0x3c00U : 0x3800U}; };
    auto const halves = decode(make({half}), 0);
    ASSERT_TRUE(halves);
    EXPECT_EQ(halves->bitmap.row(0)[0], 255); // 1.0
    EXPECT_EQ(halves->bitmap.row(0)[1], 128); // 0.5
}

TEST(Tiff, IsReadInSignedNumbers) {
    auto kind = grey(16);
    kind.format = SAMPLEFORMAT_INT;
    kind.value = [](auto x, auto y, auto) {
        return static_cast<std::uint64_t>(whole(light(x, y, 0), 16) - 32768) & 0xffffU;
    };
    EXPECT_LE(error_of(make({kind})), 0.51);
}

TEST(Tiff, IsReadWithAPaletteOfOldAndNewColours) {
    for (unsigned bits : {1U, 2U, 4U, 8U}) {
        for (unsigned const scale : {257U, 1U}) { // 16 bits as the norm wants, 8 as old programs do
            auto kind = grey(bits);
            kind.photometric = PHOTOMETRIC_PALETTE;
            kind.value = [bits](auto x, auto y, auto) { return (x + y) % (1U << bits); };
            std::vector<std::uint16_t> part[3];
            for (unsigned i = 0; i < 1U << bits; ++i) {
                for (unsigned s = 0; s < 3; ++s) {
                    part[s].push_back(static_cast<std::uint16_t>((i * 37 + s * 50) % 256 * scale));
                }
            }
            kind.more = [&](TIFF* file) {
                TIFFSetField(file, TIFFTAG_COLORMAP, part[0].data(), part[1].data(),
                             part[2].data());
            };
            auto const picture = decode(make({kind}), 0);
            ASSERT_TRUE(picture);
            for (unsigned i = 0; i < 30; ++i) {
                auto const index = 2 * i % (1U << bits);
                for (unsigned s = 0; s < 3; ++s) {
                    EXPECT_EQ(picture->bitmap.row(i)[i * 3 + s], (index * 37 + s * 50) % 256)
                        << bits << " " << scale;
                }
            }
        }
    }
}

TEST(Tiff, IsReadInInksAndStandsOnWhitePaper) {
    for (bool is_planar : {false, true}) {
        for (unsigned bits : {8U, 16U}) {
            auto kind = rgb(bits);
            kind.samples = 4;
            kind.photometric = PHOTOMETRIC_SEPARATED;
            kind.is_planar = is_planar;
            kind.value = [bits](auto x, auto y, auto s) {
                return s == 3 ? 0 : whole(1 - light(x, y, s), bits);
            };
            EXPECT_LE(error_of(make({kind})), 1);
        }
    }
}

TEST(Tiff, IsReadWithTransparencyOverWhite) {
    for (unsigned bits : {8U, 16U}) {
        for (auto const alpha : {EXTRASAMPLE_ASSOCALPHA, EXTRASAMPLE_UNASSALPHA}) {
            for (unsigned const colours : {1U, 3U}) { // grey with alpha: as ImageMagick writes it
                auto kind = colours == 1 ? grey(bits) : rgb(bits);
                kind.samples = static_cast<std::uint16_t>(colours + 1);
                kind.more = [alpha](TIFF* file) {
                    auto const extra = static_cast<std::uint16_t>(alpha);
                    TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &extra);
                };
                // Black, half covering: mid grey on white paper. Nothing covers: paper.
                kind.value = [=](auto x, auto, auto s) {
                    return s == colours && x < 25 ? whole(0.5, bits) : 0;
                };
                auto const picture = decode(make({kind}), 0);
                ASSERT_TRUE(picture) << picture.error().cause;
                EXPECT_NEAR(picture->bitmap.row(3)[0], 127, 1);
                EXPECT_EQ(picture->bitmap.row(3)[49 * colours], 255);
            }
        }
    }
}

TEST(Tiff, InCieLabHasWhitePaperAndItsColours) {
    for (auto const photometric : {PHOTOMETRIC_CIELAB, PHOTOMETRIC_ICCLAB}) {
        auto kind = rgb();
        kind.photometric = static_cast<std::uint16_t>(photometric);
        int const offset = photometric == PHOTOMETRIC_ICCLAB ? 128 : 0;
        kind.value = [offset](auto x, auto, auto s) -> std::uint64_t {
            int const red[] = {136, 81, 70}; // L* 53.3, a* 81, b* 70 under D50: sRGB red, almost
            int const stored[] = {x < 10   ? 255
                                  : x < 20 ? 0
                                           : red[0],
                                  x < 20 ? 0 : red[1], x < 20 ? 0 : red[2]};
            return static_cast<std::uint64_t>(stored[s] + (s > 0 ? offset : 0)) & 0xffU;
        };
        auto const picture = decode(make({kind}), 0);
        ASSERT_TRUE(picture) << picture.error().cause;
        auto const* row = picture->bitmap.row(5);
        for (int s = 0; s < 3; ++s) {
            EXPECT_NEAR(row[s], 255, 1) << "paper";
            EXPECT_EQ(row[30 + s], 0) << "ink";
        }
        EXPECT_GT(row[75], 245);
        EXPECT_LT(row[76], 40);
        EXPECT_LT(row[77], 40);
    }
}

TEST(Tiff, InYCbCrIsReadAsJpegAndPlain) {
    auto kind = rgb();
    kind.compression = COMPRESSION_JPEG;
    kind.photometric = PHOTOMETRIC_YCBCR;
    kind.rows_a_strip = 16;
    kind.more = [](TIFF* file) {
        TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        TIFFSetField(file, TIFFTAG_JPEGQUALITY, 95);
    };
    kind.value = [](auto, auto, auto s) { return s == 0 ? 200U : s == 1 ? 100U : 50U; };
    auto const packed = decode(make({kind}), 0);
    ASSERT_TRUE(packed) << packed.error().cause;
    auto plain = rgb();
    plain.photometric = PHOTOMETRIC_YCBCR;
    plain.more = [](TIFF* file) { TIFFSetField(file, TIFFTAG_YCBCRSUBSAMPLING, 1, 1); };
    plain.value = [](auto, auto, auto s) { return s == 0 ? 124U : s == 1 ? 86U : 182U; };
    auto const open = decode(make({plain}), 0);
    ASSERT_TRUE(open) << open.error().cause;
    for (auto const* picture : {&*packed, &*open}) {
        EXPECT_NEAR(picture->bitmap.row(20)[60], 200, 5);
        EXPECT_NEAR(picture->bitmap.row(20)[61], 100, 5);
        EXPECT_NEAR(picture->bitmap.row(20)[62], 50, 5);
    }
}

TEST(Tiff, ThatIsSoundButOfNoKindThatIsReadIsNamed) {
    auto strange = rgb();
    strange.photometric = 32803; // a colour filter array, as of cameras
    auto const refused = decode(make({strange}), 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Unsupported);
    EXPECT_EQ(refused.error().sentence.id, "image.unknown-kind");
    EXPECT_NE(refused.error().sentence.values.at("kind").find("32803"), std::string::npos);

    auto packed = make({grey()});
    auto const place = packed.find(std::string("\x03\x01\x03\0\x01\0\0\0\x01\0", 10)); // tag 259: 1
    ASSERT_NE(place, packed.npos);
    packed.replace(place + 8, 2, "\x98\x87"); // 34712, JPEG 2000
    EXPECT_EQ(decode(packed, 0).error().sentence.values.at("kind"), "TIFF, Compression 34712");

    auto complex = grey(64);
    complex.format = SAMPLEFORMAT_COMPLEXIEEEFP;
    EXPECT_EQ(decode(make({complex}), 0).error().sentence.id, "image.unknown-kind");
}

TEST(Tiff, SaysWhichWayUpItIsAndHowItsPixelsAreShaped) {
    auto fax = grey(1);
    fax.more = [](TIFF* file) {
        TIFFSetField(file, TIFFTAG_ORIENTATION, ORIENTATION_RIGHTTOP);
        TIFFSetField(file, TIFFTAG_XRESOLUTION, 204.0);
        TIFFSetField(file, TIFFTAG_YRESOLUTION, 98.0);
    };
    auto const picture = decode(make({fax}), 0);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->orientation, 6);
    EXPECT_NEAR(picture->dpi_x, 204, 0.1);
    EXPECT_NEAR(picture->dpi_y, 98, 0.1);
    EXPECT_NEAR(picture->aspect, 204.0 / 98, 0.01);
    fax.more = [](TIFF* file) {
        TIFFSetField(file, TIFFTAG_RESOLUTIONUNIT, RESUNIT_CENTIMETER);
        TIFFSetField(file, TIFFTAG_XRESOLUTION, 100.0);
        TIFFSetField(file, TIFFTAG_YRESOLUTION, 100.0);
    };
    EXPECT_NEAR(decode(make({fax}), 0)->dpi_x, 254, 0.1);
}

TEST(Tiff, ThatIsCutOffOrTooLargeIsRefused) {
    auto const whole_file = make({rgb()});
    auto cut = grey();
    cut.compression = COMPRESSION_LZW;
    auto bytes = make({cut});
    bytes.replace(8, 100, std::string(100, '\xff'));
    EXPECT_EQ(decode(bytes, 0).error().sentence.id, "image.broken");
    for (std::size_t size : {0U, 4U, 8U, 20U}) {
        EXPECT_EQ(count(whole_file.substr(0, size)).error().sentence.id, "image.broken") << size;
    }
}

} // namespace
} // namespace imprimatur::tiff
