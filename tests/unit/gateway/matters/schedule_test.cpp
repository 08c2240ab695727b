#include "gateway/matters/schedule.hpp"

#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

class Schedule : public RegistryOffice {
  protected:
    std::vector<DueInspection> due(int days) { return expected(due_inspections(parts, days)); }
    void inspected(char const* sort) {
        open(Kind::Inspection, "zhaomin", {.purpose = "检查", .details = {{"sort", sort}}});
    }
};

TEST(SpringFestival, IsThatOfTheLunarCalendar) {
    using std::chrono::year;
    EXPECT_EQ(find_spring_festival(year{2026}), find_date("2026-02-17"));
    EXPECT_EQ(find_spring_festival(year{2050}), find_date("2050-01-23"));
    EXPECT_FALSE(find_spring_festival(year{2051}));
}

TEST(HolidayEves, AreTheDaysBefore) { // K22: P11.节日
    auto eves = holiday_eves(*find_date("2026-09-01"), *find_date("2027-02-28"));
    ASSERT_EQ(eves.size(), 3U);
    EXPECT_EQ(eves[0].first, *find_date("2026-09-30"));
    EXPECT_EQ(eves[1].first, *find_date("2026-12-31"));
    EXPECT_EQ(eves[2].first, *find_date("2027-02-05"));
    EXPECT_EQ(eves[2].second, "spring-festival");
}

TEST_F(Schedule, NamesTheEveOfAHolidayUntilItIsInspected) { // K22: P11.节日
    use_rules({"P11"});
    clock->set(*find_instant("2026-12-28T02:00:00.000Z"));
    auto list = due(10);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].day, *find_date("2026-12-31"));
    EXPECT_FALSE(list[0].is_missed);
    EXPECT_EQ(list[0].clauses.at(0), "P11.节日");
    inspected("holiday-eve");
    EXPECT_TRUE(due(10).empty());
}

TEST_F(Schedule, NamesAMissedEve) {
    use_rules({"P11"});
    clock->set(*find_instant("2027-01-03T02:00:00.000Z"));
    auto list = due(0);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_TRUE(list[0].is_missed);
}

TEST_F(Schedule, RepeatsAtTheIntervalOfTheRules) { // K22: P14.archive.9.8
    use_rules({"P14"});
    auto stock_takes = [&](int days) {
        auto list = due(days);
        std::erase_if(list, [](auto const& one) { return one.sort != "stock-take"; });
        return list;
    };
    ASSERT_EQ(stock_takes(0).size(), 1U);
    EXPECT_EQ(stock_takes(0)[0].day, local_date(clock->now()));
    inspected("stock-take");
    EXPECT_TRUE(stock_takes(100).empty());
    EXPECT_EQ(stock_takes(183).size(), 1U);
}

TEST_F(Schedule, AsksForAReviewEveryQuarter) { // K22: P6.6
    use_rules({"P6"});
    ASSERT_EQ(due(0).size(), 1U);
    EXPECT_EQ(due(0)[0].clauses.at(0), "P6.6");
    inspected("review");
    EXPECT_TRUE(due(89).empty());
    EXPECT_EQ(due(90).size(), 1U);
}

TEST_F(Schedule, IsEmptyWhereTheRulesAskForNone) {
    EXPECT_TRUE(due(400).empty()); // P7 names no inspection
}

class BreachList : public RegistryOffice {};

TEST_F(BreachList, HoldsRefusalsOverdueAndUncountedByPerson) { // K36: P14.17, P10.25, P6.8
    auto serials = copies_for({"zhaomin", "zhaomin"});
    auto view = open(Kind::Circulation, "zhaomin", {.copies = {serials[0]}, .people = {"chenli"}});
    refused(matters.act(view.matter.id, "out", "zhaomin",
                        {.subject = "sunyue", .signatures = signed_by({"sunyue"})}));
    act(view, "out", "zhaomin", {.subject = "chenli", .signatures = signed_by({"chenli"})});
    move(serials[1], registry::CopyState::Spoiled);
    wait(std::chrono::hours{72});
    auto list = expected(breaches(parts, "", std::nullopt, std::nullopt));
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].sort, Breach::Sort::Refused);
    EXPECT_EQ(list[0].person, "zhaomin");
    EXPECT_FALSE(list[0].clauses.empty());
    EXPECT_EQ(list[1].sort, Breach::Sort::Uncounted);
    EXPECT_EQ(list[1].person, "liming"); // who printed it
    EXPECT_EQ(list[2].sort, Breach::Sort::Overdue);
    EXPECT_EQ(list[2].person, "chenli");
    EXPECT_EQ(expected(breaches(parts, "陈立", std::nullopt, std::nullopt)).size(), 1U);
    EXPECT_TRUE(expected(breaches(parts, "", find_date("2027-01-01"), std::nullopt)).empty());
}

} // namespace
} // namespace imprimatur::matters
