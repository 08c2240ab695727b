/// Who sets a level, and what a level is until they have (K1).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

struct Setter {
    char const* profile;
    char const* clause;
    char const* role;
};

std::vector<std::string> named(std::string const& profile) {
    return profile.empty() ? std::vector<std::string>() : std::vector{profile};
}

TEST(LevelSetting, IsForThoseWhomTheClauseNames) { // K1: P5.4, P7.3, P10.5.1, L.17
    for (auto const& row : std::initializer_list<Setter>{{"P5", "P5.4", "responsible-head"},
                                                         {"P7", "P7.3", "classifier"},
                                                         {"P7", "P7.3", "original-authority"},
                                                         {"P10", "P10.5.1", "secrecy-committee"},
                                                         {"", "L.17", "classifier"}}) {
        auto policy = read(named(row.profile));
        for (auto level : {Level::Confidential, Level::Secret, Level::TopSecret}) {
            ASSERT_EQ(policy.level_setters(level).size(), 1U) << row.profile;
            EXPECT_EQ(policy.level_setters(level)[0].clause, row.clause);
            EXPECT_TRUE(policy.may_set(level, person("zhang", {row.role}))) << row.clause;
            EXPECT_TRUE(policy.is_level_set(level, {person("zhang", {row.role})}));
            EXPECT_FALSE(policy.may_set(level, person("zhang", {"user", "registry-officer"})));
            EXPECT_FALSE(policy.is_level_set(level, {}));
        }
        EXPECT_TRUE(policy.is_level_set(Level::Internal, {})) << "below 秘密 anybody";
    }
}

TEST(LevelSetting, NeedsSomebodyInOffice) { // K1: L.17, B.5
    auto gone = person("zhang", {"classifier"});
    gone.is_active = false;
    EXPECT_FALSE(read({"P7"}).may_set(Level::Secret, gone));
    EXPECT_FALSE(read({"P7"}).is_level_set(Level::Secret, {gone}));
}

TEST(LevelSetting, OfTwoHousesNeedsBoth) { // K1: P5.4, P10.5.1
    auto policy = read({"P5", "P10"});
    auto head = person("zhang", {"responsible-head"});
    auto committee = person("li", {"secrecy-committee"});
    EXPECT_TRUE(policy.may_set(Level::Secret, head));
    EXPECT_FALSE(policy.is_level_set(Level::Secret, {head}));
    EXPECT_TRUE(policy.is_level_set(Level::Secret, {head, committee}));
}

TEST(LevelSetting, ComesBeforeAnythingIsMadeOfTheDocument) { // K1: P5.4, P10.5.1, L.17
    for (auto const& [profile, clause] :
         std::map<std::string, std::string>{{"P5", "P5.4"}, {"P10", "P10.5.1"}, {"", "L.17"}}) {
        auto policy = read(named(profile));
        for (auto action : {Action::Print, Action::Copy, Action::Loan, Action::Transmit}) {
            auto asked = agreed(policy, facts(action, Level::Secret));
            ASSERT_EQ(policy.decide(asked).verdict, Verdict::Allow)
                << profile << say(policy.decide(asked));
            asked.document.is_level_proposed = true;
            auto decision = policy.decide(asked);
            EXPECT_EQ(decision.verdict, Verdict::Refuse);
            EXPECT_EQ(decision.sentence.id, "policy.level-proposed");
            EXPECT_TRUE(cites(decision, clause)) << profile;
        }
    }
}

TEST(LevelSetting, DoesNotKeepAPaperFromBeingDestroyed) { // K16
    auto policy = read({"P7"});
    auto asked = agreed(policy, facts(Action::Destroy, Level::Secret));
    asked.document.is_level_proposed = true;
    EXPECT_EQ(policy.decide(asked).verdict, Verdict::Allow);
}

TEST(LevelSetting, IsAskedForAlsoWhereTheSecrecyWouldBeOver) { // K1, K3: L.17, L.24
    // Until somebody set them, level and period are a guess: a day typed wrong would open a secret.
    auto policy = read({"P7"});
    auto asked = facts(Action::Print, Level::Secret);
    asked.document.is_level_proposed = true;
    asked.document.is_declassified = true;
    EXPECT_EQ(policy.decide(asked).verdict, Verdict::Refuse);
    EXPECT_EQ(policy.decide(asked).sentence.id, "policy.level-proposed");
    asked.document.is_declassified = false;
    asked.document.period = find_period("1y");
    asked.document.issued = find_date("2001-01-01");
    EXPECT_EQ(policy.decide(asked).sentence.id, "policy.level-proposed");
    asked.document.is_level_proposed = false;
    EXPECT_NE(policy.decide(asked).sentence.id, "policy.level-proposed");
}

} // namespace
} // namespace imprimatur::policy
