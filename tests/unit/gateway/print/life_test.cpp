#include "gateway/print/review.hpp"
#include "tests/unit/gateway/print/office.hpp"

#include <algorithm>

#include "gateway/print/marks.hpp"

namespace imprimatur::print {
namespace {

using registry::CopyState;
using registry::JobState;
using Life = Office;

std::string const number = "鼓委办〔2026〕12号";

bool cites(std::vector<std::string> const& clauses, std::string const& clause) {
    return std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
}

TEST_F(Life, ASecretDocumentIsHeldAndTheClauseIsNamed) {
    add_document(number, "notice");
    auto answer = print({.copies = 3, .options = {{"imprimatur-recipients", "陈立，周宁,sunyue"}}});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(answer.reason, "imprimatur-approval-needed");
    EXPECT_TRUE(cites(answer.clauses, "P7.13.1"));
    EXPECT_EQ(job_of(last_job).state, JobState::Waiting);
    auto request = waiting().request;
    EXPECT_EQ(request.recipients, (std::vector<std::string>{"chenli", "zhouning", "sunyue"}));
    EXPECT_EQ(request.fingerprint, fingerprint_of("notice"));
    EXPECT_EQ(request.job, last_job);
    EXPECT_EQ(objects(), 1U);
}

TEST_F(Life, AGrantReleasesTheJobAndEachCopyGetsItsNumberAndRecipient) {
    add_document(number, "notice");
    print({.copies = 3, .options = {{"imprimatur-recipients", "chenli,zhouning,sunyue"}}});
    grant();
    EXPECT_EQ(releaser.released, std::vector<std::int64_t>{101});
    auto answer = proceed(last_job);
    ASSERT_EQ(answer.verdict, Verdict::Deliver);
    ASSERT_EQ(answer.copies.size(), 3U);
    ASSERT_EQ(documents.marked.size(), 3U);
    EXPECT_EQ(documents.template_used, "gb-9704");
    char const* names[] = {"陈立", "周宁", "孙悦"};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(answer.copies[i].number->value, i + 1);
        EXPECT_NE(answer.copies[i].name.find(answer.copies[i].serial.plain()), std::string::npos);
        auto const& mark = documents.marked[i];
        EXPECT_EQ(mark.recipient, names[i]);
        EXPECT_EQ(mark.number->value, i + 1);
        EXPECT_EQ(mark.level, Level::Secret);
        EXPECT_EQ(mark.period, find_period("10y"));
        ASSERT_EQ(mark.seals.size(), 2U);
        EXPECT_EQ(keys.check(*find_seal(mark.seals[1])), keys::SealFit::Ours);
    }
}

/// The worker that a document of this level is marked by, with no approval in the way.
pipe::Sharing sharing_of(Level level) {
    Mark mark;
    mark.level = level;
    return making_of({}, {mark}).sharing;
}

TEST(Making, GivesAWorkerToItselfToWhatIsSecretAndAbove) {
    EXPECT_EQ(sharing_of(Level::Ordinary), pipe::Sharing::Any);
    EXPECT_EQ(sharing_of(Level::Confidential), pipe::Sharing::Any);
    EXPECT_EQ(sharing_of(Level::Secret), pipe::Sharing::Alone); // 机密
    EXPECT_EQ(sharing_of(Level::TopSecret), pipe::Sharing::Alone);
}

TEST(Making, IsOfPicturesWhereTheRulesDemandIt) {
    policy::Obligations obligations;
    EXPECT_FALSE(making_of(obligations, {}).only_image);
    obligations.as_image = true;
    EXPECT_TRUE(making_of(obligations, {}).only_image);
}

TEST_F(Life, WhatWasOutOfTheOrdinaryInMarkingStandsInTheLog) {
    add_document(number, "crowded");
    print({.content = "name crowded\npages 2",
           .copies = 1,
           .options = {{"imprimatur-recipients", "chenli"}}});
    grant();
    ASSERT_EQ(proceed(last_job).verdict, Verdict::Deliver);
    auto const told = events("job.remarked");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].subject, "job:" + last_job);
    EXPECT_EQ(told[0].details.at("stamp.band-added"), "2");
    EXPECT_EQ(told[0].details.at("way"), "test");
    EXPECT_EQ(documents.made_how.sharing, pipe::Sharing::Alone);
}

