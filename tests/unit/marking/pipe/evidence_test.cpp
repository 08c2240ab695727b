#include "marking/pipe/evidence.hpp"

#include <random>

#include <gtest/gtest.h>

#include "marking/dots/dots.hpp"

namespace imprimatur::pipe {
namespace {

std::string const key(32, 'k');

dots::Key key_of(std::string const& bytes) {
    dots::Key out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

std::vector<Serial> copies(std::size_t count) {
    std::mt19937_64 random(count);
    std::vector<Serial> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.emplace_back(random());
    }
    return out;
}

/// Dots of a copy as they are seen through noise. @param signal of a pair, in units of its noise
DotsSeen seen(Serial serial, double signal, std::uint32_t seed = 1) {
    auto const tile = dots::tile_of(serial.id(), key_of(key));
    std::mt19937_64 random(seed);
    std::normal_distribution<double> noise;
    DotsSeen out{};
    auto& placing = out.placings.emplace_back();
    for (std::size_t pair = 0; pair < tile.size(); ++pair) {
        double const value = (tile[pair] ? signal : -signal) + noise(random);
        placing.push_back(static_cast<std::int8_t>(std::clamp(30 * value, -127.0, 127.0)));
    }
    return out;
}

TEST(Evidence, NamesTheCopyThatFitsWhereDotsAloneSayTooLittle) {
    auto const all = copies(1000);
    auto const likely = find_likeliest(seen(all[137], 0.45), all, key);
    ASSERT_TRUE(likely);
    EXPECT_EQ(likely->serial, all[137]);
    EXPECT_LT(likely->chance, 1e-7);
}

TEST(Evidence, SaysHowUnsureItIsWhereNoCopyFits) {
    auto const all = copies(1000);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        auto const likely = find_likeliest(seen(Serial{seed}, 0, seed), all, key);
        ASSERT_TRUE(likely);
        EXPECT_GT(likely->chance, 0.01) << likely->score;
    }
}

TEST(Evidence, PilotsSpeakForNoCopy) {
    // Dots as clear as can be, of a copy that is not on record: every other shares its pilots.
    auto const likely = find_likeliest(seen(Serial{99}, 4), copies(200), key);
    ASSERT_TRUE(likely);
    EXPECT_GT(likely->chance, 0.01) << likely->score;
}

TEST(Evidence, ThatNamesACopyIsHeldAgainstThatCopyOnly) {
    auto const all = copies(50);
    auto dots = seen(all[3], 2);
    dots.serial = all[3];
    auto const likely = find_likeliest(dots, all, key);
    ASSERT_TRUE(likely);
    EXPECT_EQ(likely->serial, all[3]);
    EXPECT_LT(likely->chance, 1e-20);
    dots.serial = Serial{99};
    EXPECT_FALSE(find_likeliest(dots, all, key));
}

TEST(Evidence, NeedsAKeyAndCopies) {
    EXPECT_FALSE(find_likeliest(seen(Serial{1}, 2), {}, key));
    EXPECT_FALSE(find_likeliest(seen(Serial{1}, 2), copies(3), ""));
}

TEST(Chance, IsABoundThatHoldsForNoise) {
    // 200 wrong copies tried 500 times: the best score exceeds the bound's one-in-a-hundred mark
    // less than once in a hundred.
    auto const all = copies(200);
    int exceeded = 0;
    for (std::uint32_t seed = 1; seed <= 500; ++seed) {
        auto dots = seen(Serial{seed}, 0, seed);
        exceeded += find_likeliest(dots, all, key)->chance < 0.01 ? 1 : 0;
    }
    EXPECT_LE(exceeded, 5);
}

TEST(Marks, GetTheDotsOfTheirSerial) {
    Mark mark;
    mark.serial = Serial{7};
    auto const with = with_dots({mark}, key);
    ASSERT_EQ(with.size(), 1U);
    EXPECT_EQ(with[0].dots.size(), static_cast<std::size_t>(dots::pairs));
    EXPECT_EQ(with_dots({mark}, "")[0].dots, "");
    EXPECT_NE(with_dots({mark}, std::string(32, 'x'))[0].dots, with[0].dots);
}

} // namespace
} // namespace imprimatur::pipe
