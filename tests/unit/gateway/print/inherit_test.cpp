/// An excerpt or a compilation is never less than its sources (K8, K37: P7.5, P1.3.4.2, L.18).
#include "gateway/print/inherit.hpp"

#include <gtest/gtest.h>

namespace imprimatur::print {
namespace {

Date const today = *find_date("2026-11-23");

policy::Policy const& p7() {
    static auto const policy =
        policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {"P7"}).value();
    return policy;
}

registry::Document source(Level level, std::string const& period, std::string const& issued,
                          std::set<std::string> scope = {}) {
    registry::Document document;
    document.number = "来源";
    document.level = level;
    document.period = find_period(period);
    document.issued = find_date(issued);
    document.scope = std::move(scope);
    return document;
}

std::vector<registry::Person> const people{
    {.account = "liming", .full_name = "李明", .department = "综合科"},
    {.account = "chenli", .full_name = "陈立", .department = "组织部"}};

Inherited inherited(std::vector<registry::Document> const& sources) {
    return inherit(p7(), sources, people, today, today);
}

/// What is missing when the document says this; empty: nothing.
std::string shortfall(Inherited const& from, Level level, std::string const& period,
                      std::set<std::string> scope = {}) {
    auto document = source(level, period, "2026-11-23", std::move(scope));
    auto found = find_shortfall(from, document, people, {"P7.5"});
    EXPECT_TRUE(!found || found->values.at("clause") == "P7.5");
    return found ? found->id : "";
}

TEST(Derived, TakesTheHighestLevelAndTheLongestPeriod) { // P7.5
    auto long_one = source(Level::Confidential, "10y", "2026-11-20");
    auto high_one = source(Level::Secret, "5y", "2026-11-01");
    for (auto const& sources : {std::vector{long_one, high_one}, std::vector{high_one, long_one}}) {
        auto out = inherited(sources);
        EXPECT_EQ(out.level, Level::Secret);
        EXPECT_EQ(out.period, find_period("2036-11-20"));
        EXPECT_EQ(out.end, find_date("2036-11-20"));
    }
}

TEST(Derived, KeepsThePeriodOfASourceOfTheSameDay) {
    EXPECT_EQ(inherited({source(Level::Secret, "10y", "2026-11-23")}).period, find_period("10y"));
}

TEST(Derived, AnUnmarkedPeriodIsTheLongestOfItsLevel) { // P7.3
    auto unmarked = source(Level::Secret, "", "2026-11-20");
    EXPECT_EQ(inherited({unmarked}).end, find_date("2046-11-20"));
}

TEST(Derived, WhatWaitsForAnEventWaitsForItAndForTheLastDay) {
    auto out = inherited({source(Level::Secret, "event:公布后", "2026-11-20"),
                          source(Level::Secret, "1y", "2026-11-20")});
    ASSERT_TRUE(out.period);
    EXPECT_EQ(out.period->text(), "公布后，不早于2027年11月20日");
    EXPECT_FALSE(out.end);
    EXPECT_EQ(shortfall(out, Level::Secret, "20y"), "print.derived-period-shorter");
    EXPECT_EQ(shortfall(out, Level::Secret, out.period->identifier()), "");
}

TEST(Derived, WhatIsNoLongerSecretAddsNothing) { // L.24
    auto out = inherited(
        {source(Level::Secret, "1y", "2020-01-01"), source(Level::Internal, "", "2026-11-20")});
    EXPECT_EQ(out.level, Level::Internal);
    EXPECT_FALSE(out.period);
}

TEST(Derived, ALowerLevelIsRefused) { // P7.5, P7.12.3
    auto from = inherited({source(Level::Secret, "10y", "2026-11-23")});
    EXPECT_EQ(shortfall(from, Level::Confidential, "10y"), "print.derived-level-lower");
    EXPECT_EQ(shortfall(from, Level::Secret, "10y"), "");
    EXPECT_EQ(shortfall(from, Level::TopSecret, "10y"), "");
}

TEST(Derived, AShorterPeriodIsRefused) { // P7.5
    auto from = inherited({source(Level::Secret, "10y", "2026-11-23")});
    EXPECT_EQ(shortfall(from, Level::Secret, "9y"), "print.derived-period-shorter");
    EXPECT_EQ(shortfall(from, Level::Secret, "2036-11-22"), "print.derived-period-shorter");
    EXPECT_EQ(shortfall(from, Level::Secret, ""), "print.derived-period-shorter");
    EXPECT_EQ(shortfall(from, Level::Secret, "2036-11-23"), "");
    EXPECT_EQ(shortfall(from, Level::Secret, "11y"), "");
}

TEST(Derived, IsForThoseWhoMayReadEverySource) { // K8, K27: P7.5, P7.4
    auto from = inherited({source(Level::Secret, "10y", "2026-11-23", {"综合科"}),
                           source(Level::Secret, "10y", "2026-11-23", {"liming", "chenli"}),
                           source(Level::Secret, "10y", "2026-11-23")});
    EXPECT_EQ(from.scope, std::set<std::string>{"liming"});
    EXPECT_EQ(shortfall(from, Level::Secret, "10y", {"liming"}), "");
    EXPECT_EQ(shortfall(from, Level::Secret, "10y", {"liming", "chenli"}),
              "print.derived-scope-wider");
    EXPECT_EQ(shortfall(from, Level::Secret, "10y"), "print.derived-scope-wider")
        << "not limited is wider";
}

TEST(Derived, WithoutACommonReaderIsNotMade) { // K8, K27: P7.5
    auto from = inherited({source(Level::Secret, "10y", "2026-11-23", {"综合科"}),
                           source(Level::Secret, "10y", "2026-11-23", {"chenli"})});
    EXPECT_EQ(shortfall(from, Level::Secret, "10y", {"liming"}), "print.derived-no-reader");
}

TEST(Derived, CitesTheClausesOfTheRulesInForce) { // K37: P1.3.4.2, P7.5, P11.措施, P14.11.1; L.18
    auto first_of = [](char const* profile) {
        auto policy =
            policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {profile}).value();
        return policy.derivation_clauses(policy::Action::Excerpt, Level::Secret).front();
    };
    EXPECT_EQ(first_of("P1"), "P1.3.4.2");
    EXPECT_EQ(first_of("P7"), "P7.5");
    EXPECT_EQ(first_of("P11"), "P11.措施");
    EXPECT_EQ(first_of("P14"), "P14.11.1");
    auto baseline = policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {}).value();
    EXPECT_EQ(baseline.derivation_clauses(policy::Action::Excerpt, Level::Secret).back(), "L.18");
}

} // namespace
} // namespace imprimatur::print
