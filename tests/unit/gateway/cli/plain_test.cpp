#include "gateway/cli/plain.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "gateway/cli/csv.hpp"

namespace imprimatur::cli {
namespace {

constexpr auto mark = "\xEF\xBF\xBD"; // U+FFFD

TEST(Plain, LeavesTextInAnyScriptAsItIs) {
    for (std::string text : {"", "copy 000123", "鼓委办〔2026〕12号 机密★10年", "naïve – “quoted”",
                             "𠮷野家 🙂"}) {
        EXPECT_EQ(plain(text), text);
    }
}

TEST(Plain, LetsNothingMoveTheCursorOrRingTheBell) {
    EXPECT_EQ(plain("\x1b[2J"), std::string(mark) + "[2J");
    EXPECT_EQ(plain("a\r\nb\tc\a\x7f"),
              std::string("a") + mark + mark + "b" + mark + "c" + mark + mark);
    EXPECT_EQ(plain(std::string("\0", 1)), mark);
    EXPECT_EQ(plain("\xC2\x9B"
                    "31m"),
              std::string(mark) + "31m"); // CSI in C1
}

TEST(Plain, LetsNothingTurnTheDirectionOfWriting) {
    EXPECT_EQ(plain("gpj.\xE2\x80\xAE"
                    "exe"),
              std::string("gpj.") + mark + "exe");                          // U+202E
    EXPECT_EQ(plain("\xE2\x81\xA6\xE2\x80\xA8"), std::string(mark) + mark); // U+2066, U+2028
}

TEST(Plain, MakesGoodUtf8OfAnything) {
    EXPECT_EQ(plain("\xFF"), mark);
    EXPECT_EQ(plain("\xE6\x9C"), std::string(mark) + mark);            // cut short
    EXPECT_EQ(plain("\xC0\xAF"), std::string(mark) + mark);            // "/" written too long
    EXPECT_EQ(plain("\xED\xA0\x80"), std::string(mark) + mark + mark); // a half of a pair
    EXPECT_EQ(plain("\xF4\x90\x80\x80"), std::string(mark) + mark + mark + mark);
}

TEST(PlainJson, IsTheSameValueWithoutHarm) {
    nlohmann::json const value{{"title", "a\x1b[2J\xC2\x9B\x7f\xE2\x80\xAE\n机密"}, {"count", 3}};
    auto const text = plain_json(value.dump(2));
    EXPECT_EQ(nlohmann::json::parse(text), value);
    for (char const* harm : {"\x1b", "\xC2\x9B", "\x7f", "\xE2\x80\xAE"}) {
        EXPECT_EQ(text.find(harm), std::string::npos);
    }
    EXPECT_NE(text.find("机密"), std::string::npos);
}

TEST(Columns, CountChineseAsTwo) { // UAX #11
    EXPECT_EQ(columns("copy"), 4U);
    EXPECT_EQ(columns("机密★10年"), 9U);
    EXPECT_EQ(columns("〔2026〕"), 8U);
    EXPECT_EQ(columns("e\xCC\x81"), 1U); // combining acute
    EXPECT_EQ(columns("（甲）"), 6U);
}

TEST(Cut, EndsInAnEllipsisWithinItsWidth) {
    EXPECT_EQ(cut("关于开展工作的通知", 18), "关于开展工作的通知");
    EXPECT_EQ(cut("关于开展工作的通知", 9), "关于开展…");
    EXPECT_EQ(cut("关于开展工作的通知", 8), "关于开…");
    EXPECT_EQ(cut("notice", 1), "…");
    EXPECT_EQ(cut("notice", 0), "");
}

TEST(Csv, QuotesWhatNeedsIt) { // RFC 4180
    EXPECT_EQ(csv_line({"000001", "王华,李明", "say \"yes\"", ""}),
              "000001,\"王华,李明\",\"say \"\"yes\"\"\",\r\n");
}

TEST(Csv, LetsNoTitleComputeInASpreadsheet) {
    EXPECT_EQ(csv_line({"=HYPERLINK(1)", "+1", "@x", "-", "a\nb"}),
              std::string("'=HYPERLINK(1),'+1,'@x,-,a") + mark + "b\r\n");
}

} // namespace
} // namespace imprimatur::cli
