#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::print {
namespace {

using registry::ApprovalVerdict;
using registry::JobState;
using registry::RequestState;
std::string const number = "鼓委办〔2026〕12号";

class Asking : public Office {
  protected:
    Asking() { add_document(number, "notice"); }

    registry::Id hold_three() {
        print({.copies = 3, .options = {{"imprimatur-recipients", "chenli,zhouning,sunyue"}}});
        return waiting().request.id;
    }
    Error denied(Result<RequestView> const& outcome) {
        EXPECT_FALSE(outcome);
        return outcome ? Error{} : outcome.error();
    }
};

TEST_F(Asking, TheApproverSeesWhatTheyMustKnow) {
    auto id = hold_three();
    auto view = expected(requests.show(id, "wanghua", false));
    EXPECT_EQ(view.document.number, number);
    EXPECT_EQ(view.request.count, 3U);
    EXPECT_EQ(view.recipient_names, (std::vector<std::string>{"陈立", "周宁", "孙悦"}));
    EXPECT_EQ(view.pages, 2U);
    ASSERT_EQ(view.decision.steps.size(), 1U);
    EXPECT_EQ(view.decision.steps[0].clause, "P7.13.1");
    EXPECT_EQ(view.due_step, 0U);
    EXPECT_EQ(view.may_speak_as, std::vector<policy::Role>{"county-leader"});
}

TEST_F(Asking, APageCanBeLookedAtAndTheLookIsOnRecord) {
    auto id = hold_three();
    auto picture = expected(requests.preview(id, "wanghua", false, 2, 60));
    EXPECT_EQ(expected(read_whole(picture)), "picture of page 2");
    EXPECT_EQ(events("request.previewed").size(), 1U);
    EXPECT_EQ(requests.preview(id, "chenli", false, 1, 60).error().fault, Fault::NotFound);
}

TEST_F(Asking, OthersDoNotSeeIt) {
    auto id = hold_three();
    EXPECT_EQ(requests.show(id, "chenli", false).error().fault, Fault::NotFound);
    EXPECT_TRUE(requests.show(id, "liming", false));
    EXPECT_TRUE(expected(requests.list("chenli", false, std::nullopt)).empty());
}

TEST_F(Asking, NobodyApprovesTheirOwnRequest) {
    print({.user = "wanghua", .options = {{"imprimatur-recipients", "chenli"}}});
    auto error = denied(requests.speak(waiting().request.id, "wanghua", {}));
    EXPECT_EQ(error.sentence.id, "print.own-request");
}

TEST_F(Asking, OnlyTheRoleThatIsDueMaySpeak) {
    auto id = hold_three();
    hire("qianjin", "钱进", {"user", "general-manager"});
    EXPECT_EQ(denied(requests.speak(id, "qianjin", {})).fault, Fault::NotFound);
    Word word;
    word.role = "general-manager";
    EXPECT_EQ(denied(requests.speak(id, "wanghua", word)).sentence.id, "print.role-does-not-fit");
}

TEST_F(Asking, ARefusalNeedsItsReasonAndEndsTheJob) {
    auto id = hold_three();
    Word no;
    no.verdict = ApprovalVerdict::Refuse;
    EXPECT_EQ(denied(requests.speak(id, "wanghua", no)).sentence.id, "print.refusal-needs-reason");
    no.note = "份数过多";
    EXPECT_EQ(expected(requests.speak(id, "wanghua", no)).request.state, RequestState::Refused);
    EXPECT_EQ(releaser.released.size(), 1U); // so that the print system hears of it
    auto answer = proceed(last_job);
    EXPECT_EQ(answer.verdict, Verdict::Refuse);
    EXPECT_EQ(answer.sentence.values.at("reason"), "份数过多");
    EXPECT_EQ(objects(), 0U);
    EXPECT_EQ(denied(requests.speak(id, "wanghua", {})).fault, Fault::Conflict);
}

TEST_F(Asking, AGrantMayBeNarrowerAndTheJobThenMakesThatMany) {
    hold_three();
    Narrowing two;
    two.recipients = {"周宁", "chenli"};
    auto view = grant(two);
    EXPECT_EQ(view.grant->count, 2U);
    auto answer = proceed(last_job);
    ASSERT_EQ(answer.verdict, Verdict::Deliver);
    EXPECT_EQ(answer.copies.size(), 2U);
    EXPECT_EQ(documents.marked[0].recipient, "周宁");
}

TEST_F(Asking, AGrantIsNeverWiderThanAsked) {
    auto id = hold_three();
    auto with = [&](Narrowing narrowing) {
        Word word;
        word.narrowing = std::move(narrowing);
        return denied(requests.speak(id, "wanghua", word)).sentence.id;
    };
    EXPECT_EQ(with({.count = 4}), "print.narrowing-too-wide");
    EXPECT_EQ(with({.count = 2}), "print.narrowing-recipients");
    EXPECT_EQ(with({.recipients = std::vector<std::string>{"liming"}}),
              "print.narrowing-other-people");
    EXPECT_EQ(with({.until = find_date("2026-11-22")}), "print.narrowing-past");
    EXPECT_EQ(waiting().approvals.size(), 0U); // nothing was half said
}

TEST_F(Asking, AGrantEndsByItselfWhenNobodySaysWhen) {
    hold_three();
    auto until = grant().grant->until;
    ASSERT_TRUE(until);
    EXPECT_GT(*until, clock->now() + std::chrono::hours{24 * 29});
    EXPECT_LE(*until, clock->now() + std::chrono::hours{24 * 32});
}

TEST_F(Asking, WithoutNamedRecipientsASecretGrantIsNotMade) {
    print({.copies = 2});
    auto error = denied(requests.speak(waiting().request.id, "wanghua", {}));
    EXPECT_EQ(error.fault, Fault::Denied);
    EXPECT_EQ(error.sentence.id, "policy.recipients-missing"); // K27: P7.4
    Narrowing named;
    named.recipients = {"chenli", "zhouning"};
    EXPECT_TRUE(grant(named).grant);
}

TEST_F(Asking, AWithdrawnRequestCancelsItsJob) {
    auto id = hold_three();
    EXPECT_EQ(requests.withdraw(id, "wanghua", "").error().fault, Fault::NotFound);
    expected(requests.withdraw(id, "liming", "不需要了"));
    EXPECT_EQ(job_of(last_job).state, JobState::Cancelled);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Asking, BeforePrintingTheGrantWaitsForTheJob) {
    expected(requests.ask("liming",
                          {.document = number, .count = 2, .recipients = {"chenli", "zhouning"}}));
    grant();
    auto answer = print({.copies = 2});
    EXPECT_EQ(answer.verdict, Verdict::Deliver);
    EXPECT_EQ(documents.marked[1].recipient, "周宁");
}

TEST_F(Asking, AnOutsiderAmongTheRecipientsIsRefused) {
    auto outcome = requests.ask("liming", {.document = number, .count = 1, .recipients = {"外人"}});
    EXPECT_EQ(denied(outcome).fault, Fault::Denied);
    EXPECT_EQ(events("request.refused").size(), 1U);
}

TEST_F(Asking, WhenThePrintSystemIsAwayTheReleaseIsTriedAgain) {
    hold_three();
    releaser.is_away = true;
    grant();
    EXPECT_TRUE(releaser.released.empty());
    releaser.is_away = false;
    expected(jobs->wake());
    EXPECT_EQ(releaser.released, std::vector<std::int64_t>{101});
}

} // namespace
} // namespace imprimatur::print
