#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::print {
namespace {

using registry::CopyState;
using registry::JobState;
std::string const number = "鼓委办〔2026〕12号";

class Recovery : public Office {
  protected:
    Proceeding deliver_two() {
        add_document(number, "notice");
        print({.copies = 2, .options = {{"imprimatur-recipients", "chenli,zhouning"}}});
        grant();
        return proceed(last_job);
    }
    CopyState state_of(std::size_t place) { return copies_of(number).at(place).state; }
};

TEST_F(Recovery, AnAnnouncedJobIsTheSameJobAgain) {
    Announcement said;
    said.queue = "Secure-Printer";
    said.cups_job = 7;
    said.cups_uuid = "urn:uuid:7";
    said.user = "liming";
    auto first = expected(jobs->announce(said, "lp"));
    EXPECT_TRUE(first.needs_document);
    EXPECT_EQ(expected(jobs->announce(said, "lp")).job, first.job);
    said.cups_uuid = "urn:uuid:8"; // the number was used again
    EXPECT_NE(expected(jobs->announce(said, "lp")).job, first.job);
    EXPECT_EQ(jobs->proceed(first.job).error().fault, Fault::Conflict);
}

TEST_F(Recovery, ARepeatedNumberWithAForgedUuidComesByNobodyElsesJob) {
    auto const own = send({.user = "liming"});
    Announcement said;
    said.queue = "Secure-Printer";
    said.cups_job = job_of(own).cups_job;
    said.cups_uuid = job_of(own).cups_uuid;
    said.user = "chenli";
    auto forged = jobs->announce(said, "lp");
    ASSERT_FALSE(forged);
    EXPECT_EQ(forged.error().fault, Fault::Denied);
    EXPECT_EQ(forged.error().sentence.id, "print.job-not-theirs");
    EXPECT_EQ(events("job.not-theirs").size(), 1U);
    EXPECT_EQ(job_of(own).user, "liming");
}

TEST_F(Recovery, BytesThatBreakOffAreNoDocument) {
    send({});
    Announcement said;
    said.queue = "Secure-Printer";
    said.cups_job = 7;
    said.user = "liming";
    auto job = expected(jobs->announce(said, "lp")).job;
    auto broken = [](std::span<std::byte>) -> Result<std::size_t> {
        return fail(Fault::Unavailable, {"http.gone", {}}, "gone");
    };
    EXPECT_FALSE(jobs->take_document(job, broken, "lp"));
    EXPECT_EQ(job_of(job).state, JobState::Arriving);
    EXPECT_EQ(objects(), 1U); // the other job's
}

TEST_F(Recovery, ADocumentThatIsTooLargeIsNotKept) {
    Announcement said;
    said.queue = "Secure-Printer";
    said.cups_job = 7;
    said.user = "liming";
    auto job = expected(jobs->announce(said, "lp")).job;
    auto endless = [](std::span<std::byte> room) -> Result<std::size_t> { return room.size(); };
    EXPECT_EQ(jobs->take_document(job, endless, "lp").error().sentence.id, "file.too-large");
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Recovery, AfterARestartWhatIsReservedIsMarkedAnewWithTheSameSerials) {
    auto before = deliver_two();
    start_again();
    auto after = proceed(last_job);
    ASSERT_EQ(after.verdict, Verdict::Deliver);
    ASSERT_EQ(after.copies.size(), 2U);
    EXPECT_EQ(after.copies[0].serial, before.copies[0].serial);
    EXPECT_EQ(documents.marked[0].serial, before.copies[0].serial);
    issue_all(last_job, after);
    EXPECT_EQ(copies_of(number).size(), 2U);
}

TEST_F(Recovery, DeliveringAfterARestartMarksFirst) {
    auto before = deliver_two();
    start_again();
    expected(jobs->deliver(last_job, before.copies[0].serial, "lp", 1));
    EXPECT_TRUE(jobs->fetch(last_job, before.copies[0].serial));
}

TEST_F(Recovery, ACopyOnItsWayIsNotGivenOutAgainAfterARestart) {
    auto answer = deliver_two();
    expected(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1));
    start_again();
    EXPECT_EQ(jobs->fetch(last_job, answer.copies[0].serial).error().fault, Fault::Conflict);
    EXPECT_EQ(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1).error().fault,
              Fault::Unavailable);
    expected(jobs->settle(last_job, answer.copies[0].serial, Outcome::Spoiled, "?", "lp"));
    issue_all(last_job, {.copies = {answer.copies[1]}});
    EXPECT_EQ(job_of(last_job).state, JobState::Finished);
}

TEST_F(Recovery, TwoBackendsOfOneJobNeverCarryOneCopy) {
    auto answer = deliver_two();
    expected(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1));
    expected(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1)); // its answer got lost
    EXPECT_FALSE(jobs->deliver(last_job, answer.copies[0].serial, "lp", 2));
}

TEST_F(Recovery, TheSameOutcomeAgainIsNoErrorAndAnotherIs) {
    auto answer = deliver_two();
    auto serial = answer.copies[0].serial;
    EXPECT_FALSE(jobs->settle(last_job, serial, Outcome::Issued, "", "lp")); // it never left
    expected(jobs->deliver(last_job, serial, "lp", 1));
    expected(jobs->settle(last_job, serial, Outcome::Issued, "", "lp"));
    expected(jobs->settle(last_job, serial, Outcome::Issued, "", "lp"));
    EXPECT_EQ(jobs->settle(last_job, serial, Outcome::Void, "", "lp").error().fault,
              Fault::Conflict);
    EXPECT_EQ(events("copy.issued").size(), 1U);
}

