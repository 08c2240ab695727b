#include "marking/sheet/sheet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "marking/mark/serial.hpp"
#include "tests/support/look/look.hpp"

namespace imprimatur::sheet {
namespace {

using testing::HasSubstr;
using testing::Not;

form::Sheet record() {
    form::Sheet sheet;
    sheet.title = "复制记录 / Copy record";
    sheet.subtitle = "鼓楼区委办公室机要科";
    sheet.level_mark = "机密★10年";
    sheet.facts = {{"文件编号", "鼓委办〔2026〕12号"}, {"批准份数", "3"}};
    sheet.tables.push_back({"去向", {{"份号 No."}, {"接收人 Recipient"}, {"编码"}}, {}});
    sheet.signatures = {"登记人 Registry officer", "批准人"};
    sheet.foot = "2026-11-23 16:20";
    return sheet;
}

void add_rows(form::Sheet& sheet, int count) {
    for (int i = 1; i <= count; ++i) {
        sheet.tables[0].rows.push_back(
            {{"00" + std::to_string(1000 + i)}, {"张建国"}, {Serial(9U * i).text()}});
    }
}

std::string words_of(form::Sheet const& sheet) {
    return look::Paper(draw(sheet).value()).text();
}

int count_of(std::string const& text, std::string const& part) {
    int count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

/// Without blanks and line ends: wrapped cells come back as they were.
std::string squeezed(std::string const& text) {
    std::string out;
    for (char c : text) {
        if (c != ' ' && c != '\n' && c != '\f') {
            out += c;
        }
    }
    return out;
}

TEST(Sheet, SaysWhatItIsAndWhoSigns) {
    auto sheet = record();
    add_rows(sheet, 2);
    auto words = words_of(sheet);
    for (auto const* expected :
         {"复制记录", "Copy record", "鼓楼区委办公室机要科", "机密★10年", "鼓委办〔2026〕12号",
          "001002", "登记人：", "Registry officer", "第 1 页", "共 1 页", "2026-11-23 16:20"}) {
        EXPECT_THAT(squeezed(words), HasSubstr(squeezed(expected)));
    }
}

/// A report in one language has no word of the other but in its data.
TEST(Sheet, SpeaksTheLanguageOfItsTitle) {
    auto sheet = record();
    sheet.title = "Copy record";
    sheet.subtitle = "";
    sheet.level_mark = "";
    sheet.facts = {};
    sheet.tables = {{"Grants", {{"No."}}, {}}, {"Copies", {{"No."}}, {}}};
    for (int i = 0; i < 60; ++i) {
        sheet.tables[1].rows.push_back({{std::to_string(i)}});
    }
    sheet.signatures = {"Registry officer"};
    auto const words = words_of(sheet);
    for (unsigned char c : words) {
        ASSERT_LT(c, 0x80) << words;
    }
    for (auto const* expected :
         {"Page 2 of ", "Copy record (continued)", "(no entries)", "Registry officer:", "Date:"}) {
        EXPECT_THAT(words, HasSubstr(expected));
    }
    sheet.title = "复制记录";
    sheet.signatures = {"登记人"};
    auto const chinese = words_of(sheet);
    for (auto const* unexpected : {"Page", "entries", "Date", "continued"}) {
        EXPECT_THAT(chinese, Not(HasSubstr(unexpected)));
    }
}

TEST(Sheet, SaysItsOpeningBeforeAllElse) {
    auto sheet = record();
    sheet.opening = {"画面上的标记相互矛盾。"};
    auto const words = squeezed(words_of(sheet));
    EXPECT_LT(words.find("相互矛盾"), words.find("鼓委办"));
    EXPECT_GT(words.find("相互矛盾"), words.find("Copyrecord"));
}

TEST(Sheet, StretchesNoLineThatALongWordLeavesShort) {
    auto sheet = record();
    sheet.paragraphs = {"Signed by " + std::string(90, 'W') + " and no other."};
    EXPECT_THAT(words_of(sheet), HasSubstr("Signed by"));
}

TEST(Sheet, PutsTheLevelTopLeftInSize3) { // GB/T 9704-2012, 7.2.2
    auto picture = look::Paper(draw(record()).value()).picture();
    auto ink = picture.ink({0, 0, 80, 25}).value();
    EXPECT_NEAR(ink.x, 25, 0.5);
    EXPECT_NEAR(ink.height, 16 * 25.4 / 72, 0.7);
}

TEST(Sheet, RepeatsHeadingsAndCountsPagesOnEveryPage) {
    auto sheet = record();
    add_rows(sheet, 200);
    look::Paper paper(draw(sheet).value());
    int const pages = paper.pages();
    EXPECT_GT(pages, 5);
    auto words = squeezed(paper.text());
    EXPECT_EQ(count_of(words, "共" + std::to_string(pages) + "页"), pages);
    EXPECT_EQ(count_of(words, "机密★10年"), pages);
    EXPECT_THAT(words, HasSubstr("第" + std::to_string(pages) + "页"));
    for (int page = 1; page < pages; ++page) {
        bool has_heading = false;
        for (auto const& word : paper.words(page)) {
            has_heading = has_heading || word.text.find("接收人") != std::string::npos;
        }
        EXPECT_TRUE(has_heading) << page;
    }
    for (int i = 1; i <= 200; ++i) {
        EXPECT_EQ(count_of(words, "00" + std::to_string(1000 + i)), 1) << i;
    }
    EXPECT_EQ(count_of(words, "登记人："), 1);
}

TEST(Sheet, LosesNothingOfACellHigherThanAPage) {
    auto sheet = record();
    std::string longest;
    for (int i = 1000; i < 1400; ++i) {
        longest += "第" + std::to_string(i) + "句话写在这里。";
    }
    add_rows(sheet, 3);
    sheet.tables[0].rows[1][1].text = longest;
    auto words = squeezed(words_of(sheet));
    for (int i = 1000; i < 1400; ++i) {
        EXPECT_THAT(words, HasSubstr(std::to_string(i))) << i;
    }
}

TEST(Sheet, KeepsEverythingOnThePaper) {
    for (bool landscape : {false, true}) {
        auto sheet = record();
        sheet.landscape = landscape;
        add_rows(sheet, 30);
        sheet.facts.push_back({std::string(300, 'x'), std::string(900, 'y')});
        sheet.tables[0].columns[1].width = 500; // more than there is
        sheet.foot = std::string(1000, 'f');
        sheet.signatures.push_back(std::string(300, 's'));
        sheet.level_mark = std::string(200, 'l');
        look::Paper paper(draw(sheet).value());
        for (int page = 1; page <= paper.pages(); ++page) {
            auto picture = paper.picture(page, 100);
            auto ink = picture.ink({0, 0, 300, 300}).value();
            EXPECT_GE(ink.x, 19);
            EXPECT_LE(ink.right(), (landscape ? 297 : 210) - 19);
            EXPECT_LE(ink.bottom(), (landscape ? 210 : 297) - 8);
        }
    }
}

TEST(Sheet, SaysThatATableIsEmpty) {
    EXPECT_THAT(words_of(record()), HasSubstr("无记录"));
    auto bare = form::Sheet{};
    bare.tables.push_back({});
    EXPECT_TRUE(draw(bare));
    EXPECT_TRUE(draw(form::Sheet{}));
}

TEST(Sheet, ShowsCellsThatHaveNoHeading) {
    auto sheet = record();
    sheet.tables[0].rows.push_back({{"1"}, {"2"}, {"3"}, {"第四格"}});
    EXPECT_THAT(words_of(sheet), HasSubstr("第四格"));
}

TEST(Sheet, DrawsSealsAsQr) {
    auto sheet = record();
    add_rows(sheet, 1);
    auto without = look::Paper(draw(sheet).value()).picture(1, 150);
    sheet.tables[0].rows[0][2] = {"", to_text(Seal{Serial(5), 0, "0123456789ABCDEF"})};
    auto with = look::Paper(draw(sheet).value()).picture(1, 150);
    auto dark = [](look::Picture const& picture) {
        return std::count_if(picture.grey.begin(), picture.grey.end(),
                             [](int grey) { return grey < 100; });
    };
    EXPECT_GT(dark(with), dark(without) + 2000); // half of 13 × 13 mm
    sheet.tables[0].rows[0][2].seal = std::string(5000, 'A');
    auto refused = draw(sheet);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::BadInput);
}

TEST(Sheet, BreaksNoNumberInANarrowColumn) {
    auto sheet = record();
    for (int i = 0; i < 6; ++i) {
        sheet.tables[0].columns.push_back({"另一栏"});
    }
    sheet.tables[0].rows.push_back({{"000001"},
                                    {"中山路街道党工委书记张建国"},
                                    {Serial(9).text()},
                                    {"周正"},
                                    {"2026-11-23 15:02"},
                                    {"2026-11-23 16:15"},
                                    {"已发出"},
                                    {"000002"},
                                    {"备注内容比较长，占满这一栏"}});
    auto words = look::Paper(draw(sheet).value()).words();
    for (auto const* whole : {"000001", "000002", "周正", "2026-11-23"}) {
        EXPECT_TRUE(std::any_of(words.begin(), words.end(), [&](auto const& word) {
            return word.text == whole;
        })) << whole;
    }
}

TEST(Sheet, IsTheSameEachTimeAndSound) {
    auto sheet = record();
    add_rows(sheet, 40);
    sheet.paragraphs = {"说明：<b>不是标记</b>，& 也不是。\x01"};
    auto pdf = draw(sheet).value();
    EXPECT_EQ(pdf, draw(sheet).value());
    look::Paper paper(pdf);
    EXPECT_EQ(paper.complaints(), "");
    EXPECT_THAT(squeezed(paper.text()), HasSubstr("<b>不是标记</b>"));
}

} // namespace
} // namespace imprimatur::sheet
