// The profiles beside P5, P7 and P11: what each must show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr Level classified[] = {Level::Confidential, Level::Secret, Level::TopSecret};

bool has_duty(Policy const& policy, std::string const& capability, std::string const& clause) {
    for (auto const& duty : policy.duties()) {
        if (duty.capability == capability && duty.clause == clause) {
            return true;
        }
    }
    return false;
}

TEST(P1_3_4_2, ASecretCopyWithoutACompanyLeaderIsNotMade) {
    auto const p1 = read({"P1"});
    auto decision = p1.decide(facts(Action::Copy, Level::Secret));
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    EXPECT_TRUE(has_open_step_for(decision, "company-leader"));
    EXPECT_EQ(decision.sentence.values.at("clause"), "P1.3.4.2");
    EXPECT_THAT(p1.decide(facts(Action::Print, Level::Confidential)).steps.at(0).roles,
                UnorderedElementsAre("company-leader", "department-head"));
}

TEST(P1_3_4_5, ALoanComesBackTheSameDay) {
    auto decision = read({"P1"}).decide(facts(Action::Loan, Level::Confidential));
    EXPECT_TRUE(has_open_step_for(decision, "centre-manager"));
    EXPECT_EQ(decision.obligations.loan_days, 0);
    EXPECT_EQ(decision.obligations.clauses.at("loan_days"), "P1.3.4.5");
}

TEST(P1_3_4_6, CopiesComeBackWithinADay) {
    auto decision = read({"P1"}).decide(facts(Action::Print, Level::Secret));
    EXPECT_EQ(decision.obligations.return_within_hours, 24);
}

TEST(P1_3_4_1, ACopyIsMadeByADesignatedPerson) {
    auto const p1 = read({"P1"});
    auto asked = facts(Action::Copy, Level::Secret);
    asked.approvals = {approval("company-leader", "chen")};
    EXPECT_EQ(p1.decide(asked).sentence.id, "policy.ask-operator");
    asked.approvals.push_back(approval("operator", "sun", 1));
    EXPECT_EQ(p1.decide(asked).verdict, Verdict::Allow);
}

TEST(P1_3_3, PayIsConfidentialHereAndSecretInAHospital) {
    EXPECT_EQ(read({"P1"}).find_category_level("pay"), Level::Confidential);
    EXPECT_EQ(read({"P1", "P11"}).find_category_level("pay"), Level::Secret); // stricter wins
    EXPECT_EQ(read({"P14"}).find_category_level("financial-report"), Level::Secret);
}

TEST(P2_1, WithoutASignedAgreementNothingClassifiedIsPrinted) {
    auto const p2 = read({"P2"});
    auto asked = facts(Action::Print, Level::Confidential);
    asked.person.agreement.reset();
    auto decision = p2.decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.agreement-missing");
    EXPECT_TRUE(cites(decision, "P2.1"));
    asked.document.level = Level::Internal;
    EXPECT_EQ(p2.decide(asked).verdict, Verdict::Allow);
}

TEST(P2_1, TheRecipientNeedsTheAgreementToo) {
    auto asked = facts(Action::Print, Level::Secret, 2);
    asked.recipients[1].agreement.reset();
    auto decision = read({"P2"}).decide(asked);
    EXPECT_EQ(decision.sentence.id, "policy.agreement-missing");
    EXPECT_EQ(decision.sentence.values.at("name"), "li");
}

TEST(P2_1, AnAgreementOfTomorrowIsNoneToday) {
    auto asked = facts(Action::Print, Level::Secret);
    asked.person.agreement = std::chrono::sys_days(today) + std::chrono::days(1);
    EXPECT_EQ(read({"P2"}).decide(asked).sentence.id, "policy.agreement-missing");
}

TEST(P2_4, ATrainingHoldsForAYear) {
    auto const p2 = read({"P2"});
    auto asked = facts(Action::Print, Level::Secret);
    asked.person.training =
        Date{std::chrono::year{2025}, std::chrono::month{11}, std::chrono::day{24}};
    EXPECT_EQ(p2.decide(asked).verdict, Verdict::Ask);
    asked.person.training =
        Date{std::chrono::year{2025}, std::chrono::month{11}, std::chrono::day{23}};
    auto decision = p2.decide(asked);
    EXPECT_EQ(decision.sentence.id, "policy.training-old");
    EXPECT_EQ(decision.sentence.values.at("last"), "2026-11-23");
}

