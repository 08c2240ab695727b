#include "cups-backend/options.hpp"
#include "cups-backend/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Tamed, KeepsWhatIsHarmless) {
    EXPECT_EQ(tamed("年度总结 ★ (final).pdf \U0001F5A8", 1000),
              "年度总结 ★ (final).pdf \U0001F5A8");
    EXPECT_EQ(tamed("", 10), "");
}

TEST(Tamed, IsOneLineWithoutControls) {
    EXPECT_EQ(tamed("a\nb\r\nc\td\x1b[31m\x7f", 100), "a b  c d [31m ");
    EXPECT_EQ(tamed(std::string_view("a\0b", 3), 100), "a b");
    EXPECT_EQ(tamed("a\u0085b\u2028c\u202Ed\u2066e\uFEFFf", 100), "a b c d e f");
}

TEST(Tamed, RepairsWhatIsNotUtf8) {
    EXPECT_EQ(tamed("a\xff\xfe", 100), "a\uFFFD\uFFFD");
    EXPECT_EQ(tamed("\xC0\xAF", 100), "\uFFFD\uFFFD");           // overlong
    EXPECT_EQ(tamed("\xED\xA0\x80", 100), "\uFFFD\uFFFD\uFFFD"); // a surrogate
    EXPECT_EQ(tamed("\xF4\x90\x80\x80", 100), "\uFFFD\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(tamed("\xE6\x9C", 100), "\uFFFD\uFFFD"); // cut off
}

TEST(Tamed, IsCutBetweenCharacters) {
    EXPECT_EQ(tamed("机密机密", 7), "机密");
    EXPECT_EQ(tamed("机密机密", 2), "");
    EXPECT_LE(tamed(std::string(5000, '\xff'), 1000).size(), 1000U);
}

TEST(Tamed, IsRecognised) {
    EXPECT_TRUE(is_tame("李明@REALM", 255));
    EXPECT_FALSE(is_tame("a\nb", 255));
    EXPECT_FALSE(is_tame("\xff", 255));
    EXPECT_FALSE(is_tame("abcd", 3));
}

TEST(Options, AreThoseThatTheGatewayOrTheDeviceMayKnow) {
    EXPECT_THAT(
        read_options("finishings=3 imprimatur-level=机密 copies=9 raw job-uuid=urn:uuid:1 media=A3 "
                     "imprimatur-levels=x print-scaling=none"),
        ElementsAre(Pair("imprimatur-level", "机密"), Pair("job-uuid", "urn:uuid:1"),
                    Pair("media", "A3")));
}

TEST(Options, MayBeQuotedInEachWayThatCupsKnows) {
    auto value = [](std::string const& text) {
        return read_options(text).at("imprimatur-purpose");
    };
    EXPECT_EQ(value("imprimatur-purpose=a\\ b\\\\c\\'d"), "a b\\c'd");
    EXPECT_EQ(value("imprimatur-purpose='a \"b\" c'"), "a \"b\" c");
    EXPECT_EQ(value("imprimatur-purpose=\"it's\""), "it's");
    EXPECT_EQ(value("x={imprimatur-purpose=no {y z} '}'} imprimatur-purpose=yes"), "yes");
    EXPECT_EQ(value("imprimatur-purpose=1 imprimatur-purpose=2"), "2");
    EXPECT_EQ(value("imprimatur-purpose"), "");
}

TEST(Options, ThatMakeNoSenseArePassedOver) {
    EXPECT_THAT(read_options(""), IsEmpty());
    EXPECT_THAT(read_options("= == =x '\" \\"), IsEmpty());
    EXPECT_THAT(read_options(std::string(3 << 20, '{')), IsEmpty());
    EXPECT_EQ(read_options("imprimatur-purpose='never ended").at("imprimatur-purpose"),
              "never ended");
    EXPECT_LE(read_options("imprimatur-purpose=" + std::string(1 << 20, 'x'))
                  .at("imprimatur-purpose")
                  .size(),
              4096U);
}

} // namespace
} // namespace imprimatur::backend
