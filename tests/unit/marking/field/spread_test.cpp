#include "marking/field/spread.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "marking/field/field.hpp"
#include "tests/unit/marking/field/scan.hpp"

namespace imprimatur::field {
namespace {

constexpr std::uint64_t id = 0x0123456789abcdef;

Ties ties_on(Bitmap const& picture) {
    auto const placings = find_field(picture, test_key()).placings;
    return placings.empty() ? Ties() : ties_of(placings.front());
}

/// What is known of a piece that lies straight.
Ties true_ties(Picture const& wish) {
    Ties out;
    double const pixels = wish.dpi / 25.4;
    for (double y = 0; y <= wish.millimetres; y += 5) {
        for (double x = 0; x <= wish.millimetres; x += 5) {
            out.push_back({x * pixels, y * pixels, x + wish.offset_x, y + wish.offset_y});
        }
    }
    return out;
}

TEST(Spread, OfAPieceIsAllOfIt) {
    Picture const wish{.millimetres = 60};
    auto const spread = spread_of(ties_on(scan(id, wish)));
    ASSERT_TRUE(spread);
    EXPECT_NEAR(spread->width, 60, 0.5);
    EXPECT_NEAR(spread->height, 60, 0.5);
    EXPECT_NEAR(spread->resolution, 300, 2);
    EXPECT_NEAR(spread->turn, 0, 0.3);
    EXPECT_NEAR(spread->corners[0].x, 0, 5);
    EXPECT_NEAR(spread->corners[2].y, 708, 5);
}

TEST(Spread, IsOfTheSheetHoweverItLies) {
    for (double degrees : {30.0, 90.0, 180.0, -75.0}) {
        SCOPED_TRACE(degrees);
        auto const spread = spread_of(ties_on(scan(id, {.millimetres = 60, .degrees = degrees})));
        ASSERT_TRUE(spread);
        EXPECT_NEAR(std::remainder(spread->turn - degrees, 360), 0, 0.3);
        EXPECT_NEAR(spread->resolution, 300, 2);
    }
    auto const half = spread_of(ties_on(scan(id, {.millimetres = 60, .degrees = 180})));
    EXPECT_GT(half->corners[0].x, half->corners[2].x) << "its own top left comes first";
}

TEST(Spread, OfASheetSeenFromTheSideHasItsSides) {
    auto picture = scan(id, {.millimetres = 110, .dpi = 110, .squeeze = 0.93, .tilt = 0.12});
    picture.dpi = 0;
    auto const spread = spread_of(ties_on(picture));
    ASSERT_TRUE(spread);
    auto const& corners = spread->corners;
    double const top = corners[1].x - corners[0].x;
    double const bottom = corners[2].x - corners[3].x;
    EXPECT_NEAR(bottom / top, (1 - 0.12) / (1 + 0.12), 0.05);
}

TEST(Spread, OfASheetSeenFromTheSideIsNotTakenForItsMirrorImage) {
    for (double degrees : {-100.0, -20.0, 12.0, 50.0, 130.0}) {
        SCOPED_TRACE(degrees);
        auto picture = scan(id, {.millimetres = 110,
                                 .dpi = 110,
                                 .degrees = degrees,
                                 .squeeze = 0.93,
                                 .tilt = 0.12,
                                 .dark = 30});
        picture.dpi = 0;
        auto const placings = find_field(picture, test_key()).placings;
        ASSERT_FALSE(placings.empty());
        EXPECT_FALSE(placings.front().laying.mirrored);
        auto const spread = spread_of(ties_of(placings.front()));
        ASSERT_TRUE(spread);
        EXPECT_NEAR(std::remainder(spread->turn - degrees, 360), 0, 5);
    }
}

TEST(Spread, TellsTheTilesPlaceOnTheSheet) {
    Picture const wish{.millimetres = 60};
    auto const seen = ties_on(scan(id, wish));
    EXPECT_TRUE(joined(true_ties(wish), seen));
    auto moved = wish;
    moved.offset_x += 5;
    EXPECT_FALSE(joined(true_ties(moved), seen)) << "of another sheet";
}

TEST(Spread, JoinsPartsOfOneSheetAlone) {
    Picture const wish{.millimetres = 60};
    auto const left = true_ties(wish);
    auto right = wish;
    right.offset_x += 60;
    auto beside = true_ties(right);
    for (auto& tie : beside) {
        tie.x += 60 * wish.dpi / 25.4;
    }
    auto const both = joined(left, beside);
    ASSERT_TRUE(both);
    EXPECT_NEAR(spread_of(*both)->width, 120, 0.1);
    for (auto& tie : beside) {
        tie.across += 7;
    }
    EXPECT_FALSE(joined(left, beside));
    EXPECT_FALSE(joined(left, {}));
}

TEST(Spread, JoinsPartsOfASheetWhoseDotsLieAsInAMirror) {
    Picture const wish{.millimetres = 60, .mirrored = true};
    auto beside = wish;
    beside.offset_x -= 60; // seen as in a mirror, what follows on the right came before
    auto const left = ties_on(scan(id, wish));
    auto right = ties_on(scan(id, beside));
    for (auto& tie : right) {
        tie.x += 60 * wish.dpi / 25.4;
    }
    auto const both = joined(left, right, true);
    ASSERT_TRUE(both);
    EXPECT_NEAR(spread_of(*both)->width, 120, 1);
    EXPECT_FALSE(joined(left, right, false));
}

TEST(Spread, IsNotToldWhereACornerWouldLieBehindTheCamera) {
    Ties ties; // two strips of a sheet, seen so steeply that what lies between them is out of sight
    auto add = [&](double across, double down) {
        double const far = 1 + 0.004 * (across + down);
        ties.push_back({300 + across / far, 300 + down / far, across, down});
    };
    for (double at = -200; at <= 0; at += 5) {
        for (double beside : {0.0, 10.0}) {
            add(at, beside);
            add(beside, at);
        }
    }
    EXPECT_FALSE(spread_of(ties));
}

TEST(Spread, NeedsMoreThanALine) {
    EXPECT_FALSE(spread_of({}));
    EXPECT_FALSE(spread_of({{0, 0, 0, 0}, {1, 0, 1, 0}, {2, 0, 2, 0}, {3, 0, 3, 0}}));
}

} // namespace
} // namespace imprimatur::field
