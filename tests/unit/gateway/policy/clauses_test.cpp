#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Policy const& p7() {
    static Policy const policy = read({"P7"});
    return policy;
}
Policy const& p5() {
    static Policy const policy = read({"P5"});
    return policy;
}
Policy const& p11() {
    static Policy const policy = read({"P11"});
    return policy;
}

TEST(P7_13_1, AConfidentialCopyNeedsALeaderOfCountyRank) {
    for (auto level : {Level::Confidential, Level::Secret}) {
        auto decision = p7().decide(facts(Action::Copy, level));
        EXPECT_EQ(decision.verdict, Verdict::Ask);
        ASSERT_EQ(decision.steps.size(), 1U);
        EXPECT_THAT(decision.steps[0].roles, ElementsAre("county-leader"));
        EXPECT_EQ(decision.steps[0].clause, "P7.13.1");
        EXPECT_TRUE(cites(decision, "P7.13.1"));
    }
}

TEST(P7_13_1, ThePersonIsToldWhomToAskInOneSentence) {
    EXPECT_EQ(say(p7().decide(facts(Action::Copy, Level::Secret))),
              "机密级文件的复制须经县级以上单位主管领导批准（P7.13.1）；"
              "已保留您的任务，批准后自动打印。");
}

TEST(P7_13_1, ATopSecretCopyNeedsTheOriginalAuthority) {
    auto decision = p7().decide(facts(Action::Copy, Level::TopSecret));
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    ASSERT_EQ(decision.steps.size(), 1U);
    EXPECT_THAT(decision.steps[0].roles, ElementsAre("original-authority"));
}

TEST(P7_13_1, OnceTheLeaderAgreedTheCopiesAreMade) {
    auto asked = facts(Action::Copy, Level::Secret, 3);
    asked.approvals = {approval("county-leader", "chen")};
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Allow) << say(decision);
    EXPECT_TRUE(decision.obligations.fixed_count); // K5
    EXPECT_EQ(decision.obligations.clauses.at("fixed_count"), "P7.13.1");
}

TEST(P7_13_1, AnotherRankDoesNotCount) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.approvals = {approval("department-head", "chen")};
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Ask);
}

TEST(P7_13_1, TheWordOfALeaderWhoLeftDoesNotCount) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.approvals = {approval("county-leader", "chen")};
    asked.approvals[0].is_active = false;
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Ask);
}

TEST(P7_3, SecretAndAboveAreNumberedConfidentialIsNot) {
    EXPECT_TRUE(p7().decide(facts(Action::Print, Level::TopSecret)).obligations.number);
    EXPECT_TRUE(p7().decide(facts(Action::Print, Level::Secret)).obligations.number);
    EXPECT_FALSE(p7().decide(facts(Action::Print, Level::Confidential)).obligations.number);
    auto decision = p7().decide(facts(Action::Print, Level::Secret));
    EXPECT_EQ(decision.obligations.clauses.at("number"), "P7.3");
    EXPECT_EQ(decision.obligations.template_name, "gb-9704");
}

TEST(P7_3, WhatNobodyRegisteredIsInternalAndPrintsWithoutApproval) {
    auto asked = facts(Action::Print, Level::Ordinary, 2);
    asked.document = {};
    asked.recipients = {};
    auto decision = p7().decide(asked);
    EXPECT_EQ(p7().unregistered_level(), Level::Internal);
    EXPECT_EQ(p7().level_on(asked.document, today), Level::Internal);
    EXPECT_EQ(decision.verdict, Verdict::Allow) << say(decision);
    EXPECT_TRUE(decision.steps.empty());
    EXPECT_FALSE(decision.obligations.number);
    EXPECT_FALSE(decision.obligations.name_recipients);
    EXPECT_EQ(decision.obligations.template_name, "gb-9704"); // serial and watermark on every copy
    EXPECT_EQ(say(decision), "可以办理：内部文件的打印符合规定（B.15, B.8）。");
}

