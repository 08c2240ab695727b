// Profiles of our own, laid over each other: the stricter wins.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string rule(std::string const& levels, std::string const& demand) {
    return "[[rule]]\nlevels = [" + levels + "]\nactions = [\"copy\", \"loan\"]\n" + demand +
           "\nclause = \"P7.13.1\"\ncapability = \"K4\"\n";
}

class Layered : public testing::Test {
  protected:
    Policy read(std::string const& first, std::string const& second) {
        folder_.write(98, first);
        folder_.write(99, second);
        auto policy = Policy::read(folder_.path(), {"P98", "P99"});
        if (!policy) {
            throw std::runtime_error(policy.error().cause);
        }
        return *policy;
    }
    Decision copy(Policy const& policy, Level level = Level::Secret) {
        return policy.decide(facts(Action::Copy, level));
    }

    OwnFolder folder_;
};

std::string const classified = "\"classified\"";

TEST_F(Layered, TwoPeopleAreMoreThanOne) {
    auto one = rule(classified, R"(steps = [{ roles = ["county-leader"] }])");
    auto two = rule(classified, R"(steps = [{ roles = ["county-leader"], how_many = 2 }])");
    for (auto const& policy : {read(one, two), read(two, one)}) {
        ASSERT_EQ(copy(policy).steps.size(), 1U);
        EXPECT_EQ(copy(policy).steps[0].how_many, 2U);
    }
}

TEST_F(Layered, TwoPeopleAreTwoDifferentPeople) {
    auto two = rule(classified, R"(steps = [{ roles = ["county-leader"], how_many = 2 }])");
    auto const policy = read(two, two);
    auto asked = facts(Action::Copy, Level::Secret);
    asked.approvals = {approval("county-leader", "chen"), approval("county-leader", "chen")};
    EXPECT_EQ(policy.decide(asked).verdict, Verdict::Ask);
    EXPECT_THAT(say(policy.decide(asked)), HasSubstr("(2 人)"));
    asked.approvals.push_back(approval("county-leader", "sun"));
    EXPECT_EQ(policy.decide(asked).verdict, Verdict::Allow);
}

TEST_F(Layered, TheNarrowerCircleOfApproversWins) {
    auto wide = rule(classified, R"(steps = [{ roles = ["county-leader", "general-manager"] }])");
    auto narrow = rule(classified, R"(steps = [{ roles = ["county-leader"] }])");
    for (auto const& policy : {read(wide, narrow), read(narrow, wide)}) {
        ASSERT_EQ(copy(policy).steps.size(), 1U);
        EXPECT_THAT(copy(policy).steps[0].roles, ElementsAre("county-leader"));
    }
}

TEST_F(Layered, OneAgreementNeverStandsForTwoOfAnotherLayer) {
    auto one = rule(classified, R"(steps = [{ roles = ["county-leader"] }])");
    auto two = rule(classified, R"(steps = [{ roles = ["county-leader", "office-head"] },)"
                                R"( { roles = ["county-leader", "general-manager"] }])");
    for (auto const& policy : {read(one, two), read(two, one)}) {
        EXPECT_EQ(copy(policy).steps.size(), 2U);
    }
}

TEST_F(Layered, TheIssuingDepartmentStaysDemanded) {
    auto any = rule(classified, R"(steps = [{ roles = ["issuing-head"] }])");
    auto own =
        rule(classified, R"(steps = [{ roles = ["issuing-head"], issuing_department = true }])");
    for (auto const& policy : {read(any, own), read(own, any)}) {
        ASSERT_EQ(copy(policy).steps.size(), 1U);
        EXPECT_TRUE(copy(policy).steps[0].of_issuing_department);
    }
}

TEST_F(Layered, AHigherLevelTakesWhatTheLowerOneHasMore) {
    auto first = rule(classified, R"(steps = [{ roles = ["county-leader"] }])");
    auto second =
        rule("\"confidential\", \"secret\"", R"(steps = [{ roles = ["general-manager"] }])") +
        rule("\"top-secret\"", R"(steps = [{ roles = ["county-leader"] }])");
    auto const policy = read(first, second);
    EXPECT_EQ(copy(policy, Level::Secret).steps.size(), 2U);
    EXPECT_EQ(copy(policy, Level::TopSecret).steps.size(), 2U);
}

TEST_F(Layered, TheShorterTimeWins) {
    auto const policy =
        read(rule(classified, "return_hours = 48\nloan_days = 3\ntraining_max_age = \"6m\""),
             rule(classified, "return_hours = 24\nloan_days = 7\ntraining_max_age = \"2y\""));
    auto obligations = copy(policy).obligations;
    EXPECT_EQ(obligations.return_within_hours, 24);
    EXPECT_EQ(obligations.loan_days, 3);
    auto asked = facts(Action::Copy, Level::Secret);
    asked.person.training =
        Date{std::chrono::year{2026}, std::chrono::month{5}, std::chrono::day{1}};
    EXPECT_EQ(policy.decide(asked).sentence.id, "policy.training-old");
}

