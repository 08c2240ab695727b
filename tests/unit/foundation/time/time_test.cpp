#include "foundation/time/time.hpp"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

using namespace std::chrono;

Date day(int y, unsigned m, unsigned d) {
    return Date{year{y}, month{m}, std::chrono::day{d}};
}

Instant moment(Date date, int h, int m, int s, int ms) {
    return Instant{sys_days{date}} + hours{h} + minutes{m} + seconds{s} + milliseconds{ms};
}

/// The time zone of this process, put back at the end.
class Zone {
  public:
    explicit Zone(char const* name) {
        auto const* before = std::getenv("TZ");
        had_ = before != nullptr;
        before_ = had_ ? before : "";
        ::setenv("TZ", name, 1);
        ::tzset();
    }
    Zone(Zone const&) = delete;
    Zone& operator=(Zone const&) = delete;
    ~Zone() {
        had_ ? ::setenv("TZ", before_.c_str(), 1) : ::unsetenv("TZ");
        ::tzset();
    }

  private:
    bool had_;
    std::string before_;
};

TEST(Instant, IsWrittenInUtcAndReadBack) {
    auto written = to_text(moment(day(2026, 11, 23), 8, 15, 30, 123));
    EXPECT_EQ(written, "2026-11-23T08:15:30.123Z");
    EXPECT_EQ(find_instant(written), moment(day(2026, 11, 23), 8, 15, 30, 123));
}

TEST(Instant, SortsAsTextInTheOrderOfTime) {
    auto early = moment(day(2026, 9, 30), 23, 59, 59, 999);
    for (auto step : {milliseconds{1}, milliseconds{hours{25}}, milliseconds{days{400}}}) {
        EXPECT_LT(to_text(early), to_text(early + step));
    }
}

TEST(Instant, BeforeTheEpochKeepsItsDay) {
    auto old = moment(day(1969, 12, 31), 23, 59, 59, 1);
    EXPECT_EQ(to_text(old), "1969-12-31T23:59:59.001Z");
    EXPECT_EQ(find_instant("1969-12-31T23:59:59.001Z"), old);
}

TEST(Instant, RefusesWhatIsNoInstant) {
    for (auto text :
         {"", "2026-11-23", "2026-11-23T08:15:30Z", "2026-11-23T08:15:30.123",
          "2026-11-23 08:15:30.123Z", "2026-11-23T24:00:00.000Z", "2026-11-23T08:60:00.000Z",
          "2026-11-23T08:00:60.000Z", "2026-02-29T08:00:00.000Z", "2026-11-23T0a:15:30.123Z",
          "2026-11-23T08:15:30.123Z ", "2026-11-23T-1:15:30.123Z", "2026-11-23T08:15:30.12xZ"}) {
        EXPECT_FALSE(find_instant(text)) << text;
    }
}

TEST(Date, IsReadWithHyphensSlashesOrNothing) {
    for (auto text : {"2026-11-23", "2026/11/23", "20261123"}) {
        EXPECT_EQ(find_date(text), day(2026, 11, 23)) << text;
    }
    EXPECT_EQ(to_text(day(2026, 1, 2)), "2026-01-02");
}

TEST(Date, KnowsTheLeapDays) {
    EXPECT_EQ(find_date("2028-02-29"), day(2028, 2, 29));
    EXPECT_EQ(find_date("2000-02-29"), day(2000, 2, 29));
    EXPECT_FALSE(find_date("2100-02-29"));
    EXPECT_FALSE(find_date("2027-02-29"));
}

TEST(Date, RefusesWhatIsNoDayOfTheCalendar) {
    for (auto text :
         {"", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "2026-1-1", "2026-11/23",
          "2026.11.23", "26-11-23", "+026-11-23", "2026-11-2３", "today"}) {
        EXPECT_FALSE(find_date(text)) << text;
    }
}