TEST_F(Life, EverySettledCopyEndsTheJobAndItLeavesCustody) {
    add_document(number, "notice");
    print({.copies = 2, .options = {{"imprimatur-recipients", "chenli,zhouning"}}});
    grant();
    auto answer = proceed(last_job);
    EXPECT_EQ(objects(), 1U);
    issue_all(last_job, answer);
    EXPECT_EQ(job_of(last_job).state, JobState::Finished);
    EXPECT_EQ(objects(), 0U);
    EXPECT_EQ(job_of(last_job).way, "test");
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Finished);
    for (auto const& copy : copies_of(number)) {
        EXPECT_EQ(copy.state, CopyState::Issued);
        EXPECT_EQ(copy.holder, copy.recipient);
    }
}

TEST_F(Life, AFourthCopyIsRefusedInOneSentenceWithTheClause) {
    add_document(number, "notice");
    print({.copies = 3, .options = {{"imprimatur-recipients", "chenli,zhouning,sunyue"}}});
    grant();
    issue_all(last_job, proceed(last_job));
    auto answer = print({.options = {{"imprimatur-document", number}}});
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.grant-spent");
    EXPECT_EQ(answer.reason, "imprimatur-grant-exhausted");
    EXPECT_TRUE(cites(answer.clauses, "P7.13.1"));
    EXPECT_EQ(copies_of(number).size(), 3U);
    auto refusals = events("job.refused");
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_TRUE(cites(refusals[0].clauses, "P7.13.1"));
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Life, AJobThatNamesItsRecipientsAsksAnewWhenTheGrantIsSpent) {
    add_document(number, "notice");
    Order const order{.options = {{"imprimatur-recipients", "chenli"}}};
    print(order);
    grant();
    issue_all(last_job, proceed(last_job));
    EXPECT_EQ(print(order).verdict, Verdict::Hold);
    EXPECT_EQ(waiting().request.recipients, std::vector<std::string>{"chenli"});
}

TEST_F(Life, AGrantThatHasRunOutIsRefused) {
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    Narrowing today;
    today.until = find_date("2026-11-23");
    grant(today);
    clock->set(clock->now() + std::chrono::hours{48});
    auto answer = proceed(last_job);
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.grant-over");
    EXPECT_TRUE(copies_of(number).empty());
}

TEST_F(Life, FewerThanGrantedAreRefusedBecauseNoneIsKeptBack) {
    add_document(number, "notice");
    auto asked = expected(requests.ask(
        "liming", {.document = number, .count = 2, .recipients = {"chenli", "zhouning"}}));
    grant();
    auto answer = print({.copies = 1});
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.count-kept-back"); // K5: P7.13.1
    EXPECT_EQ(print({.copies = 2}).verdict, Verdict::Deliver);
}

TEST_F(Life, AnApproverWhoLeftBetweenApprovalAndPrintMakesTheGrantLapse) {
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    grant();
    hire("wanghua", "王华", {"user"});
    auto answer = proceed(last_job);
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.approval-lapsed");
    EXPECT_TRUE(copies_of(number).empty());
}

TEST_F(Life, ALevelRaisedBetweenApprovalAndPrintMakesTheGrantLapse) {
    auto document = add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    grant();
    auto transaction = expected(registry.begin("zhaomin"));
    document.level = Level::TopSecret;
    document.scope = {"liming", "chenli"};
    expected(transaction.change_document(document, {"document.changed", "", {}, {}}));
    expected(transaction.commit());
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Refuse);
    EXPECT_TRUE(copies_of(number).empty());
}