TEST(P2_5, VisitorsHandleNothingClassified) {
    auto asked = facts(Action::Print, Level::Confidential);
    asked.person.is_outsider = true;
    asked.person.outsider_purpose = "参观";
    EXPECT_EQ(read({"P2"}).decide(asked).sentence.id, "policy.outsider-never");
}

TEST(AProfileOfReasonsOnly, IsTheBaselineAndNamesWhatItRestsOn) {
    auto const baseline = read({});
    for (auto const* name : {"P3", "P8", "P12", "P15"}) {
        auto const policy = read({name});
        auto rows = policy.table();
        auto base = baseline.table();
        ASSERT_EQ(rows.size(), base.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(rows[i].decision.verdict, base[i].decision.verdict);
            EXPECT_EQ(rows[i].decision.clauses, base[i].decision.clauses);
        }
    }
    EXPECT_TRUE(has_duty(read({"P3"}), "K27", "P3.1"));
    EXPECT_TRUE(has_duty(read({"P3"}), "K9", "P3.2"));
    EXPECT_TRUE(has_duty(read({"P8"}), "K28", "P8.2"));
    EXPECT_TRUE(has_duty(read({"P12"}), "K21", "P12.2"));
    EXPECT_TRUE(has_duty(read({"P15"}), "K21", "P15.3"));
}

TEST(P4_8, PublishingNeedsALeadersReviewAndASignature) {
    auto const p4 = read({"P4"});
    auto asked = facts(Action::Publish, Level::Internal);
    auto decision = p4.decide(asked);
    ASSERT_EQ(decision.steps.size(), 2U);
    EXPECT_THAT(decision.steps[0].roles, ElementsAre("leader-in-charge"));
    EXPECT_THAT(decision.steps[1].roles, ElementsAre("responsible-head"));
    asked.approvals = {approval("leader-in-charge", "chen")};
    EXPECT_TRUE(has_open_step_for(p4.decide(asked), "responsible-head"));
    EXPECT_EQ(p4.decide(agreed(p4, facts(Action::Publish, Level::Internal))).verdict,
              Verdict::Allow);
}

TEST(P6_1, LevelsAreToldApartByColour) {
    auto const p6 = read({"P6"});
    for (auto level : {Level::Ordinary, Level::Internal, Level::Confidential, Level::Secret}) {
        for (auto action : {Action::Print, Action::Copy}) {
            auto obligations = p6.decide(facts(action, level)).obligations;
            EXPECT_EQ(obligations.template_name, "corporate");
            EXPECT_EQ(obligations.clauses.at("template_name"), "P6.1");
        }
    }
}

TEST(P6_4, CopiesAreMadeInTheRoomThatIsSetAside) {
    auto decision = read({"P6"}).decide(facts(Action::Print, Level::Secret));
    EXPECT_EQ(decision.obligations.clauses.at("places"), "P6.4");
    EXPECT_TRUE(decision.obligations.fixed_count);
}

TEST(P9_1_4, TakingOutNeedsTheLeaderInCharge) {
    auto decision = read({"P9"}).decide(facts(Action::CarryOut, Level::Secret));
    EXPECT_TRUE(has_open_step_for(decision, "leader-in-charge"));
    EXPECT_TRUE(cites(decision, "P9.1.4"));
}

TEST(P9_2_2, InternalMatterIsPublishedOnlyWithTheLeaderInCharge) {
    auto decision = read({"P9"}).decide(facts(Action::Publish, Level::Internal));
    EXPECT_TRUE(has_open_step_for(decision, "leader-in-charge"));
    EXPECT_EQ(read({"P9"}).decide(facts(Action::Publish, Level::Secret)).clauses.front(), "P9.2.1");
}

TEST(P10_8, TechnicalSecretsNeedAnAgreement) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.person.agreement.reset();
    EXPECT_TRUE(cites(read({"P10"}).decide(asked), "P10.8"));
}