TEST(Date,
     AddedToEndsOnTheMonthsLastDay) { // 2024 regulations, art. 19: periods are counted in years
    EXPECT_EQ(add_years(day(2028, 2, 29), 1), day(2029, 2, 28));
    EXPECT_EQ(add_years(day(2028, 2, 29), 4), day(2032, 2, 29));
    EXPECT_EQ(add_months(day(2027, 1, 31), 1), day(2027, 2, 28));
    EXPECT_EQ(add_months(day(2028, 1, 31), 1), day(2028, 2, 29));
    EXPECT_EQ(add_months(day(2027, 11, 30), 3), day(2028, 2, 29));
    EXPECT_EQ(add_months(day(2027, 1, 31), 12), day(2028, 1, 31));
}

TEST(LocalTime, IsWhatTheWallClockShows) {
    auto late = moment(day(2026, 11, 23), 17, 5, 0, 0);
    {
        Zone zone("CST-8"); // POSIX writes Peking's eight hours east as -8
        EXPECT_EQ(local_text(late), "2026-11-24 01:05");
        EXPECT_EQ(local_date(late), day(2026, 11, 24));
    }
    Zone zone("UTC0");
    EXPECT_EQ(local_text(late), "2026-11-23 17:05");
    EXPECT_EQ(local_date(late), day(2026, 11, 23));
}

TEST(Day, BeginsAtMidnightOfTheWallClock) {
    Zone zone("CST-8");
    EXPECT_EQ(start_of_day(day(2026, 11, 24)), moment(day(2026, 11, 23), 16, 0, 0, 0));
    EXPECT_EQ(start_of_day(day(2028, 2, 29)), moment(day(2028, 2, 28), 16, 0, 0, 0));
    EXPECT_EQ(start_of_day(day(2028, 3, 1)) - start_of_day(day(2028, 2, 28)), hours{48});
}

TEST(Day, IsShorterOrLongerWhereTheClockIsChanged) {
    Zone zone("CET-1CEST,M3.5.0/2,M10.5.0/3");
    EXPECT_EQ(start_of_day(day(2027, 3, 29)) - start_of_day(day(2027, 3, 28)), hours{23});
    EXPECT_EQ(start_of_day(day(2027, 11, 1)) - start_of_day(day(2027, 10, 31)), hours{25});
}

TEST(Day, BeginsAtTheFirstMinuteThereIsWhereMidnightIsSkipped) {
    // At midnight of the first Sunday of November the clock is put forward to one.
    Zone zone("XST3XDT,M11.1.0/0,M2.3.0/0");
    auto first = start_of_day(day(2027, 11, 7));
    EXPECT_EQ(local_text(first), "2027-11-07 01:00");
    EXPECT_EQ(local_date(first - milliseconds{1}), day(2027, 11, 6));
}

TEST(Day, BeginsOnceWhereMidnightComesTwice) {
    // At midnight of the third Sunday of February the clock is put back to eleven in the evening.
    Zone zone("XST3XDT,M11.1.0/0,M2.3.0/0");
    auto first = start_of_day(day(2027, 2, 21));
    EXPECT_EQ(local_text(first), "2027-02-21 00:00");
    EXPECT_EQ(first - start_of_day(day(2027, 2, 20)), hours{25});
}

TEST(Clock, StandsWhereItIsPut) {
    SetClock clock(moment(day(2026, 11, 23), 8, 0, 0, 0));
    EXPECT_EQ(clock.now(), moment(day(2026, 11, 23), 8, 0, 0, 0));
    clock.set(moment(day(2028, 2, 29), 0, 0, 0, 0));
    EXPECT_EQ(to_text(clock.now()), "2028-02-29T00:00:00.000Z");
}

TEST(Clock, OfTheSystemGoesOn) {
    SystemClock clock;
    auto first = clock.now();
    EXPECT_LE(first, clock.now());
    EXPECT_GT(first, moment(day(2026, 1, 1), 0, 0, 0, 0));
}

} // namespace
} // namespace imprimatur