TEST_F(Recovery, ACancelledJobVoidsWhatHasNotLeftAndWaitsForWhatHas) {
    auto answer = deliver_two();
    expected(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1));
    expected(jobs->cancel(last_job, "", "liming"));
    EXPECT_EQ(state_of(0), CopyState::Delivering);
    EXPECT_EQ(state_of(1), CopyState::Void);
    EXPECT_EQ(job_of(last_job).state, JobState::Reserved);
    expected(jobs->settle(last_job, answer.copies[0].serial, Outcome::Spoiled, "", "lp"));
    EXPECT_EQ(job_of(last_job).state, JobState::Finished);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Recovery, ACancelledJobWithoutPaperGivesTheQuotaBack) {
    deliver_two();
    expected(jobs->cancel(last_job, "", "liming"));
    EXPECT_EQ(job_of(last_job).state, JobState::Cancelled);
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Refuse);
    auto again = print({.copies = 2}); // the grant is whole again
    ASSERT_EQ(again.verdict, Verdict::Deliver);
    EXPECT_EQ(again.copies[0].number->value, 3U); // a number is given once, ever
}

TEST_F(Recovery, ObjectsOfNoLivingJobAreRemovedAtTheStart) {
    send({});
    {
        auto writer = expected(store.create());
        expected(writer.write("left over"));
        expected(writer.commit());
    }
    EXPECT_EQ(objects(), 2U);
    start_again();
    EXPECT_EQ(objects(), 1U);
    EXPECT_EQ(job_of(last_job).state, JobState::InCustody);
    EXPECT_EQ(proceed(last_job).verdict, Verdict::Deliver);
}

TEST_F(Recovery, AWaitingJobThatThePrintSystemHasNoMoreIsCancelledWithItsRequest) {
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    releaser.gone = {101};
    expected(jobs->wake());
    EXPECT_EQ(job_of(last_job).state, JobState::Cancelled);
    EXPECT_TRUE(expected(requests.list("wanghua", true, registry::RequestState::Waiting)).empty());
}

TEST_F(Recovery, WhatWasOnItsWayForAJobThatIsGoneIsAccountedForAsSpoiled) {
    auto answer = deliver_two();
    expected(jobs->deliver(last_job, answer.copies[0].serial, "lp", 1));
    releaser.gone = {101};
    expected(jobs->wake());
    EXPECT_EQ(state_of(0), CopyState::Delivering); // its backend may still tell
    clock->set(clock->now() + std::chrono::minutes{2});
    expected(jobs->wake());
    EXPECT_EQ(state_of(0), CopyState::Spoiled); // K19: P7.13.4
    EXPECT_EQ(state_of(1), CopyState::Void);
    EXPECT_EQ(job_of(last_job).state, JobState::Finished);
}

TEST_F(Recovery, AJobInTheCustodyOfAnotherGatewayIsLeftToThatOne) {
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    auto elsewhere = expected(store::Store::open(folder / "another-store", keys));
    Parts others{registry, elsewhere, keys, documents, policies, *clock, releaser, {}, {}};
    releaser.gone = {101}; // in the other's print system there is no such job
    expected(Jobs(others).recover());
    EXPECT_EQ(job_of(last_job).state, JobState::Waiting);
    expected(Requests(others).speak(waiting().request.id, "wanghua", {}));
    EXPECT_TRUE(releaser.released.empty());
    releaser.gone.clear();
    expected(jobs->wake());
    EXPECT_EQ(releaser.released, std::vector<std::int64_t>{101});
}

TEST_F(Recovery, WhatWasRefusedAtAnotherGatewayIsReleasedAndLeavesCustodyHere) {
    add_document(number, "notice");
    print({.options = {{"imprimatur-recipients", "chenli"}}});
    auto elsewhere = expected(store::Store::open(folder / "another-store", keys));
    Parts others{registry, elsewhere, keys, documents, policies, *clock, releaser, {}, {}};
    Word no;
    no.verdict = registry::ApprovalVerdict::Refuse;
    no.note = "不必";
    expected(Requests(others).speak(waiting().request.id, "wanghua", no));
    EXPECT_EQ(objects(), 1U);
    expected(jobs->wake());
    EXPECT_EQ(releaser.released, std::vector<std::int64_t>{101});
    EXPECT_EQ(objects(), 0U);
}

/// K28: every decision is on record, and a changed record is found. B.3; P3.3, P8.2, P12.1, P15.2
TEST_F(Recovery, TheLogFitsTogetherAfterAllOfThis) {
    auto answer = deliver_two();
    issue_all(last_job, answer);
    auto transaction = expected(registry.look());
    audit::Verifier verifier;
    expected(transaction.each_event(1, [&](auto const& event) { return verifier.take(event); }));
    auto head = expected(transaction.head());
    expected(verifier.close(head.sequence, head.hash));
    EXPECT_GT(verifier.count(), 10U);
}

} // namespace
} // namespace imprimatur::print
