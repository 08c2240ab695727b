#include "marking/read/read.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include <gtest/gtest.h>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/read/channel.hpp"

namespace imprimatur::read {
namespace {

using channel::Photo;
using channel::Scan;

constexpr char const* ours = "IM17K3M9Q2W0HXCV5TN0001ABCDEFGHJKMNPQRS";
constexpr double module = 0.45; // mm, as the template has it

/// A page of text with one QR of ours at the top right, drawn at a resolution.
Bitmap page_at(double dpi, std::uint32_t seed) {
    auto bytes = paper::Paper().prose(seed).qr(165, 12, module, ours).pdf();
    return render::Document::open(bytes)->draw(1, dpi).value();
}

bool is_read(Bitmap const& picture) {
    auto found = codes(picture, Effort::Thorough);
    return found && std::ranges::any_of(*found, [](Code const& code) { return code.text == ours; });
}

/// How many of `samples` are read; says it, with the time, so that rates can be followed.
template <class Make> int count_read(char const* cell, int samples, Make make) {
    int read = 0;
    std::chrono::duration<double> spent{};
    for (int i = 0; i < samples; ++i) {
        auto picture = make(static_cast<std::uint32_t>(i));
        auto start = std::chrono::steady_clock::now();
        read += is_read(picture) ? 1 : 0;
        spent += std::chrono::steady_clock::now() - start;
    }
    std::printf("%-44s %3d of %3d read, %.0f ms each\n", cell, read, samples,
                spent.count() / samples * 1000);
    return read;
}

int scans_read(char const* cell, double dpi, Scan how, double most_angle, int samples = 10) {
    auto clean = page_at(dpi, 7);
    return count_read(cell, samples, [&](std::uint32_t seed) {
        std::mt19937 random(seed);
        how.angle = std::uniform_real_distribution<double>(-most_angle, most_angle)(random);
        return channel::scan(clean, how, seed);
    });
}

int photos_read(char const* cell, Photo how, int samples = 6) {
    auto clean = page_at(250, 7);
    return count_read(cell, samples,
                      [&](std::uint32_t seed) { return channel::photo(clean, how, seed); });
}

TEST(Read, FindsTheTextAndThePlaceOfAQr) {
    auto found = codes(page_at(150, 1), Effort::Quick);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front().text, ours);
    constexpr double side = 29 * module;
    Point const expected[] = {
        {165, 12}, {165 + side, 12}, {165 + side, 12 + side}, {165, 12 + side}};
    for (int i = 0; i < 4; ++i) {
        EXPECT_NEAR(found->front().corners[i].x, expected[i].x, 0.5) << i;
        EXPECT_NEAR(found->front().corners[i].y, expected[i].y, 0.5) << i;
    }
}

TEST(Read, FindsEveryQrOfAPageOnce) {
    auto bytes = paper::Paper()
                     .prose(3, 30)
                     .qr(20, 8, module, ours)
                     .qr(175, 270, module, ours)
                     .qr(100, 230, 0.6, "https://example.test/elsewhere")
                     .pdf();
    auto page = render::Document::open(bytes)->draw(1, 200).value();
    for (auto effort : {Effort::Quick, Effort::Thorough}) {
        auto found = codes(page, effort);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->size(), 3U);
    }
}

TEST(Read, FindsNothingWhereNothingIs) {
    for (auto effort : {Effort::Quick, Effort::Thorough}) {
        EXPECT_TRUE(codes({}, effort).value().empty());
        auto bytes = paper::Paper().prose(5).pdf();
        EXPECT_TRUE(codes(render::Document::open(bytes)->draw(1, 150).value(), effort)->empty());
        EXPECT_TRUE(codes(paper::cloud(400, 600, 3), effort).value().empty());
    }
}

TEST(Read, FindsNothingOnALineOfPixels) {
    for (std::uint32_t length : {1U, 2U, 5000U}) {
        Bitmap const wide{length, 1, Channels::Grey, 300, std::vector<std::uint8_t>(length)};
        Bitmap const high{1, length, Channels::Grey, 300, std::vector<std::uint8_t>(length)};
        for (auto effort : {Effort::Quick, Effort::Thorough}) {
            auto const a = codes(wide, effort);
            EXPECT_TRUE(a) << length << a.error().cause;
            EXPECT_TRUE(codes(high, effort)) << length;
        }
    }
}

