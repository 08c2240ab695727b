#include "marking/pdf/content.hpp"

#include <gmock/gmock.h>

namespace imprimatur::pdf {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Content, ThatIsSoundNeedsNothing) {
    auto const effect = effect_of("q 1 0 0 1 5 5 cm BT /F 12 Tf (Q q \\) ET) Tj ET 0 0 5 5 re f Q");
    EXPECT_FALSE(effect.is_unfinished);
    EXPECT_EQ(effect.closing(), "");
    EXPECT_THAT(effect.stray_restores, IsEmpty());
}

TEST(Content, IsWholeUpToTheLastOperator) {
    EXPECT_EQ(effect_of("BT (a) Tj (b").complete, 9U);
    EXPECT_EQ(effect_of("BT (a) Tj (b) ' 1 2 (c) \" (d").complete, 25U);
    EXPECT_EQ(effect_of("0 0 5 5 re 7").complete, 10U);
}

TEST(Content, LeavesOpenWhatIsThenClosedInOrder) {
    EXPECT_EQ(effect_of("q q Q q").closing(), "Q Q ");
    EXPECT_EQ(effect_of("BT (a) Tj").closing(), "ET\n");
    EXPECT_EQ(effect_of("0 0 10 10 re W").closing(), "n\n");
    EXPECT_EQ(effect_of("/OC /L BDC q").closing(), "Q EMC ");
    EXPECT_EQ(effect_of("EMC EMC").closing(), "");
}

TEST(Content, RestoresWithoutASaveAreFound) {
    EXPECT_THAT(effect_of("Q 2 0 0 2 0 0 cm q Q Q").stray_restores, ElementsAre(0U, 21U));
}

TEST(Content, WordsInStringsNamesCommentsAndPicturesAreNoOperators) {
    EXPECT_EQ(effect_of("(q (q) \\( q) Tj <71> Tj /q gs % q\n[(q) -5 <71>] TJ").closing(), "");
    EXPECT_EQ(effect_of("BI /W 8 /H 1 /IM true ID \x71 q Q EI_ q\nEI Q").stray_restores.size(), 1U);
    EXPECT_EQ(effect_of("q BI /W 1 /H 1 ID EI \x01\x02 EI\nQ").closing(), "");
    EXPECT_EQ(effect_of("/P <</K (q) /L <</M /q>>>> BDC EMC").closing(), "");
}

TEST(Content, ThatBreaksOffInTheMiddleIsKnown) {
    for (auto const* text : {"(no end", "BT [(a) -5", "/P <</K 1", "<4142", "BI /W 1 ID \x01\x02",
                             "[ q Q q", "((a) Tj"}) {
        EXPECT_TRUE(effect_of(text).is_unfinished) << text;
    }
    EXPECT_FALSE(effect_of("] >> ) > q Q").is_unfinished);
}

TEST(Content, OfAnyBytesIsRead) {
    std::string bytes;
    unsigned state = 7;
    for (int i = 0; i < 20000; ++i) {
        state = state * 1103515245U + 12345U;
        bytes += static_cast<char>(state >> 16U);
        effect_of(std::string_view(bytes).substr(bytes.size() > 200 ? bytes.size() - 200 : 0));
    }
    EXPECT_NO_THROW(effect_of(bytes));
}

} // namespace
} // namespace imprimatur::pdf
