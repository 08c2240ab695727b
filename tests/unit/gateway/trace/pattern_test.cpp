#include <gtest/gtest.h>

#include "gateway/trace/pattern.hpp"

namespace imprimatur::trace {
namespace {

Serial const serial{0x123456789ABCDEF0};

TEST(Pattern, FitsItsSerialHoweverItIsTyped) {
    auto text = serial.text();
    for (auto& c : text) {
        c = static_cast<char>(std::tolower(c));
    }
    auto pattern = Pattern::read(" " + text);
    ASSERT_TRUE(pattern);
    EXPECT_TRUE(pattern->is_whole());
    EXPECT_TRUE(pattern->fits(serial));
    EXPECT_FALSE(pattern->fits(Serial{serial.id() + 1}));
}

TEST(Pattern, UnknownCharactersFitAnything) {
    auto text = serial.plain();
    text[3] = '?';
    text[15] = '?';
    auto pattern = Pattern::read(text);
    ASSERT_TRUE(pattern);
    EXPECT_FALSE(pattern->is_whole());
    EXPECT_TRUE(pattern->fits(serial));
}

TEST(Pattern, TakesTheChineseQuestionMark) {
    auto text = serial.plain();
    auto pattern = Pattern::read(text.substr(0, 5) + "？" + text.substr(6));
    ASSERT_TRUE(pattern);
    EXPECT_TRUE(pattern->fits(serial));
}

TEST(Pattern, LookAlikesAreReadAsPrinted) {
    auto pattern = Pattern::read("oilOIL??????????");
    ASSERT_TRUE(pattern);
    EXPECT_EQ(pattern->text(), "011011??????????");
}

TEST(Pattern, SaysWhatIsNeverInASerial) {
    EXPECT_EQ(Pattern::read("7K3M-9Q2W-0HXC-VG0U").error().sentence.id, "serial.foreign-character");
    EXPECT_EQ(Pattern::read("7K3é-9Q2W-…").error().sentence.values.at("character"), "é");
    EXPECT_EQ(Pattern::read("7K3M-9Q2W-0HXC-VG08-7").error().sentence.id, "serial.wrong-length");
}

TEST(Pattern, OfFewCharactersSaysWhatStandsForTheRest) {
    for (auto const* text : {"7K3M", "7K3M-9Q2W", ""}) {
        EXPECT_EQ(Pattern::read(text).error().sentence.id, "trace.too-short") << text;
    }
}

TEST(Pattern, TakesMarksForARestThatCannotBeRead) {
    for (auto const* text : {"7K3?-9Q?W-…", "7K3?-9Q?W-...", "7K3?-9Q?W*", "7K3?-9Q?W-……",
                             "７Ｋ３？－９Ｑ？Ｗ－…", "7k3?–9q?w—⋯"}) {
        auto const pattern = Pattern::read(text);
        ASSERT_TRUE(pattern) << text;
        EXPECT_EQ(pattern->text(), "7K3?9Q?W????????") << text;
    }
    EXPECT_EQ(Pattern::read("…-VG08")->text(), "????????????VG08");
    EXPECT_EQ(Pattern::read("7K3M…VG08")->text(), "7K3M????????VG08");
    EXPECT_EQ(Pattern::read("7K3M-9Q2W-0HXC-VG08…")->text(), "7K3M9Q2W0HXCVG08");
    EXPECT_EQ(Pattern::read("7K3M…9Q2W…").error().sentence.id, "trace.two-rests");
}

TEST(Pattern, NeedsOneKnownCharacter) {
    EXPECT_TRUE(Pattern::read("7*"));
    EXPECT_EQ(Pattern::read("*").error().sentence.id, "trace.too-little");
    EXPECT_EQ(Pattern::read(std::string(16, '?')).error().sentence.id, "trace.too-little");
}

} // namespace
} // namespace imprimatur::trace
