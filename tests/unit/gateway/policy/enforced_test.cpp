/// Clause by clause: each rule of the fifteen profiles and the baseline that demands something is
/// put before a case that lacks nothing else, and the decision demands it and cites the clause.
#include <algorithm>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

using testing::Contains;

Policy rules(std::string const& profile) {
    return profile.empty() ? read({}) : read({profile});
}

Facts archived(Facts facts, std::string const& category) {
    facts.document.category = category;
    return facts;
}

struct Agreement {
    char const* profile;
    Action action;
    Level level;
    char const* clause;
    char const* role;
    char const* category = "";
};

void expect_agreement(Agreement const& row) {
    auto decision = rules(row.profile).decide(archived(facts(row.action, row.level), row.category));
    EXPECT_EQ(decision.verdict, Verdict::Ask) << row.clause << " " << say(decision);
    bool is_asked =
        std::any_of(decision.steps.begin(), decision.steps.end(), [&](Step const& step) {
            return !step.is_operation && step.clause == row.clause &&
                   std::count(step.roles.begin(), step.roles.end(), row.role) == 1;
        });
    EXPECT_TRUE(is_asked) << row.clause << " does not ask " << row.role;
    EXPECT_TRUE(cites(decision, row.clause)) << row.clause;
}

TEST(Enforced, GivingToOutsidersNeedsTheAgreementOfWhomTheClauseNames) { // K34
    for (auto const& row : std::initializer_list<Agreement>{
             {"P7", Action::Provide, Level::Secret, "P7.12.5", "county-leader"},
             {"P7", Action::Provide, Level::TopSecret, "P7.12.5", "original-authority"},
             {"P10", Action::Provide, Level::Secret, "P10.21", "leader-in-charge"},
             {"P11", Action::Provide, Level::Secret, "P11.对外", "general-manager"},
             {"P14", Action::Provide, Level::Secret, "P14.13", "general-manager"}}) {
        expect_agreement(row);
    }
}

TEST(Enforced, ShowingAtAFairNeedsTheAgreementOfWhomTheClauseNames) { // K26
    expect_agreement({"P10", Action::Exhibit, Level::Secret, "P10.20", "leader-in-charge"});
    expect_agreement({"", Action::Exhibit, Level::Secret, "B.7", "general-manager"});
}

TEST(Enforced, CarryingOutNeedsTheAgreementOfWhomTheClauseNames) { // K33
    expect_agreement({"P7", Action::CarryOut, Level::Secret, "P7.12.4", "county-leader"});
    expect_agreement({"P7", Action::CarryOut, Level::TopSecret, "P7.12.4", "original-authority"});
    expect_agreement({"", Action::CarryOut, Level::Confidential, "B.7", "general-manager"});
}

TEST(Enforced, PublishingNeedsTheReviewOfWhomTheClauseNames) { // K26
    expect_agreement({"P4", Action::Publish, Level::Internal, "P4.8", "leader-in-charge"});
    expect_agreement({"P4", Action::Publish, Level::Ordinary, "P4.8", "responsible-head"});
    expect_agreement({"P9", Action::Publish, Level::Internal, "P9.2.2", "leader-in-charge"});
    expect_agreement({"P10", Action::Publish, Level::Internal, "P10.16", "secrecy-committee"});
}

TEST(Enforced, ALoanNeedsTheAgreementOfWhomTheClauseNames) { // K14
    expect_agreement(
        {"P14", Action::Loan, Level::Secret, "P14.archive.4", "leader-in-charge", "archive"});
    expect_agreement({"", Action::Loan, Level::Secret, "B.7", "general-manager"});
}

TEST(Enforced, DestructionNeedsAnApprovalAndTwoWitnesses) { // K16
    expect_agreement({"P5", Action::Destroy, Level::Secret, "P5.10", "responsible-head"});
    expect_agreement({"", Action::Destroy, Level::Confidential, "R.28", "general-manager"});
    auto decision = rules("").decide(facts(Action::Destroy, Level::Confidential));
    EXPECT_EQ(decision.obligations.witnesses, 2U);
    EXPECT_EQ(decision.obligations.clauses.at("witnesses"), "B.10");
}