TEST(P10_18, AVisitorNeedsAnApprovedPurpose) {
    auto const p10 = read({"P10"});
    auto asked = facts(Action::Print, Level::Confidential);
    asked.person.is_outsider = true;
    EXPECT_EQ(p10.decide(asked).sentence.id, "policy.outsider-purpose");
    EXPECT_TRUE(cites(p10.decide(asked), "P10.18"));
    asked.person.outsider_purpose = "合作开发";
    EXPECT_EQ(p10.decide(asked).verdict, Verdict::Ask);
}

TEST(P13_2, AFaxIsSentByItsOwnOperatorAndEncrypted) {
    auto const p13 = read({"P13"});
    auto decision = p13.decide(facts(Action::Transmit, Level::Secret));
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    EXPECT_TRUE(has_open_step_for(decision, "fax-operator"));
    EXPECT_TRUE(decision.obligations.encrypt);
    EXPECT_EQ(decision.obligations.clauses.at("encrypt"), "P13.3");
}

TEST(P13_5, AbroadOnlyWithTheLeaderInCharge) {
    auto const p13 = read({"P13"});
    auto asked = facts(Action::Transmit, Level::Internal);
    EXPECT_EQ(p13.decide(asked).verdict, Verdict::Allow);
    asked.is_abroad = true;
    auto decision = p13.decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    EXPECT_EQ(decision.sentence.values.at("clause"), "P13.5");
    asked.document.level = Level::Secret; // the approval of the clause before, by this leader
    EXPECT_THAT(p13.decide(asked).steps.at(0).roles, ElementsAre("leader-in-charge"));
}

TEST(P14_11_1, TheGeneralManagerADeputyOrWhomTheyAuthoriseAgrees) {
    auto const p14 = read({"P14"});
    for (auto level : classified) {
        EXPECT_THAT(p14.decide(facts(Action::Copy, level)).steps.at(0).roles,
                    UnorderedElementsAre("general-manager", "deputy-general-manager",
                                         "specially-authorised"));
    }
}

TEST(P14_Archive5, SecretArchivesAreNeverTakenOut) {
    auto const p14 = read({"P14"});
    auto asked = facts(Action::CarryOut, Level::Secret);
    EXPECT_EQ(p14.decide(asked).verdict, Verdict::Ask);
    asked.document.category = "archive";
    auto decision = p14.decide(agreed(p14, asked));
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_TRUE(cites(decision, "P14.archive.5"));
}

TEST(P7_Nine4, ArchivesAreLentWithApprovalAndNeverExcerpted) {
    auto const p7 = read({"P7"});
    auto asked = facts(Action::Loan, Level::Confidential);
    asked.document.category = "archive";
    EXPECT_THAT(p7.decide(asked).steps.at(0).roles, ElementsAre("leader-in-charge"));
    asked.action = Action::Excerpt;
    EXPECT_EQ(p7.decide(asked).sentence.id, "policy.forbidden");
    EXPECT_TRUE(cites(p7.decide(asked), "P7.九(4)"));
    EXPECT_EQ(p7.table("archive").size(), p7.table().size());
}

TEST(Layers, TheGeneralManagerAloneSatisfiesTwoPoliciesThatNameHim) {
    auto const both = read({"P14", "P11"}); // {gm, deputy, authorised} and {gm}
    auto asked = facts(Action::Print, Level::Secret);
    asked.person.roles = {"operator"};
    auto decision = both.decide(asked);
    ASSERT_EQ(decision.steps.size(), 1U);
    EXPECT_THAT(decision.steps[0].roles, ElementsAre("general-manager"));
    EXPECT_TRUE(cites(decision, "P11.措施"));
    EXPECT_TRUE(cites(decision, "P14.11.1"));
}

TEST(Layers, OrderDoesNotMatterForWhoIsAsked) {
    auto const one = read({"P7", "P5", "P11"});
    auto const two = read({"P11", "P7", "P5"});
    for (auto level : classified) {
        auto a = one.decide(facts(Action::Copy, level)).steps;
        auto b = two.decide(facts(Action::Copy, level)).steps;
        EXPECT_EQ(a.size(), b.size());
    }
}

} // namespace
} // namespace imprimatur::policy
