// A picture is seen as its maker saw it: upright, and in proportion.
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "marking/image/image.hpp"

namespace imprimatur::image {
namespace {

/// 64 × 48, the corners as they are to be seen: top left dark red, top right green, bottom left
/// blue, bottom right white.
Bitmap seen_picture() {
    Bitmap out{64, 48, Channels::Rgb, 100, {}};
    for (std::uint32_t y = 0; y < out.height; ++y) {
        for (std::uint32_t x = 0; x < out.width; ++x) {
            bool const is_right = x >= out.width / 2;
            bool const is_low = y >= out.height / 2;
            std::uint8_t const pixel[] = {
                static_cast<std::uint8_t>(is_right == is_low ? (is_low ? 255 : 120) : 0),
                static_cast<std::uint8_t>(is_right ? 255 : 0),
                static_cast<std::uint8_t>(is_low ? 255 : 0)};
            out.pixels.insert(out.pixels.end(), pixel, pixel + 3);
        }
    }
    return out;
}

/// How it lies in a file that says `orientation`. @source Exif 2.32, tag 274: which side of what is
/// seen row 0 is, and which column 0
Bitmap stored_picture(int orientation) {
    auto const seen = seen_picture();
    bool const is_swapped = orientation >= 5;
    Bitmap out{is_swapped ? seen.height : seen.width,
               is_swapped ? seen.width : seen.height,
               Channels::Rgb,
               100,
               {}};
    auto last = [](std::uint32_t side, std::uint32_t at) { return side - 1 - at; };
    for (std::uint32_t row = 0; row < out.height; ++row) {
        for (std::uint32_t column = 0; column < out.width; ++column) {
            std::uint32_t x = 0;
            std::uint32_t y = 0;
            switch (orientation) {
            case 1:
                x = column;
                y = row;
                break;
            case 2:
                x = last(seen.width, column);
                y = row;
                break;
            case 3:
                x = last(seen.width, column);
                y = last(seen.height, row);
                break;
            case 4:
                x = column;
                y = last(seen.height, row);
                break;
            case 5:
                x = row;
                y = column;
                break;
            case 6:
                x = last(seen.width, row);
                y = column;
                break;
            case 7:
                x = last(seen.width, row);
                y = last(seen.height, column);
                break;
            default:
                x = row;
                y = last(seen.height, column);
                break;
            }
            auto const* pixel = seen.row(y) + std::size_t{3} * x;
            out.pixels.insert(out.pixels.end(), pixel, pixel + 3);
        }
    }
    return out;
}

std::string number(std::uint32_t value, int width, bool is_big = true) {
    std::string out;
    for (int i = 0; i < width; ++i) {
        out += static_cast<char>(value >> static_cast<unsigned>(8 * (is_big ? width - 1 - i : i)));
    }
    return out;
}

/// Exif that says one thing, in either byte order.
std::string exif(std::uint32_t orientation, bool is_big) {
    auto n = [&](std::uint32_t value, int width) { return number(value, width, is_big); };
    return (is_big ? "MM" : "II") + n(42, 2) + n(8, 4) + n(2, 2) + n(0x0131, 2) + n(2, 2) +
           n(1, 4) + n(0, 4) + n(274, 2) + n(3, 2) + n(1, 4) + n(orientation, 2) + n(0, 2) +
           n(0, 4);
}

std::string segment(char marker, std::string const& body) {
    return std::string("\xff") + marker + number(static_cast<std::uint32_t>(body.size() + 2), 2) +
           body;
}

/// A JPEG whose first segments are others than its own APP0.
std::string jpeg_with(Bitmap const& picture, std::string const& segments) {
    auto out = encode_jpeg(picture, 95).value();
    auto const own = static_cast<unsigned char>(out[4]) * 256U + static_cast<unsigned char>(out[5]);
    return out.replace(2, 2 + own, segments);
}

std::uint32_t crc_of(std::string const& bytes) { // ISO/IEC 15948, annex D
    std::uint32_t crc = 0xffffffffU;
    for (char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) {
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
        }
    }
    return ~crc;
}

/// A PNG with one more chunk behind its header, and none of the others of that name.
std::string png_with(Bitmap picture, std::string const& name, std::string const& body) {
    picture.dpi = 0;
    auto out = encode_png(picture).value();
    constexpr std::size_t behind_header = 8 + 25;
    return out.insert(behind_header, number(static_cast<std::uint32_t>(body.size()), 4) + name +
                                         body + number(crc_of(name + body), 4));
}

void expect_upright(std::string const& file, int orientation) {
    auto const picture = decode(file);
    ASSERT_TRUE(picture) << orientation;
    auto const seen = seen_picture();
    ASSERT_EQ(picture->width, seen.width) << orientation;
    ASSERT_EQ(picture->height, seen.height) << orientation;
    for (std::uint32_t y : {5U, 42U}) {
        for (std::uint32_t x : {5U, 58U}) {
            for (unsigned s = 0; s < 3; ++s) {
                EXPECT_NEAR(picture->row(y)[3 * x + s], seen.row(y)[3 * x + s], 25)
                    << orientation << " at " << x << ", " << y;
            }
        }
    }
}

TEST(Upright, IsAPictureOfEachOrientationAndFormat) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        auto const stored = stored_picture(orientation);
        for (bool is_big : {false, true}) {
            auto const said = exif(static_cast<std::uint32_t>(orientation), is_big);
            auto const jpeg = jpeg_with(stored, segment('\xe1', std::string("Exif\0\0", 6) + said));
            expect_upright(jpeg, orientation);
            expect_upright(png_with(stored, "eXIf", said), orientation);
            EXPECT_EQ(is_as_stored(jpeg), orientation == 1);
        }
    }
}