TEST(Enforced, ACopyOfAnythingClassifiedNeedsAnApprovalAndTheMarkOfItsMaker) { // K4, K7, K37
    for (auto action : {Action::Print, Action::Copy, Action::Excerpt, Action::Compile}) {
        expect_agreement({"", action, Level::Confidential, "R.27.5", "general-manager"});
    }
    auto decision = rules("").decide(facts(Action::Copy, Level::Confidential));
    EXPECT_EQ(decision.obligations.template_name, "gb-9704-copy");
    EXPECT_EQ(decision.obligations.clauses.at("template_name"), "R.27.5");
}

TEST(Enforced, TopSecretIsNotCopiedWithoutTheAuthorityThatSetIt) { // K4: L.26, P7.13.1
    for (auto action : {Action::Print, Action::Copy, Action::Excerpt, Action::Compile}) {
        auto decision = rules("P7").decide(facts(action, Level::TopSecret));
        EXPECT_EQ(decision.verdict, Verdict::Ask);
        EXPECT_TRUE(has_open_step_for(decision, "original-authority"));
        EXPECT_FALSE(has_open_step_for(decision, "county-leader"));
    }
}

TEST(Enforced, OnlyWhomTheClauseDesignatesWorksTheDevice) { // K20
    for (auto const& row : std::initializer_list<Agreement>{
             {"P1", Action::Copy, Level::Confidential, "P1.3.4.1", "operator"},
             {"P1", Action::CarryOut, Level::Confidential, "P1.3.4.3", "operator"},
             {"P5", Action::Transmit, Level::Confidential, "P5.7", "fax-operator"},
             {"P13", Action::Transmit, Level::Confidential, "P13.2", "fax-operator"},
             {"P14", Action::Copy, Level::Confidential, "P14.10", "operator"},
             {"P14", Action::CarryOut, Level::Confidential, "P14.11.2", "operator"}}) {
        auto asked = facts(row.action, row.level);
        auto policy = rules(row.profile);
        auto operation = [&](Decision const& decision) {
            return std::any_of(decision.steps.begin(), decision.steps.end(), [&](auto const& step) {
                return step.is_operation && step.clause == row.clause;
            });
        };
        EXPECT_TRUE(operation(policy.decide(asked))) << row.clause;
        asked.person.roles.insert(row.role);
        EXPECT_FALSE(operation(policy.decide(asked))) << row.clause << " for one of them";
    }
}

struct Barred {
    char const* profile;
    Level level;
    char const* clause;
    char const* category = "";
};

void expect_barred(Barred const& row, Facts asked) {
    auto decision = rules(row.profile).decide(archived(std::move(asked), row.category));
    EXPECT_EQ(decision.verdict, Verdict::Refuse) << row.clause;
    EXPECT_TRUE(cites(decision, row.clause)) << row.clause << " " << say(decision);
}

/// K1, K27: 秘密 those concerned, 机密 nobody outside, 绝密 whom the scope names one by one.
TEST(Enforced, WhoIsOutsideTheCircleOfTheLevelGetsNothing) {
    for (auto const& row :
         std::initializer_list<Barred>{{"P2", Level::Confidential, "P2.2"},
                                       {"P2", Level::Secret, "P2.2"},
                                       {"P5", Level::Confidential, "P5.3"},
                                       {"P5", Level::TopSecret, "P5.3"},
                                       {"P6", Level::Confidential, "P6.2"},
                                       {"P6", Level::TopSecret, "P6.2"},
                                       {"P14", Level::Secret, "P14.archive.6", "archive"},
                                       {"P14", Level::TopSecret, "P14.archive.6", "archive"}}) {
        auto asked = facts(Action::Copy, row.level);
        asked.recipients[0] = person("zhao");
        asked.recipients[0].department = "财务科";
        expect_barred(row, asked);
    }
}

TEST(Enforced, TheCircleHoldsInEveryProfileOfReasonsOnly) { // P3.1, P8.1, P15.1, P15.4: K1, K27
    for (auto const* profile : {"P3", "P8", "P12", "P15"}) {
        for (auto level : {Level::Confidential, Level::Secret, Level::TopSecret}) {
            auto asked = facts(Action::Copy, level);
            asked.recipients[0] = person("zhao");
            asked.recipients[0].department = "财务科";
            auto decision = rules(profile).decide(asked);
            EXPECT_EQ(decision.verdict, Verdict::Refuse) << profile;
            EXPECT_TRUE(cites(decision, "L.21"));
        }
    }
}