TEST(P7_3, ALevelThatIsStatedCountsForAnUnregisteredDocumentToo) {
    auto asked = facts(Action::Print, Level::Secret);
    asked.document.number.clear();
    EXPECT_EQ(p7().level_on(asked.document, today), Level::Secret);
    EXPECT_TRUE(has_open_step_for(p7().decide(asked), "county-leader"));
}

TEST(P7_3, APeriodThatEndsReleasesTheDocumentOnTheDay) { // L.24, R.19
    auto asked = facts(Action::Print, Level::Secret);
    asked.document.period = find_period("10y");
    asked.document.issued =
        Date{std::chrono::year{2016}, std::chrono::month{11}, std::chrono::day{24}};
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Ask); // one day to go
    asked.document.issued =
        Date{std::chrono::year{2016}, std::chrono::month{11}, std::chrono::day{23}};
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Allow) << say(decision);
    EXPECT_TRUE(cites(decision, "L.24"));
}

TEST(L_20, AnUnmarkedPeriodIsTheLongestOfItsLevel) {
    auto asked = facts(Action::Print, Level::Secret);
    asked.document.issued =
        Date{std::chrono::year{2007}, std::chrono::month{1}, std::chrono::day{1}};
    EXPECT_EQ(p7().level_on(asked.document, today), Level::Secret);
    asked.document.issued =
        Date{std::chrono::year{2006}, std::chrono::month{1}, std::chrono::day{1}};
    EXPECT_EQ(p7().level_on(asked.document, today), Level::Internal);
}

TEST(L_20, ThirtyTwentyAndTenYears) {
    EXPECT_EQ(p7().find_longest_period(Level::TopSecret), find_period("30y"));
    EXPECT_EQ(p7().find_longest_period(Level::Secret), find_period("20y"));
    EXPECT_EQ(p7().find_default_period(Level::Confidential), find_period("10y"));
    EXPECT_EQ(p7().find_longest_period(Level::Internal), std::nullopt);
}

TEST(R_27_5, ACopyFromPaperBearsTheMarkOfTheCopyingUnit) {
    for (auto level : {Level::Internal, Level::Secret}) {
        auto obligations = p7().decide(facts(Action::Copy, level)).obligations;
        EXPECT_EQ(obligations.template_name, "gb-9704-copy");
    }
}

TEST(P7_4, SecretCopiesNeedANamedRecipientEach) {
    auto asked = agreed(p7(), facts(Action::Print, Level::Secret, 3));
    asked.recipients.pop_back();
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.recipients-missing");
    EXPECT_EQ(decision.sentence.values.at("missing"), "1");
}

TEST(P7_4, WhileTheLeaderHasNotSpokenTheRecipientsCanStillBeNamed) {
    auto asked = facts(Action::Print, Level::Secret, 3);
    asked.recipients.clear();
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    EXPECT_TRUE(decision.obligations.name_recipients);
}

TEST(P7_4, TopSecretIsForPeopleNamedOneByOne) {
    auto asked = facts(Action::Print, Level::TopSecret);
    asked.document.scope = {"综合科"}; // a department names nobody
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.not-named");
    EXPECT_THAT(decision.clauses, testing::Contains("P7.4"));
    asked.document.scope = {"zhang"};
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Ask);
    asked.document.scope = {};
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Refuse);
}

TEST(P7_4, TheConfidentialityOfficerHandlesTopSecretByOffice) {
    auto asked = facts(Action::Print, Level::TopSecret);
    asked.document.scope = {"li"};
    asked.recipients = {person("li")};
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.not-named");
    asked.person.roles = {"confidentiality-officer"};
    EXPECT_EQ(p7().decide(asked).verdict, Verdict::Ask);
}

TEST(P7_4, ARecipientOutsideTheScopeIsRefused) {
    auto asked = facts(Action::Print, Level::Secret, 1);
    asked.recipients = {person("zhao")};
    asked.recipients[0].department = "档案科";
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.not-concerned");
    EXPECT_EQ(decision.sentence.values.at("name"), "zhao");
}

