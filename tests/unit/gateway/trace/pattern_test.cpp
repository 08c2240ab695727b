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
    auto pattern = Pattern::read("oil?????????????");
    ASSERT_FALSE(pattern); // too little is known, but the characters were understood
    EXPECT_EQ(pattern.error().sentence.id, "trace.too-little");
    auto enough = Pattern::read("oilOIL??????????");
    ASSERT_TRUE(enough);
    EXPECT_EQ(enough->text(), "011011??????????");
}

TEST(Pattern, SaysWhatIsNeverInASerial) {
    EXPECT_EQ(Pattern::read("7K3M-9Q2W-0HXC-V5TU").error().sentence.id, "serial.foreign-character");
    EXPECT_EQ(Pattern::read("7K3M").error().sentence.id, "serial.wrong-length");
    EXPECT_EQ(Pattern::read("").error().sentence.id, "serial.wrong-length");
}

} // namespace
} // namespace imprimatur::trace