TEST(Read, ReadsScans) {
    EXPECT_EQ(scans_read("scan 300 dpi, turned up to 3 degrees", 300, {.blur = 1, .noise = 8}, 3),
              10);
    EXPECT_EQ(
        scans_read("scan 200 dpi, turned up to 3 degrees", 200, {.blur = 0.8, .noise = 10}, 3), 10);
    EXPECT_EQ(scans_read("scan 200 dpi, any angle, JPEG 40", 200,
                         {.blur = 0.8, .noise = 8, .jpeg = 40}, 180),
              10);
    EXPECT_EQ(scans_read("scan 200 dpi, grey and pale", 200,
                         {.blur = 0.8, .noise = 6, .black = 90, .white = 220}, 3),
              10);
    EXPECT_GE(scans_read("scan 200 dpi, noise 25, JPEG 25", 200,
                         {.blur = 0.8, .noise = 25, .jpeg = 25}, 3),
              9);
    EXPECT_GE(scans_read("scan 150 dpi, JPEG 60", 150, {.blur = 0.6, .noise = 8, .jpeg = 60}, 3),
              10);
    EXPECT_GE(scans_read("scan 100 dpi, JPEG 60", 100, {.blur = 0.4, .noise = 5, .jpeg = 60}, 3),
              9);
    EXPECT_GE(scans_read("fax 200 dpi, two tones", 200,
                         {.blur = 0.8, .noise = 15, .is_two_tone = true}, 2),
              9);
}

Bitmap mirrored(Bitmap picture) {
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const row = picture.pixels.begin() + static_cast<std::ptrdiff_t>(y * picture.width);
        std::reverse(row, row + picture.width);
    }
    return picture;
}

TEST(Read, ReadsANegativeAndItsMirrorImage) {
    auto const page = to_grey(page_at(200, 7));
    for (auto const& picture : {negative_of(page), mirrored(negative_of(page)), mirrored(page)}) {
        EXPECT_TRUE(is_read(picture));
    }
    auto const found = codes(negative_of(page), Effort::Thorough);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U);
    EXPECT_TRUE(found->front().is_negative);
    EXPECT_NEAR(found->front().corners[0].x, 165, 0.5);
    EXPECT_NEAR(found->front().corners[0].y, 12, 0.5);
    EXPECT_FALSE(codes(page, Effort::Thorough)->front().is_negative);
}

TEST(Read, ReadsNegativesOfScans) {
    auto const clean = page_at(200, 7);
    EXPECT_EQ(count_read("negative of a scan 200 dpi, JPEG 40", 5,
                         [&](std::uint32_t seed) {
                             return negative_of(channel::scan(
                                 clean, {.angle = 2, .blur = 0.8, .noise = 8, .jpeg = 40}, seed));
                         }),
              5);
}

TEST(Read, TakesDarkPicturesAloneForNegatives) {
    auto const page = page_at(100, 7);
    EXPECT_FALSE(may_be_negative(page));
    EXPECT_TRUE(may_be_negative(negative_of(page)));
    EXPECT_FALSE(may_be_negative({}));
    EXPECT_FALSE(may_be_negative(paper::cloud(400, 600, 3)));
    EXPECT_EQ(negative_of(negative_of(page)).pixels, page.pixels);
}

TEST(Read, ReadsPhotos) {
    EXPECT_EQ(photos_read("photo 12 MP, tilt 10", {.width = 3000, .tilt = 10}, 3), 3);
    EXPECT_EQ(photos_read("photo 5 MP, tilt 10", {.width = 1936, .tilt = 10}), 6);
    EXPECT_GE(
        photos_read("photo 5 MP, tilt 25, light 0.35", {.width = 1936, .tilt = 25, .light = 0.35}),
        5);
    EXPECT_GE(photos_read("photo 3 MP, tilt 15", {.width = 1500, .tilt = 15}), 5);
    EXPECT_GE(photos_read("photo 5 MP, on its side",
                          {.width = 1936, .tilt = 10, .turn = 180, .fill = 0.7}),
              5);
}

} // namespace
} // namespace imprimatur::read