TEST(P7_5, AnExcerptNeedsTheSameApprovalAsACopy) {
    for (auto action : {Action::Excerpt, Action::Compile}) {
        auto decision = p7().decide(facts(action, Level::Secret));
        EXPECT_TRUE(has_open_step_for(decision, "county-leader"));
        EXPECT_TRUE(cites(decision, "P7.5"));
    }
}

TEST(P7_7, DestructionNeedsTheOfficeHeadAndTwoWitnesses) {
    auto decision = p7().decide(facts(Action::Destroy, Level::Secret));
    EXPECT_TRUE(has_open_step_for(decision, "office-head"));
    EXPECT_EQ(decision.obligations.witnesses, 2U);
    EXPECT_EQ(decision.obligations.clauses.at("witnesses"), "P7.7");
}

TEST(P7_Nine2, NothingIsDoneWithAFrozenDocument) {
    auto asked = agreed(p7(), facts(Action::Print, Level::Secret));
    asked.document.is_frozen = true;
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.frozen");
    EXPECT_TRUE(cites(decision, "P7.九(2)"));
}

TEST(P7_13_5, AnOutsiderHasNoPartInMakingClassifiedCopies) {
    auto asked = facts(Action::Print, Level::Confidential);
    asked.person.is_outsider = true;
    asked.person.outsider_purpose = "维修";
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.outsider-never");
}

TEST(B_4, NobodyAgreesToHisOwnRequest) {
    auto asked = facts(Action::Print, Level::Secret);
    asked.person.roles.insert("county-leader");
    asked.approvals = {approval("county-leader", "zhang")};
    auto decision = p7().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Ask);
    EXPECT_EQ(decision.sentence.id, "policy.ask-somebody-else");
    EXPECT_TRUE(cites(decision, "B.4"));
}

TEST(B_5, WhoLeftCanNeitherAskNorReceive) {
    auto asked = facts(Action::Print, Level::Internal);
    asked.person.is_active = false;
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.person-left");
    asked.person.is_active = true;
    asked.recipients[0].is_active = false;
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.recipient-left");
}

TEST(B_9, TheNumberOfCopiesIsSane) {
    EXPECT_EQ(p7().decide(facts(Action::Print, Level::Internal, 0)).sentence.id,
              "policy.count-absurd");
    auto asked = facts(Action::Print, Level::Internal, 1);
    asked.count = 1000000;
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.count-absurd");
    asked.count = 1;
    asked.recipients = {person("zhang"), person("li")};
    EXPECT_EQ(p7().decide(asked).sentence.id, "policy.too-many-recipients");
}

TEST(B_12, ClassifiedMatterIsNeverPublished) {
    auto decision = p7().decide(agreed(p7(), facts(Action::Publish, Level::Confidential)));
    EXPECT_EQ(decision.verdict, Verdict::Refuse);
    EXPECT_EQ(decision.sentence.id, "policy.forbidden");
    EXPECT_THAT(say(decision), HasSubstr("B.12"));
}

TEST(P5_8, ACopyNeedsTheHeadOfTheIssuingDepartment) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.document.department = "工程部";
    auto decision = p5().decide(asked);
    ASSERT_EQ(decision.steps.size(), 1U);
    EXPECT_TRUE(decision.steps[0].of_issuing_department);
    EXPECT_EQ(decision.steps[0].department, "工程部");
    EXPECT_EQ(decision.steps[0].clause, "P5.8");
    asked.approvals = {approval("issuing-head", "chen")};
    EXPECT_EQ(p5().decide(asked).verdict, Verdict::Ask) << "the head of another department";
    asked.approvals[0].department = "工程部";
    EXPECT_EQ(p5().decide(asked).verdict, Verdict::Allow);
}

TEST(P5_8, WithoutAnyDepartmentNobodyCanBeAsked) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.document.department.clear();
    EXPECT_EQ(p5().decide(asked).steps.at(0).department, "综合科") << "the maker's, as issuer";
    asked.person.department.clear();
    EXPECT_EQ(p5().decide(asked).sentence.id, "policy.issuer-unknown");
}