TEST(Enforced, OutsidersAreKeptAwayAsTheClauseSays) { // K24
    auto visitor = [](char const* purpose) {
        auto asked = facts(Action::Copy, Level::Confidential);
        asked.recipients[0].is_outsider = true;
        asked.recipients[0].outsider_purpose = purpose;
        return asked;
    };
    expect_barred({"P2", Level::Confidential, "P2.5"}, visitor("审计"));
    expect_barred({"P7", Level::Confidential, "P7.13.5"}, visitor("审计"));
    expect_barred({"", Level::Confidential, "B.14"}, visitor(""));
    EXPECT_EQ(rules("").decide(visitor("审计")).verdict, Verdict::Ask);
}

TEST(Enforced, WithoutAgreementOrTrainingNothingIsHandled) { // K23
    auto lacking = [](Action action, std::optional<Date> PersonFacts::*paper) {
        auto asked = facts(action, Level::Confidential);
        asked.recipients[0].*paper = std::nullopt;
        return asked;
    };
    expect_barred({"P6", Level::Confidential, "P6.5"},
                  lacking(Action::Copy, &PersonFacts::agreement));
    expect_barred({"P6", Level::Confidential, "P6.7"},
                  lacking(Action::Copy, &PersonFacts::training));
    expect_barred({"P10", Level::Confidential, "P10.23"},
                  lacking(Action::Provide, &PersonFacts::agreement));
}

TEST(Enforced, WhatIsSentIsEncrypted) { // K25, K29
    for (auto const& [profile, clause] :
         {std::pair{"P2", "P2.3"}, {"P6", "P6.3"}, {"P9", "P9.1.3"}, {"", "B.11"}}) {
        auto decision = rules(profile).decide(facts(Action::Transmit, Level::Confidential));
        EXPECT_TRUE(decision.obligations.encrypt) << clause;
        EXPECT_TRUE(cites(decision, clause)) << clause;
    }
}

TEST(Enforced, WhatLeavesTheHouseIsMadeOfImages) { // K26, K34: B.13
    for (auto action : {Action::Provide, Action::Publish}) {
        auto decision = rules("").decide(facts(action, Level::Internal));
        EXPECT_TRUE(decision.obligations.as_image);
        EXPECT_EQ(decision.obligations.clauses.at("as_image"), "B.13");
    }
}

TEST(Enforced, EveryCarrierBearsItsLevel) { // K7: P10.7, R.21
    auto print = rules("P10").decide(facts(Action::Print, Level::Confidential));
    EXPECT_EQ(print.obligations.template_name, "gb-9704");
    EXPECT_TRUE(cites(print, "P10.7"));
    auto copy = rules("P10").decide(facts(Action::Copy, Level::Confidential));
    EXPECT_EQ(copy.obligations.template_name, "gb-9704-copy");
}

TEST(Enforced, AboveConfidentialEachCopyIsNumberedAndHasAReader) { // K6: R.27.2; K27: R.20
    for (auto level : {Level::Secret, Level::TopSecret}) {
        auto decision = rules("").decide(facts(Action::Copy, level));
        EXPECT_TRUE(decision.obligations.number);
        EXPECT_EQ(decision.obligations.clauses.at("number"), "R.27.2");
        EXPECT_TRUE(decision.obligations.name_recipients);
        EXPECT_EQ(decision.obligations.clauses.at("name_recipients"), "R.20");
    }
}

TEST(Enforced, TheCountIsSaneAndNobodyIsNamedWithoutACopy) { // K5: B.9
    auto none = facts(Action::Copy, Level::Confidential);
    none.count = 0;
    expect_barred({"", Level::Confidential, "B.9"}, none);
    auto many = facts(Action::Copy, Level::Confidential);
    many.count = 1'000'000;
    expect_barred({"", Level::Confidential, "B.9"}, many);
    auto crowd = facts(Action::Copy, Level::Confidential, 3);
    crowd.count = 2;
    expect_barred({"", Level::Confidential, "B.9"}, crowd);
}

