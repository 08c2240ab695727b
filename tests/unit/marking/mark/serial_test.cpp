#include "marking/mark/serial.hpp"

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

constexpr std::uint64_t ids[] = {0, 1, 0x0123456789abcdef, 0xffffffffffffffff, 0x8000000000000000};

TEST(Serial, IsReadBackHoweverItIsTyped) {
    for (auto id : ids) {
        Serial serial(id);
        EXPECT_EQ(serial.text().size(), 19U);
        EXPECT_EQ(Serial::read(serial.text()).value(), serial);
        auto typed = serial.plain();
        for (auto& c : typed) {
            c = c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
        }
        EXPECT_EQ(Serial::read(typed).value(), serial);
    }
}

TEST(Serial, NamesTheOneWrongCharacter) {
    for (auto id : ids) {
        auto const right = Serial(id).plain();
        for (std::size_t i = 0; i < right.size(); ++i) {
            for (char c : std::string_view("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
                auto wrong = right;
                wrong[i] = c;
                if (wrong == right) {
                    continue;
                }
                auto read = Serial::read(wrong);
                ASSERT_FALSE(read) << wrong;
                if (read.error().sentence.id == "serial.slip") {
                    EXPECT_EQ(read.error().sentence.values.at("place"), std::to_string(i + 1));
                } else { // a slip can look like two swapped; then the swap names its place
                    EXPECT_EQ(read.error().sentence.id, "serial.swapped") << wrong;
                }
            }
        }
    }
}

TEST(Serial, NamesTwoNeighboursThatAreSwapped) {
    auto const right = Serial(0x0123456789abcdef).plain();
    for (std::size_t i = 0; i + 1 < right.size(); ++i) {
        auto wrong = right;
        std::swap(wrong[i], wrong[i + 1]);
        if (wrong == right) {
            continue;
        }
        auto read = Serial::read(wrong);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().sentence.id, "serial.swapped");
        EXPECT_EQ(read.error().sentence.values.at("first"), std::to_string(i + 1));
    }
}

TEST(Serial, SaysWhatIsWrongWithTheWriting) {
    EXPECT_EQ(Serial::read("7K3M").error().sentence.id, "serial.wrong-length");
    EXPECT_EQ(Serial::read("UUUU-UUUU-UUUU-UUUU").error().sentence.id, "serial.foreign-character");
}

TEST(Seal, IsReadBack) {
    Seal seal{Serial(42), 1056, "0123456789ABCDEF"};
    EXPECT_EQ(to_text(seal).size(), 39U);
    EXPECT_EQ(find_seal(to_text(seal)), seal);
    Seal loose{Serial(42), 3, std::nullopt};
    EXPECT_EQ(find_seal(to_text(loose)), loose);
}

TEST(Seal, IsNotSeenInForeignTexts) {
    for (auto text :
         {"", "IM1", "https://example.org", "IM1XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"}) {
        EXPECT_FALSE(find_seal(text)) << text;
    }
    auto damaged = to_text(Seal{Serial(42), 3, "0123456789ABCDEF"});
    damaged[5] = damaged[5] == '7' ? '8' : '7';
    EXPECT_FALSE(find_seal(damaged));
}

} // namespace
} // namespace imprimatur