TEST(P5_3, SecretIsNotForOutsidersWhateverTheirPurpose) {
    auto asked = facts(Action::Provide, Level::Secret);
    asked.recipients[0].is_outsider = true;
    asked.recipients[0].outsider_purpose = "合作";
    EXPECT_EQ(p5().decide(asked).sentence.id, "policy.not-inside");
}

TEST(P5_7, AFaxIsSentByTheDesignatedPerson) {
    auto asked = facts(Action::Transmit, Level::Confidential);
    auto decision = p5().decide(asked);
    ASSERT_EQ(decision.steps.size(), 2U);
    EXPECT_TRUE(decision.steps[1].is_operation);
    EXPECT_TRUE(decision.obligations.encrypt);
    asked.approvals = {approval("department-head", "chen")};
    EXPECT_EQ(p5().decide(asked).sentence.id, "policy.ask-operator");
    asked.person.roles = {"fax-operator"};
    EXPECT_EQ(p5().decide(asked).verdict, Verdict::Allow);
}

TEST(P5_10, TheResponsibleHeadSeesToDestruction) {
    EXPECT_TRUE(
        has_open_step_for(p5().decide(facts(Action::Destroy, Level::Secret)), "responsible-head"));
}

TEST(P11_Measures, NothingIsCopiedWithoutTheGeneralManager) {
    for (auto level : {Level::Confidential, Level::Secret, Level::TopSecret}) {
        for (auto action : {Action::Copy, Action::Excerpt}) {
            auto decision = p11().decide(facts(action, level));
            EXPECT_EQ(decision.verdict, Verdict::Ask);
            EXPECT_TRUE(has_open_step_for(decision, "general-manager"));
            EXPECT_TRUE(cites(decision, "P11.措施"));
        }
    }
}

TEST(P11_Levels, BonusesAreTopSecretAndPayIsSecret) {
    EXPECT_EQ(p11().find_category_level("bonus"), Level::TopSecret);
    EXPECT_EQ(p11().find_category_level("pay"), Level::Secret);
    EXPECT_EQ(p11().find_category_level("financial-report"), Level::Secret);
    EXPECT_EQ(p11().find_category_level("contract"), Level::Confidential);
    EXPECT_EQ(p11().find_category_level("no-such-thing"), std::nullopt);
    ASSERT_EQ(p11().level_setters(Level::Secret).size(), 1U);
    EXPECT_THAT(p11().level_setters(Level::Secret)[0].roles, ElementsAre("general-manager"));
}

TEST(P11_Levels, AnUnregisteredDocumentTakesTheLevelOfItsCategory) {
    auto asked = facts(Action::Print, Level::Ordinary);
    asked.document.number.clear();
    asked.document.category = "pay";
    EXPECT_EQ(p11().level_on(asked.document, today), Level::Secret);
    EXPECT_TRUE(cites(p11().decide(asked), "P11.密级确定"));
}

TEST(P11_Period, TheDocumentIsReleasedByItselfOnTheDay) {
    auto asked = facts(Action::Copy, Level::Secret);
    asked.document.is_declassified = true;
    auto decision = p11().decide(asked);
    EXPECT_EQ(decision.verdict, Verdict::Allow);
    EXPECT_TRUE(cites(decision, "P11.期限"));
}

TEST(Layers, TwoProfilesTogetherAskBoth) {
    auto both = read({"P7", "P11"});
    EXPECT_EQ(both.name(), "P7+P11");
    auto decision = both.decide(facts(Action::Copy, Level::Secret));
    EXPECT_TRUE(has_open_step_for(decision, "county-leader"));
    EXPECT_TRUE(has_open_step_for(decision, "general-manager"));
}

TEST(Editions, DifferWhenTheRulesDo) {
    EXPECT_EQ(p7().edition(), Policy::read(profiles_folder(), {"P7"})->edition());
    EXPECT_NE(p7().edition(), p5().edition());
}

} // namespace
} // namespace imprimatur::policy