TEST(Enforced, ContentOfAKindHasTheLevelThatTheClauseGivesIt) { // K2
    struct Kind {
        char const* profile;
        char const* clause;
        Level level;
        std::vector<char const*> categories;
    };
    for (auto const& row : std::initializer_list<Kind>{
             {"P1", "P1.3.3.1", Level::TopSecret, {"decision"}},
             {"P1", "P1.3.3.2", Level::Secret, {"plan", "operations", "meeting"}},
             {"P1",
              "P1.3.3.3",
              Level::Confidential,
              {"personnel", "financial-report", "statistics", "contract", "pay", "unpublished"}},
             {"P14", "P14.8.1", Level::TopSecret, {"decision"}},
             {"P14",
              "P14.8.2",
              Level::Secret,
              {"plan", "financial-report", "statistics", "meeting", "operations"}},
             {"P14",
              "P14.8.3",
              Level::Confidential,
              {"personnel", "contract", "pay", "unpublished"}}}) {
        for (auto const* category : row.categories) {
            auto policy = rules(row.profile);
            EXPECT_EQ(policy.find_category_level(category), row.level) << category;
            auto asked = archived(facts(Action::Print, Level::Ordinary), category);
            asked.document.number.clear(); // what nobody registered goes by its content
            EXPECT_EQ(policy.level_on(asked.document, today), row.level) << row.clause;
            EXPECT_TRUE(cites(policy.decide(asked), row.clause)) << row.clause;
        }
    }
}

TEST(Enforced, ThreeLevelsAreClassifiedAndEachAsksNoFewerPeople) { // K1: P1.3.3, P14.7, B.1
    for (auto const* profile : {"", "P1", "P14"}) {
        auto policy = rules(profile);
        for (auto level : {Level::Confidential, Level::Secret, Level::TopSecret}) {
            EXPECT_EQ(policy.decide(facts(Action::Copy, level)).verdict, Verdict::Ask) << profile;
        }
        EXPECT_EQ(policy.decide(facts(Action::Copy, Level::Ordinary)).verdict, Verdict::Allow);
        EXPECT_FALSE(policy.level_setters(Level::Confidential).empty());
    }
}

TEST(Enforced, NoPeriodIsLongerThanItsLevelMayLast) { // K3: L.20
    auto baseline = rules("");
    EXPECT_EQ(baseline.find_longest_period(Level::Confidential), find_period("10y"));
    EXPECT_EQ(baseline.find_longest_period(Level::Secret), find_period("20y"));
    EXPECT_EQ(baseline.find_longest_period(Level::TopSecret), find_period("30y"));
}

TEST(Ending, IsTheDayThatThePeriodFromTheDayOfIssueGives) { // K3: P7.3, R.19, L.24
    auto asked = document(Level::Secret);
    asked.period = find_period("10y");
    auto ending = rules("P7").find_ending(asked);
    ASSERT_TRUE(ending);
    EXPECT_EQ(ending->day, *find_date("2036-03-01"));
    EXPECT_THAT(ending->clauses, Contains("L.24"));
    EXPECT_THAT(ending->clauses, Contains("P7.3"));
}

TEST(Ending, CitesTheClauseOfTheProfileThatReleases) { // K3: P11.期限, P14.9
    auto asked = document(Level::Secret);
    asked.period = find_period("1y");
    EXPECT_THAT(rules("P11").find_ending(asked)->clauses, Contains("P11.期限"));
    EXPECT_THAT(rules("P14").find_ending(asked)->clauses, Contains("P14.9"));
}

TEST(Ending, IsNoneForAnEventForWhatIsOpenAndForWhatIsReleased) {
    auto asked = document(Level::Secret);
    asked.period = find_period("event:公布后");
    EXPECT_FALSE(rules("P7").find_ending(asked));
    asked.period = find_period("1y");
    asked.is_declassified = true;
    EXPECT_FALSE(rules("P7").find_ending(asked));
    asked = document(Level::Internal);
    EXPECT_FALSE(rules("P7").find_ending(asked));
    asked = document(Level::Secret);
    asked.issued.reset();
    EXPECT_FALSE(rules("P7").find_ending(asked));
}

} // namespace
} // namespace imprimatur::policy