TEST_F(Life, WhatCannotBeMarkedIsRefusedAndTheQuotaReturns) {
    add_document(number, "notice");
    print({.content = "name notice\nunmarkable", .options = {{"imprimatur-recipients", "chenli"}}});
    auto grant_id = grant().grant->id;
    auto answer = proceed(last_job);
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "pipe.unmarkable");
    EXPECT_EQ(job_of(last_job).state, JobState::Refused);
    EXPECT_EQ(copies_of(number).at(0).state, CopyState::Void);
    EXPECT_EQ(expected(expected(registry.look()).grant(grant_id)).used, 0U);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Life, ABrokenFileIsRefusedAndAFileThatKillsTheWorkerIsHeld) {
    auto answer = print({.content = "broken"});
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "pipe.broken");
    EXPECT_EQ(answer.reason, "imprimatur-unreadable");
    answer = print({.content = "name x\ndies"});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(job_of(last_job).state, JobState::InCustody);
    documents.has_died = true; // a better worker
    EXPECT_NE(proceed(last_job).reason, "imprimatur-unreadable");
}

TEST_F(Life, NobodyPrintsWithoutAName) { // K30: P4.7, P9.1.7
    for (auto const* user : {"", "anonymous"}) {
        auto answer = print({.user = user});
        EXPECT_EQ(answer.verdict, Verdict::Authenticate);
        EXPECT_EQ(job_of(last_job).state, JobState::InCustody);
    }
    auto answer = print({.user = "Liming"}); // accounts are compared exactly
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.person-unknown");
}

TEST_F(Life, RecipientsMustMatchTheCount) {
    add_document(number, "notice");
    auto answer = print({.copies = 3, .options = {{"imprimatur-recipients", "chenli,zhouning"}}});
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.id, "print.recipients-count");
    EXPECT_EQ(answer.sentence.values.at("given"), "2");
}

TEST_F(Life, AnUnregisteredDocumentWithALevelOnItsPagesIsRegisteredAtWhatAnOfficerSays) {
    hire("zhaomin", "赵敏", {"user", "registry-officer"}, "机要科");
    auto answer =
        print({.content = "name new\nlevel 秘密",
               .options = {{"imprimatur-level", "普通"}, {"imprimatur-recipients", "chenli"}}});
    EXPECT_EQ(answer.verdict, Verdict::Hold);
    EXPECT_EQ(answer.sentence.id, "print.level-unregistered");
    Reviews const reviews(parts);
    auto const review = expected(reviews.list(registry::ReviewState::Waiting)).at(0).review.id;
    expected(
        reviews.decide(review, "zhaomin",
                       {registry::ReviewState::StandsAlone, "", Level::Confidential, {}, "属实"}));
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Hold);
    auto request = waiting();
    EXPECT_EQ(request.document.level, Level::Confidential);
    EXPECT_TRUE(request.document.period.has_value());
    EXPECT_EQ(request.document.registered_by, "liming");
    EXPECT_EQ(request.document.fingerprint, fingerprint_of("new"));
}

TEST_F(Life, AnUnregisteredDocumentWithoutALevelIsPrintedAsThePolicySays) {
    auto answer = print({.content = "name memo"});
    ASSERT_EQ(answer.verdict, Verdict::Deliver);
    EXPECT_EQ(documents.marked.at(0).level, Level::Internal);
    EXPECT_EQ(documents.marked.at(0).recipient, "李明"); // somebody answers for every copy
}

TEST_F(Life, ALevelOrPeriodThatIsNoneIsRefused) {
    EXPECT_EQ(print({.options = {{"imprimatur-level", "超密"}}}).sentence.id,
              "print.level-unknown");
    EXPECT_EQ(print({.options = {{"imprimatur-period", "soon"}}}).sentence.id,
              "print.period-unknown");
}

TEST_F(Life, APeriodLongerThanItsLevelAllowsIsRefused) { // K3: P7.3
    auto answer = print({.content = "name new",
                         .options = {{"imprimatur-level", "机密"}, {"imprimatur-period", "30年"}}});
    EXPECT_EQ(answer.sentence.id, "print.period-too-long");
}

TEST_F(Life, ATitleIsOnlyATitle) {
    std::string evil = "a\nATTR: job-state=9\x1b[2J\xff\xfe%s" + std::string(70000, 'x');
    send({.title = evil});
    auto title = job_of(last_job).title;
    EXPECT_EQ(title.find('\n'), std::string::npos);
    EXPECT_EQ(title.find('\x1b'), std::string::npos);
    EXPECT_LT(title.size(), 1100U);
    EXPECT_TRUE(title.starts_with("a\xEF\xBF\xBD"));
}

} // namespace
} // namespace imprimatur::print
