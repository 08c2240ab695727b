#include "foundation/sentence/figures.hpp"

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

TEST(Chance, IsSaidRoundedUp) {
    EXPECT_EQ(chance_text(1e-8), "10^-8");
    EXPECT_EQ(chance_text(2e-8), "10^-7");
    EXPECT_EQ(chance_text(1e-300), "10^-24");
    EXPECT_EQ(chance_text(0), "10^-24");
    EXPECT_EQ(chance_text(1), "10^0");
}

TEST(Spans, GatherNumbersThatFollowEachOther) {
    EXPECT_EQ(spans_of({}), "");
    EXPECT_EQ(spans_of({4}), "4");
    EXPECT_EQ(spans_of({2, 5, 6, 7, 9, 10}), "2, 5-7, 9-10");
}

} // namespace
} // namespace imprimatur