TEST_F(Layered, OnlyRoomsThatBothNameAreLeft) {
    auto const policy =
        read(rule(classified, R"(rooms = ["printing-room", "meeting-office"])"),
             rule(classified, R"(rooms = ["meeting-office", "transmission-room"])"));
    EXPECT_THAT(copy(policy).obligations.clauses, testing::Contains(testing::Key("places")));
    EXPECT_NE(copy(policy).verdict, Verdict::Refuse);
}

TEST_F(Layered, TheStricterOfTwoCirclesWins) {
    auto const policy = read(rule("\"confidential\"", "circle = \"concerned\""),
                             rule("\"confidential\"", "circle = \"named\""));
    auto asked = facts(Action::Copy, Level::Confidential);
    asked.document.scope = {"综合科"};
    EXPECT_EQ(policy.decide(asked).sentence.id, "policy.not-named");
}

TEST_F(Layered, TheShorterPeriodWins) {
    auto period = [](std::string const& lines) {
        return "[[period]]\nlevels = [\"secret\"]\n" + lines +
               "clause = \"P7.3\"\ncapability = \"K3\"\n";
    };
    auto const policy =
        read(period("longest = \"15y\"\nusual = \"5y\"\n"), period("longest = \"18m\"\n"));
    EXPECT_EQ(policy.find_longest_period(Level::Secret), find_period("18m"));
    EXPECT_EQ(policy.find_default_period(Level::Secret), find_period("18m"));
}

TEST_F(Layered, WhoSetsALevelMustSatisfyBoth) {
    auto setter = [](std::string const& role) {
        return "[[level]]\nlevels = [\"secret\"]\nset_by = [\"" + role +
               "\"]\nclause = \"P7.3\"\ncapability = \"K1\"\n";
    };
    auto const policy = read(setter("general-manager"), setter("county-leader"));
    ASSERT_EQ(policy.level_setters(Level::Secret).size(), 2U);
}

/// P7, with two printers in its first room.
Result<Policy> with_printers_of_the_room() {
    OwnFolder folder;
    std::ifstream in(folder.path() / "places.toml");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    auto star = text.find("[\"*\"]") + 1;
    std::ofstream(folder.path() / "places.toml")
        << text.replace(star, 3, R"("Paper-A", "Paper-B")");
    return Policy::read(folder.path(), {"P7"});
}

TEST(Designated, PapersOfAMeetingAreCopiedThereAndApprovedLikeAllOthers) { // K4, K7, K20: P7.会议6
    auto policy = with_printers_of_the_room();
    ASSERT_TRUE(policy) << policy.error().cause;
    auto asked = facts(Action::Copy, Level::Secret, 2);
    asked.purpose = "常委会";
    asked.place = "Paper-A";
    auto decision = policy->decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Ask) << "not without approval";
    EXPECT_FALSE(decision.obligations.template_name.empty()) << "not without the level on it";
    EXPECT_EQ(policy->decide(agreed(*policy, asked)).verdict, Verdict::Allow);
    asked.place = "Meeting-Hall";
    EXPECT_EQ(policy->decide(asked).sentence.id, "policy.wrong-place") << "not anywhere else";
}

TEST(Designated, PrintersAreThoseOfTheRoom) { // K20, P7.3
    auto policy = with_printers_of_the_room();
    ASSERT_TRUE(policy) << policy.error().cause;
    auto asked = facts(Action::Print, Level::Secret);
    asked.place = "Hall-Printer";
    auto decision = policy->decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.wrong-place");
    EXPECT_THAT(say(decision), HasSubstr("Paper-A, Paper-B"));
    EXPECT_TRUE(cites(decision, "P7.3"));
    asked.place = "Paper-B";
    EXPECT_EQ(policy->decide(asked).verdict, Verdict::Ask);
    EXPECT_THAT(policy->decide(asked).obligations.places, ElementsAre("Paper-A", "Paper-B"));
    asked.document.level = Level::Internal; // anywhere
    asked.place = "Hall-Printer";
    EXPECT_EQ(policy->decide(asked).verdict, Verdict::Allow);
    for (auto const& row : policy->table()) { // lacks nothing, so not refused for its place
        EXPECT_NE(row.decision.sentence.id, "policy.wrong-place");
    }
}

TEST(AStricterBaseline, IsAFloorForEveryProfile) {
    OwnFolder folder;
    std::ofstream(folder.path() / "baseline.toml", std::ios::app)
        << "\n[[rule]]\nlevels = [\"all\"]\nactions = [\"making\"]\nreturn_hours = 12\n"
        << "clause = \"P1.3.4.6\"\ncapability = \"K18\"\n";
    auto policy = Policy::read(folder.path(), {"P1"});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().sentence.id, "policy.looser");
    EXPECT_EQ(policy.error().sentence.values.at("found"), "24");
    EXPECT_EQ(policy.error().sentence.values.at("expected"), "12");
}

} // namespace
} // namespace imprimatur::policy
