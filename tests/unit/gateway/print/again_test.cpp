/// What changed between the grant and the print is looked at again when it is printed.
#include "tests/unit/gateway/print/office.hpp"

#include <algorithm>

#include "gateway/term/term.hpp"

namespace imprimatur::print {
namespace {

using registry::JobState;

std::string const number = "鼓委办〔2026〕12号";

bool cites(std::vector<std::string> const& clauses, std::string const& clause) {
    return std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
}

policy::Policy rules(std::vector<std::string> const& names) {
    return expected(policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", names));
}

/// One copy for chenli is granted, and not printed yet.
class Again : public Office {
  protected:
    void grant_one(std::vector<std::string> const& profiles = {"P7"}) {
        policies.replace(rules(profiles));
        document = add_document(number, "notice");
        print({.options = {{"imprimatur-recipients", "chenli"}}});
        grant();
    }
    void change(registry::Document const& changed) {
        auto transaction = expected(registry.begin("zhaomin"));
        expected(transaction.change_document(changed, {"document.changed", "", {}, {}}));
        expected(transaction.commit());
    }
    void change_person(std::string const& account, auto how) {
        auto transaction = expected(registry.begin("root"));
        auto person = *expected(transaction.find_person(account));
        how(person);
        expected(transaction.put_person(person, {"person.changed", "", {}, {}}));
        expected(transaction.commit());
    }
    void wait_days(int days) { clock->set(clock->now() + std::chrono::hours{24} * days); }

    /// Refused by this sentence and clause, in one entry of the log; nothing was numbered.
    void expect_refused(Proceeding const& answer, std::string const& sentence,
                        std::string const& clause) {
        EXPECT_EQ(answer.verdict, Verdict::Refuse);
        EXPECT_EQ(answer.sentence.id, sentence);
        EXPECT_TRUE(cites(answer.clauses, clause)) << testing::PrintToString(answer.clauses);
        EXPECT_TRUE(copies_of(number).empty());
        EXPECT_EQ(job_of(last_job).state, JobState::Refused);
        auto refusals = events("job.refused");
        ASSERT_EQ(refusals.size(), 1U);
        EXPECT_EQ(refusals[0].clauses, answer.clauses);
    }

    registry::Document document;
};

TEST_F(Again, AnApproverWhoWasDismissedNoLongerAgrees) { // K4: P7.13.1; B.5
    grant_one();
    change_person("wanghua", [](auto& person) { person.is_active = false; });
    expect_refused(proceed(last_job), "print.approval-lapsed", "P7.13.1");
}

TEST_F(Again, AnApproverWhoLostTheRoleNoLongerAgrees) { // K4: P7.13.1
    grant_one();
    change_person("wanghua", [](auto& person) { person.roles = {"user"}; });
    expect_refused(proceed(last_job), "print.approval-lapsed", "P7.13.1");
}

TEST_F(Again, ARaisedLevelAsksForThoseWhoMayAgreeToIt) { // K4: P7.13.1
    grant_one();
    document.level = Level::TopSecret;
    document.scope = {"liming", "chenli"};
    change(document);
    expect_refused(proceed(last_job), "print.approval-lapsed", "P7.13.1");
}

TEST_F(Again, ARecipientWhoLeftGetsNothing) { // K17: B.5; P7.十一(二)11
    grant_one();
    change_person("chenli", [](auto& person) { person.is_active = false; });
    expect_refused(proceed(last_job), "policy.recipient-left", "B.5");
}

TEST_F(Again, ThePersonWhoAskedAndLeftPrintsNothing) { // B.5
    grant_one();
    change_person("liming", [](auto& person) { person.is_active = false; });
    expect_refused(proceed(last_job), "policy.person-left", "B.5");
}

TEST_F(Again, AnAgreementThatIsNoMoreStopsThePrint) { // K23: P2.1
    grant_one({"P7", "P2"});
    change_person("chenli", [](auto& person) { person.agreement.reset(); });
    expect_refused(proceed(last_job), "policy.agreement-missing", "P2.1");
}

TEST_F(Again, ATrainingThatIsTooLongAgoStopsThePrint) { // K23: P2.4
    grant_one({"P7", "P2"});
    change_person("chenli", [](auto& person) { person.training = find_date("2020-01-01"); });
    expect_refused(proceed(last_job), "policy.training-old", "P2.4");
}

TEST_F(Again, ARecipientOutsideTheScopeGetsNothing) { // K27: P7.13.3; L.21
    grant_one();
    document.scope = {"liming", "zhouning"};
    change(document);
    expect_refused(proceed(last_job), "policy.not-concerned", "L.21");
}

TEST_F(Again, AnIncidentStopsThePrint) { // K21: B.6, P7.九(2)
    grant_one();
    document.state = registry::DocumentState::Frozen;
    change(document);
    expect_refused(proceed(last_job), "policy.frozen", "B.6");
}

TEST_F(Again, AGrantThatRanOutIsNotUsed) { // K5: P7.13.1
    grant_one();
    wait_days(40);
    expect_refused(proceed(last_job), "print.grant-over", "P7.13.1");
}

/// K3: P7.3, P11.期限, P14.9; R.19, L.24
TEST_F(Again, WhatIsNoLongerSecretIsPrintedWithoutAGrantAndWithoutItsMark) {
    document = add_document(number, "notice");
    document.period = find_period("2026-11-25");
    change(document);
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    ASSERT_EQ(job_of(last_job).state, JobState::Waiting);
    wait_days(2);
    term::Terms terms(registry, policies, *clock);
    ASSERT_EQ(expected(terms.run()).size(), 1U);
    EXPECT_TRUE(expected(requests.list("wanghua", true, registry::RequestState::Waiting)).empty());
    expected(jobs->wake());
    EXPECT_EQ(releaser.released, std::vector<std::int64_t>{101});
    auto answer = proceed(last_job);
    ASSERT_EQ(answer.verdict, Verdict::Deliver);
    ASSERT_EQ(documents.marked.size(), 1U);
    EXPECT_EQ(documents.marked[0].level, Level::Internal);
    EXPECT_FALSE(documents.marked[0].period);
    EXPECT_FALSE(documents.marked[0].number); // numbers are for 机密 and above
    issue_all(last_job, answer);
    EXPECT_EQ(job_of(last_job).state, JobState::Finished);
}

TEST_F(Again, AGrantOfWhatIsNoLongerSecretDoesNotStandInTheWay) { // K3, K5: P7.3
    grant_one();
    document.period = find_period("2026-11-25");
    change(document);
    wait_days(2);
    auto answer = proceed(last_job); // by the day itself, before anybody looked
    EXPECT_EQ(answer.verdict, Verdict::Deliver);
    EXPECT_EQ(documents.marked.at(0).level, Level::Internal);
}

TEST_F(Again, ARequestGoesOnUnderTheRulesThatItWasMadeUnder) {
    policies.replace(rules({"P7"}));
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    auto made_under = waiting().request.policy;
    policies.replace(rules({"P7", "P2"})); // now a training is asked for, and there is none
    change_person("chenli", [](auto& person) { person.training.reset(); });
    EXPECT_NE(PolicyBook::name_of(policies.current()), made_under);
    grant();
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Deliver);
    auto anew =
        print({.content = "name another",
               .options = {{"imprimatur-recipients", "chenli"}, {"imprimatur-level", "机密"}}});
    EXPECT_EQ(anew.verdict, Verdict::Refuse) << "what is asked for now goes by the rules of now";
    EXPECT_EQ(anew.sentence.id, "policy.training-missing");
}

TEST_F(Again, RulesThatAreNotKnownAnyMoreAreThoseInForce) {
    EXPECT_EQ(policies.of("P7 unknown").edition(), policies.current().edition());
    auto before = policies.current();
    policies.replace(rules({"P11"}));
    EXPECT_EQ(policies.of(PolicyBook::name_of(before)).name(), "P7");
    EXPECT_EQ(policies.current().name(), "P11");
}

} // namespace
} // namespace imprimatur::print
