#include "marking/image/image.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/paper/paper.hpp"

namespace imprimatur::image {
namespace {

Bitmap colours() {
    Bitmap out{3, 2, Channels::Rgb, 300, {}};
    out.pixels = {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90};
    return out;
}

/// An uncompressed TIFF of grey pages, one pixel each, in either byte order.
std::string tiff(std::vector<std::uint8_t> const& pages, bool is_big_endian) {
    std::string out;
    auto put = [&](std::uint32_t value, int width) {
        for (int i = 0; i < width; ++i) {
            auto shift = static_cast<unsigned>(8 * (is_big_endian ? width - 1 - i : i));
            out += static_cast<char>(value >> shift & 0xffU);
        }
    };
    auto entry = [&](std::uint32_t tag, std::uint32_t value) {
        put(tag, 2);
        put(4, 2);
        put(1, 4);
        put(value, 4);
    };
    constexpr std::uint32_t entries = 8;
    constexpr std::uint32_t length = 4 + 2 + entries * 12 + 4; // the pixel, padded, and its folder
    out = is_big_endian ? "MM" : "II";
    put(42, 2);
    put(8 + 4, 4);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto start = static_cast<std::uint32_t>(8 + i * length);
        put(is_big_endian ? std::uint32_t{pages[i]} << 24U : pages[i], 4);
        put(entries, 2);
        entry(256, 1);
        entry(257, 1);
        entry(258, 8);
        entry(259, 1);
        entry(262, 1);
        entry(273, start);
        entry(278, 1);
        entry(279, 1);
        put(i + 1 < pages.size() ? start + length + 4 : 0, 4);
    }
    return out;
}

TEST(Image, ComesBackFromPngAsItWas) {
    auto file = encode_png(colours());
    ASSERT_TRUE(file);
    EXPECT_EQ(count(*file).value(), 1U);
    auto back = decode(*file);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->channels, Channels::Rgb);
    EXPECT_EQ(back->pixels, colours().pixels);
    EXPECT_NEAR(back->dpi, 300, 1);

    auto grey = to_grey(colours());
    auto grey_back = decode(encode_png(grey).value());
    ASSERT_TRUE(grey_back);
    EXPECT_EQ(grey_back->channels, Channels::Grey);
    EXPECT_EQ(grey_back->pixels, grey.pixels);
}

TEST(Image, ComesBackFromJpegAlmostAsItWas) {
    auto picture = paper::cloud(200, 100, 1);
    auto back = decode(encode_jpeg(picture, 90).value());
    ASSERT_TRUE(back);
    ASSERT_EQ(back->pixels.size(), picture.pixels.size());
    double sum = 0;
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        sum += std::abs(int{picture.pixels[i]} - int{back->pixels[i]});
    }
    EXPECT_LT(sum / static_cast<double>(picture.pixels.size()), 3);
}

TEST(Image, ReadsEveryPageOfATiff) {
    for (bool is_big_endian : {false, true}) {
        auto file = tiff({7, 99, 200}, is_big_endian);
        ASSERT_EQ(count(file).value(), 3U);
        EXPECT_EQ(decode(file, 0)->pixels.at(0), 7);
        EXPECT_EQ(decode(file, 2)->pixels.at(0), 200);
        EXPECT_EQ(decode(file, 3).error().sentence.id, "image.no-picture");
    }
}

TEST(Image, RefusesWhatIsNoPicture) {
    for (std::string bytes : {"", "GIF89a", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0 cut off"}) {
        EXPECT_EQ(decode(bytes).error().sentence.id, "image.broken") << bytes;
    }
    auto cut = encode_png(paper::cloud(100, 100, 1)).value();
    cut.resize(60);
    EXPECT_FALSE(decode(cut));
}

TEST(Image, ReadsThePagesOfATiffBehindABrokenOne) {
    auto file = tiff({7, 99, 200}, false);
    constexpr std::size_t page = 4 + 2 + 8 * 12 + 4;
    constexpr std::size_t compression = 4 + 2 + 3 * 12 + 8; // in its fourth entry
    file[8 + page + compression] = 7;                       // JPEG, which the pixel is not
    EXPECT_EQ(decode(file, 0).value().pixels.at(0), 7);
    EXPECT_EQ(decode(file, 1).error().sentence.id, "image.broken");
    auto const third = decode(file, 2);
    ASSERT_TRUE(third) << third.error().cause;
    EXPECT_EQ(third->pixels.at(0), 200);
}

TEST(Image, BelievesNoResolutionThatNoScannerHas) {
    auto picture = paper::cloud(60, 80, 3);
    for (auto const& [said, believed] : {std::pair{300.0, 300.0}, {7.0, 0.0}, {2e6, 0.0}}) {
        picture.dpi = said;
        EXPECT_NEAR(decode(encode_png(picture).value())->dpi, believed, 1) << said;
    }
}

TEST(Image, RefusesATiffWhoseChainNeverEnds) {
    auto file = tiff({7}, false);
    file.replace(file.size() - 4, 4, std::string("\x0c\0\0\0", 4));
    EXPECT_EQ(count(file).error().sentence.id, "image.broken");
}

TEST(Image, RefusesAHugePictureBeforeUnpackingIt) {
    auto file = encode_png(to_grey(colours())).value();
    file.replace(16, 8, std::string("\x00\x01\x00\x00\x00\x01\x00\x00", 8)); // 65536 x 65536
    EXPECT_EQ(decode(file).error().sentence.id, "image.too-large");
}

} // namespace
} // namespace imprimatur::image
