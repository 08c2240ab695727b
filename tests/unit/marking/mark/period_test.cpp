#include "marking/mark/mark.hpp"

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

using namespace std::chrono_literals;

Date day(int y, unsigned m, unsigned d) {
    return Date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}

TEST(Period, StandsBesideTheLevelAfterAStar) { // GB/T 9704-2012, 7.2.2; P7.3
    EXPECT_EQ(level_mark(Level::Secret, find_period("10y")), "机密★10年");
    EXPECT_EQ(level_mark(Level::TopSecret, find_period("6个月")), "绝密★6个月");
    EXPECT_EQ(level_mark(Level::Confidential, std::nullopt), "秘密");
    EXPECT_EQ(level_mark(Level::Confidential, find_period("2030-01-01")), "秘密★2030年1月1日");
}

TEST(Period, IsReadFromWhatItWrites) {
    for (auto text : {"10y", "6m", "2030-01-01", "event:公布后"}) {
        auto period = find_period(text);
        ASSERT_TRUE(period) << text;
        EXPECT_EQ(period->identifier(), text);
        EXPECT_EQ(find_period(period->identifier()), period);
    }
    EXPECT_EQ(find_period("2030年1月1日"), find_period("2030-01-01"));
}

TEST(Period, RefusesWhatIsNoPeriod) {
    for (auto text : {"", "0y", "-1y", "101y", "10", "2030-02-30", "event:", "99999999999y"}) {
        EXPECT_FALSE(find_period(text)) << text;
    }
}

TEST(Period,
     EndsOnTheSameDayOrTheMonthsLast) { // 2024 regulations, art. 19: from the marked issue date
    EXPECT_EQ(declassification_date(*find_period("10y"), day(2026, 11, 23)), day(2036, 11, 23));
    EXPECT_EQ(declassification_date(*find_period("1y"), day(2028, 2, 29)), day(2029, 2, 28));
    EXPECT_EQ(declassification_date(*find_period("1m"), day(2027, 1, 31)), day(2027, 2, 28));
    EXPECT_EQ(declassification_date(*find_period("event:公布后"), day(2027, 1, 31)), std::nullopt);
}

TEST(Level, IsOrderedFromOrdinaryToTopSecret) { // K1
    EXPECT_LT(Level::Ordinary, Level::Internal);
    EXPECT_LT(Level::Internal, Level::Confidential);
    EXPECT_LT(Level::Confidential, Level::Secret);
    EXPECT_LT(Level::Secret, Level::TopSecret);
    EXPECT_EQ(find_level("机密"), Level::Secret);
    EXPECT_EQ(find_level("secret"), Level::Secret);
    EXPECT_FALSE(find_level("公开"));
    EXPECT_FALSE(is_classified(Level::Internal));
    EXPECT_TRUE(is_classified(Level::Confidential));
}

TEST(CopyNumber, HasSixDigits) { // GB/T 9704-2012, 7.2.1
    EXPECT_EQ(CopyNumber{1}.text(), "000001");
    EXPECT_EQ(CopyNumber{999999}.text(), "999999");
}

TEST(Period, IsSaidInEnglishToReadersOfEnglish) {
    EXPECT_EQ(english_mark(Level::Secret, find_period("10y")), "Secret (10 years)");
    EXPECT_EQ(english_mark(Level::Confidential, find_period("1y")), "Confidential (1 year)");
    EXPECT_EQ(english_mark(Level::Secret, find_period("6个月")), "Secret (6 months)");
    EXPECT_EQ(english_mark(Level::TopSecret, find_period("2030年1月1日")),
              "Top Secret (until 2030-01-01)");
    EXPECT_EQ(english_mark(Level::Secret, find_period("event:公布后")), "Secret (until 公布后)");
    EXPECT_EQ(english_mark(Level::Internal, {}), "Internal");
}

} // namespace
} // namespace imprimatur