TEST(Upright, IsWhatItsExifSaysBehindOtherSegments) {
    auto const said = segment('\xe1', std::string("Exif\0\0", 6) + exif(6, true));
    auto const xmp = segment('\xe1', std::string("http://ns.adobe.com/xap/1.0/\0", 29));
    auto const jfif = segment('\xe0', std::string("JFIF\0\1\2\1\0\x64\0\x64\0\0", 14));
    expect_upright(jpeg_with(stored_picture(6), jfif + xmp + said), 6);
}

TEST(Upright, IsNotChangedByExifThatMakesNoSense) {
    auto const whole = exif(6, true);
    for (auto const& bad :
         {exif(0, true), exif(9, false), exif(65535, true), whole.substr(0, 20), whole.substr(0, 7),
          std::string("MM\0*\xff\xff\xff\xff", 8), std::string()}) {
        expect_upright(jpeg_with(seen_picture(), segment('\xe1', std::string("Exif\0\0", 6) + bad)),
                       1);
    }
}

/// Width, height and resolution that are seen of a picture stored as 64 × 48.
std::array<double, 3> shape(std::string const& file) {
    auto const picture = decode(file).value();
    return {double{1} * picture.width, double{1} * picture.height, picture.dpi};
}

TEST(Proportion, OfPixelsThatAreNotSquareIsKept) {
    using Shape = std::array<double, 3>;
    auto const picture = seen_picture();
    auto jfif = [&](char unit, std::uint32_t x, std::uint32_t y) {
        return jpeg_with(picture,
                         segment('\xe0', std::string("JFIF\0\1\2", 7) + unit + number(x, 2) +
                                             number(y, 2) + std::string(2, '\0')));
    };
    EXPECT_EQ(shape(jfif(1, 200, 100)), (Shape{64, 96, 200}));
    EXPECT_EQ(shape(jfif(1, 100, 200)), (Shape{128, 48, 200}));
    EXPECT_EQ(shape(jfif(2, 80, 40)), (Shape{64, 96, 203}));
    EXPECT_EQ(shape(jfif(0, 2, 1)), (Shape{64, 96, 0})) << "a ratio without a unit";
    EXPECT_EQ(shape(jfif(0, 1, 1)), (Shape{64, 48, 0}));
    EXPECT_EQ(shape(jfif(1, 300, 1)), (Shape{64, 48, 300})) << "nobody makes such pixels";
    auto phys = [&](char unit, std::uint32_t x, std::uint32_t y) {
        return png_with(picture, "pHYs", number(x, 4) + number(y, 4) + unit);
    };
    EXPECT_EQ(shape(phys(1, 7874, 3937)), (Shape{64, 96, 200}));
    EXPECT_EQ(shape(phys(0, 1, 2)), (Shape{128, 48, 0}));
    EXPECT_EQ(shape(phys(1, 3937, 3937)), (Shape{64, 48, 100}));
}

TEST(Proportion, IsThatOfTheFileBeforeItIsTurned) {
    auto const stored = stored_picture(6); // 48 wide, 64 high
    auto const jfif = segment('\xe0', std::string("JFIF\0\1\2\1\0\xc8\0\x64\0\0", 14)); // 200 × 100
    auto const said = segment('\xe1', std::string("Exif\0\0", 6) + exif(6, true));
    auto const picture = decode(jpeg_with(stored, jfif + said)).value();
    EXPECT_EQ(picture.width, 128U);
    EXPECT_EQ(picture.height, 48U);
}

TEST(Proportion, OfALineIsKeptWhenItIsStretched) {
    auto picture = seen_picture();
    auto const stretched =
        decode(png_with(picture, "pHYs", number(2, 4) + number(1, 4) + '\0')).value();
    EXPECT_EQ(stretched.row(10)[3 * 5], 120);
    EXPECT_EQ(stretched.row(40)[3 * 5], 120);
    EXPECT_EQ(stretched.row(56)[3 * 5 + 2], 255);
}

} // namespace
} // namespace imprimatur::image
