#include "marking/field/field.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "tests/unit/marking/field/scan.hpp"

namespace imprimatur::field {
namespace {

void expect_named(std::uint64_t id, Bitmap const& picture) {
    auto const guess = find_copy(picture, test_key());
    ASSERT_TRUE(guess) << picture.dpi << " dpi";
    EXPECT_EQ(guess->id, id);
}

void expect_found(Picture const& wish) {
    std::uint64_t const id = 0x0123456789abcdef;
    expect_named(id, scan(id, wish));
}

TEST(Field, IsReadFromAPieceOfAScan) {
    expect_found({});
}
TEST(Field, IsReadAtHalfTheResolution) {
    expect_found({.dpi = 150});
}
TEST(Field, IsReadUpsideDown) {
    expect_found({.degrees = 180});
}
TEST(Field, IsReadAtAnyTurn) {
    for (double degrees : {1.0, 17.0, 45.0, 61.9, 90.0, 137.0, -93.0}) {
        SCOPED_TRACE(degrees);
        expect_found({.degrees = degrees});
    }
}
TEST(Field, IsReadFromBehind) {
    expect_found({.degrees = 20, .mirrored = true});
}
TEST(Field, IsReadWhenTheSheetIsSeenAskew) {
    expect_found({.millimetres = 50, .bend = 2.0});
}

TEST(Field, IsNoneWhereNothingIsSeen) { // blank backs of sheets come without a grain of noise
    for (double dpi : {0.0, 150.0, 300.0}) {
        Bitmap picture{600, 700, Channels::Grey, dpi, std::vector<std::uint8_t>(600 * 700, 250)};
        EXPECT_TRUE(find_field(picture, test_key()).placings.empty()) << dpi;
        for (std::size_t i = 0; i < picture.pixels.size(); i += 60) {
            picture.pixels[i] = 0; // columns: nothing at all at most frequencies
        }
        EXPECT_FALSE(find_copy(picture, test_key())) << dpi;
    }
}

TEST(Field, OfAKnownCopyIsReadFromAScrap) {
    std::vector<std::uint64_t> ids(1000);
    std::mt19937_64 random(5);
    std::generate(ids.begin(), ids.end(), [&] { return random(); });
    dots::Known const known(ids, test_key());
    auto const scrap = scan(ids[123], {.millimetres = 8.5, .degrees = 33});
    EXPECT_FALSE(find_copy(scrap, test_key())) << "too little to tell it from all others";
    auto const copy = find_copy(scrap, test_key(), known);
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->guess.id, ids[123]);
    EXPECT_TRUE(copy->is_known);
    auto const stranger = scan(random(), {.millimetres = 8.5, .degrees = 33});
    EXPECT_FALSE(find_copy(stranger, test_key(), known));
}

TEST(Field, IsReadWhenTheSheetIsSeenFromTheSide) {
    expect_found({.millimetres = 40, .degrees = 10, .squeeze = 0.72});
}

TEST(Field, IsReadWhenTheResolutionIsNotKnown) {
    auto picture = scan(7, {});
    picture.dpi = 0;
    expect_named(7, picture);
}

TEST(Field, IsReadWhereItIsFainterThanTheLinesOfATable) {
    expect_found({.millimetres = 50, .dpi = 150, .degrees = 7, .dark = 16, .ruled = 1.7});
}

TEST(Field, IsReadFromAPhotoThatHardlySeesIt) {
    auto picture =
        scan(7, {.millimetres = 100, .dpi = 115, .degrees = 7, .dark = 40, .ruled = 2.9});
    for (double said : {0.0, 72.0}) { // what cameras say of a pitch of 2.8 pixels
        picture.dpi = said;
        expect_named(7, picture);
    }
}

TEST(Field, IsReadFromAPhotoOfAFinePageFromTheSide) {
    for (double degrees : {12.0, 50.0}) {
        SCOPED_TRACE(degrees);
        auto picture = scan(7, {.millimetres = 110,
                                .dpi = 110,
                                .degrees = degrees,
                                .noise = 10,
                                .squeeze = 0.93,
                                .tilt = 0.12,
                                .dark = 6});
        picture.dpi = 0;
        expect_named(7, picture);
    }
}

TEST(Field, IsReadFromAFaxWhosePixelsAreNotSquare) {
    auto picture = scan(7, {.millimetres = 130,
                            .dpi = 204,
                            .degrees = 1,
                            .noise = 30,
                            .squeeze = 196.0 / 204,
                            .dark = 7,
                            .ruled = 2.9});
    picture.dpi = 200;
    expect_named(7, picture);
}

TEST(Field, IsReadFromAPageThatShowsItOnlyAsAWhole) {
    auto const page = scan(
        5, {.millimetres = 130, .dpi = 200, .degrees = 8, .noise = 30, .dark = 5, .ruled = 2.9});
    expect_named(5, page);
}

/// As a copier leaves it that sees a little softly and knows black and white alone.
Bitmap copied(Bitmap const& page) {
    Bitmap out = page;
    for (std::size_t y = 1; y + 1 < page.height; ++y) {
        for (std::size_t x = 1; x + 1 < page.width; ++x) {
            int sum = 0;
            for (std::size_t at : {(y - 1) * page.width, y * page.width, (y + 1) * page.width}) {
                sum += page.pixels[at + x - 1] + page.pixels[at + x] + page.pixels[at + x + 1];
            }
            out.pixels[y * page.width + x] = sum < 9 * 150 ? 0 : 255;
        }
    }
    return out;
}

TEST(Field, IsReadFromTheEdgesOfLinesWhereNoDotIsLeft) {
    Picture wish{.millimetres = 130, .dpi = 300, .degrees = 3, .noise = 25, .dark = 40};
    auto const paper = copied(scan(5, wish)).pixels;
    ASSERT_EQ(std::count(paper.begin(), paper.end(), 0), 0) << "a dot is left";
    wish.ruled = 16;
    expect_named(5, copied(scan(5, wish)));
}

Bitmap noise_without_dots() {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<int> grey(0, 255);
    Bitmap noise{400, 400, Channels::Grey, 300, {}};
    for (std::size_t i = 0; i < 400 * 400; ++i) {
        noise.pixels.push_back(static_cast<std::uint8_t>(grey(random)));
    }
    return noise;
}

TEST(Field, NamesNobodyOnPagesWithoutDots) {
    EXPECT_FALSE(find_copy(noise_without_dots(), test_key()));
    Bitmap const white{400, 400, Channels::Grey, 300, std::vector<std::uint8_t>(400 * 400, 255)};
    EXPECT_FALSE(find_copy(white, test_key()));
    EXPECT_FALSE(find_copy(Bitmap{}, test_key()));
}

TEST(Field, NamesNobodyWithAnotherRegistrysKey) {
    auto other = test_key();
    other[0] ^= 1;
    EXPECT_FALSE(find_copy(scan(7, {}), other));
}

TEST(Field, NamesNobodyWhereTwoIdsFitAlike) {
    std::uint64_t const one = 0x0123456789abcdef;
    dots::Decoder const decoder(test_key());
    auto const first = decoder.tile(one);
    auto const second = decoder.tile(one ^ 0x2382a0); // 128 pairs are otherwise
    std::mt19937 random(33);
    Sighting seen{{}, 5, {}, {}};
    for (std::size_t pair = 0; pair < dots::pairs; ++pair) {
        bool const is_shared = first[pair] == second[pair];
        bool const bit = is_shared || random() % 2 != 0 ? first[pair] : second[pair];
        bool const is_mistaken = is_shared && random() % 10 < 3;
        float const loud = !is_shared ? 0.25F : is_mistaken ? 0.5F : 1.0F;
        seen.seen[pair] = bit != is_mistaken ? loud : -loud;
    }
    ASSERT_NEAR(dots::score(seen.seen, first), dots::score(seen.seen, second), 0.5);
    ASSERT_LT(decoder.chance(seen.seen, one, 1), 1e-6) << "against strangers it is plain";
    EXPECT_FALSE(read_placings({seen}, decoder, 1, Effort::Thorough, {}));
}

TEST(Field, IsOnlyGlancedAtWhereNoLatticeStandsOut) {
    auto const field = find_field(noise_without_dots(), test_key());
    EXPECT_GT(field.lattices, 0);
    EXPECT_LT(field.placings.size(), 192 * field.lattices / 4);
}

TEST(Field, HasFewPlacesWhereTheLatticeStandsOutAndThePilotsDoNot) {
    auto other = test_key();
    other[0] ^= 1;
    auto const picture = scan(7, {});
    auto const own = find_field(picture, test_key());
    ASSERT_FALSE(own.placings.empty());
    EXPECT_GT(own.placings.front().pilot_score, 6);
    EXPECT_LT(find_field(picture, other).placings.size(), 192);
}

} // namespace
} // namespace imprimatur::field
