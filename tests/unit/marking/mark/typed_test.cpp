#include "marking/mark/typed.hpp"

#include <gtest/gtest.h>

#include "marking/mark/mark.hpp"

namespace imprimatur {
namespace {

std::string day(std::string_view text) {
    auto date = find_typed_date(text);
    return date ? to_text(*date) : "none";
}

std::string period(std::string_view text) {
    auto found = find_period(text);
    return found ? found->identifier() : "none";
}

TEST(TypedDate, IsReadAsPeopleWriteIt) {
    for (auto text : {"2026-03-05", "2026-3-5", "2026/3/5", "2026/03/05", "2026.3.5", "20260305",
                      "2026年3月5日", "2026年03月05日", "2026 年 3 月 5 日", "２０２６年３月５日",
                      "２０２６－３－５", "2026－3－5", "2026—3—5", "2026．3．5", "2026年3月5号",
                      "二〇二六年三月五日", "二○二六年三月五日", " 2026-3-5 ", "2026-3-5\u3000"}) {
        EXPECT_EQ(day(text), "2026-03-05") << text;
    }
    EXPECT_EQ(day("二〇二六年十二月二十三日"), "2026-12-23");
    EXPECT_EQ(day("二零二六年十月三十一日"), "2026-10-31");
}

TEST(TypedDate, MayHaveATimeOfDayBehindIt) { // as spreadsheets and databases leave it
    for (auto text :
         {"2026/3/5 0:00", "2026/3/5 0:00:00", "2026-03-05 00:00:00", "2026-03-05T00:00:00",
          "2026-03-05 00:00:00.000", "2026年3月5日 0:00", "2026/3/5  14:30"}) {
        EXPECT_EQ(day(text), "2026-03-05") << text;
    }
}

TEST(TypedDate, IsNotGuessed) {
    for (auto text : {"", "3/5/2026", "5.3.2026", "26/3/5", "2026/3", "2026年3月", "2026/13/5",
                      "2026/2/30", "2026-3/5", "46086", "2026/3/5 later", "2026/3/5/1",
                      "二六年三月五日", "2026年三十月五日", "3月5日"}) {
        EXPECT_EQ(day(text), "none") << text;
    }
}

TEST(TypedCount, IsReadInDigitsAndNumerals) {
    EXPECT_EQ(find_typed_count("１０", 100), 10);
    EXPECT_EQ(find_typed_count("十", 100), 10);
    EXPECT_EQ(find_typed_count("十五", 100), 15);
    EXPECT_EQ(find_typed_count("三十", 100), 30);
    EXPECT_EQ(find_typed_count("一百零五", 999), 105);
    for (auto text : {"", "0", "101", "十百", "三四", "十十", "零", "1十"}) {
        EXPECT_FALSE(find_typed_count(text, 100)) << text;
    }
}

TEST(TypedPeriod, IsReadAsPeopleWriteIt) { // K3
    for (auto text : {"10年", "10 年", "１０年", "十年", "１０ 年", " 10y ", "10\u3000年"}) {
        EXPECT_EQ(period(text), "10y") << text;
    }
    EXPECT_EQ(period("三年"), "3y");
    EXPECT_EQ(period("两年"), "2y");
    EXPECT_EQ(period("三十年"), "30y");
    EXPECT_EQ(period("六个月"), "6m");
    EXPECT_EQ(period("6 个 月"), "6m");
    EXPECT_EQ(period("半年"), "6m");
    EXPECT_EQ(period("2030/1/1"), "2030-01-01");
    EXPECT_EQ(period("２０３０年１月１日"), "2030-01-01");
    EXPECT_EQ(period("解密条件：正式公布后"), "event:正式公布后");
    EXPECT_EQ(period("event:公布 后"), "event:公布 后") << "words stay as they are";
    for (auto text : {"长期", "永久", "年", "十", "很多年", "事件："}) {
        EXPECT_EQ(period(text), "none") << text;
    }
}

TEST(TypedLevel, IsReadInAllWidthsWithBlanksOrWithout) { // K1
    for (auto text : {"机密", "机 密", " 机密 ", "机\u3000密", "机密级", "Secret", "SECRET",
                      "ｓｅｃｒｅｔ", "机\u200b密"}) {
        EXPECT_EQ(find_level(text), Level::Secret) << text;
    }
    EXPECT_EQ(find_level("top secret"), Level::TopSecret);
    EXPECT_EQ(find_level("秘 密 级"), Level::Confidential);
    for (auto text : {"", "机", "级", "机密★10年", "公开"}) {
        EXPECT_FALSE(find_level(text)) << text;
    }
}

} // namespace
} // namespace imprimatur
