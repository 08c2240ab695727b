#include "marking/mark/serial.hpp"

#include <gtest/gtest.h>

#include "marking/mark/typing.hpp"

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

TEST(Serial, IsReadAsChineseKeyboardsTypeIt) {
    auto const serial = Serial::read("7K3M-9Q2W-0HXC-VG08").value();
    for (auto text : {"７Ｋ３Ｍ－９Ｑ２Ｗ－０ＨＸＣ－ＶＧ０８", "７ｋ３ｍ　9Q2W　0HXC　VG08",
                      "7K3M–9Q2W—0HXC−VG08", "7K3M‐9Q2W‑0HXC―VG08"}) {
        EXPECT_EQ(Serial::read(text), serial) << text;
    }
    EXPECT_EQ(Serial::read("7K3M-9Q2W-0HXC-VG0零").error().sentence.values.at("character"), "零");
}

TEST(HalfWidth, LeavesOtherCharactersAsTheyAre) {
    EXPECT_EQ(half_width("？０－～！…"), "?0-~!...");
    EXPECT_EQ(half_width("机密 é\xff\xef\xbc"), "机密 é\xff\xef\xbc");
    EXPECT_EQ(half_width(""), "");
}

TEST(Serial, NamesTheOneWrongCharacterAndWhatItShouldBe) {
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
                EXPECT_EQ(read.error().sentence.id, "serial.slip") << wrong;
                EXPECT_EQ(read.error().sentence.values.at("place"), std::to_string(i + 1));
                EXPECT_EQ(read.error().sentence.values.at("serial"), Serial(id).text());
            }
        }
    }
}

TEST(Serial, NamesAnyTwoCharactersThatAreExchanged) {
    for (auto id : {0x0123456789abcdefULL, 0x20f7fe79a37e183cULL}) {
        auto const right = Serial(id).plain();
        for (std::size_t i = 0; i < right.size(); ++i) {
            for (std::size_t k = i + 1; k < right.size(); ++k) {
                auto wrong = right;
                std::swap(wrong[i], wrong[k]);
                if (wrong == right) {
                    continue;
                }
                auto const sentence = Serial::read(wrong).error().sentence;
                if (sentence.id == "serial.swapped") {
                    EXPECT_EQ(sentence.values.at("first"), std::to_string(i + 1));
                    EXPECT_EQ(sentence.values.at("second"), std::to_string(k + 1));
                    EXPECT_EQ(sentence.values.at("serial"), Serial(id).text());
                } else {
                    EXPECT_EQ(sentence.id, "serial.swapped-one-of");
                    EXPECT_NE(sentence.values.at("serials").find(Serial(id).text()),
                              std::string::npos);
                }
            }
        }
    }
    auto const far = Serial::read("FBMX-FJWM-0D3R-1Y3J").error().sentence;
    EXPECT_EQ(far.id, "serial.swapped");
    EXPECT_EQ(far.values.at("first") + " " + far.values.at("second"), "1 9");
    EXPECT_EQ(far.values.at("serial"), "0BMX-FJWM-FD3R-1Y3J");
}

TEST(Serial, ListsAllThatFitWhereSeveralExchangesDo) {
    auto const sentence = Serial::read("47G4-ZWYR-D6Z1-R6Z6").error().sentence;
    EXPECT_EQ(sentence.id, "serial.swapped-one-of");
    EXPECT_EQ(sentence.values.at("serials"), "44G7-ZWYR-D6Z1-R6Z6, 47G4-ZZYR-D6Z1-R6W6");
}

TEST(Serial, ProposesNoneThatCannotBe) { // 13 characters hold 65 bits: a first Z is in no serial
    EXPECT_EQ(Serial::read("4ZG7-4WYR-D6Z1-R6Z6").error().sentence.id, "serial.swapped");
    EXPECT_EQ(Serial::read("7K3M-9Q2W-0HXC-V5TN").error().sentence.id, "serial.wrong");
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
