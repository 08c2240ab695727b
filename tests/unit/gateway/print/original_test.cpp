#include <cstring>

#include "tests/unit/gateway/print/office.hpp"

namespace imprimatur::print {
namespace {

using registry::JobState;
std::string const number = "鼓委办〔2026〕12号";

/// What the person sent, beside what the print system made of it.
class Original : public Office {
  protected:
    static Source source_of(std::string const& text) {
        return [text, place = std::size_t{0}](std::span<std::byte> room) mutable {
            auto count = std::min(room.size(), text.size() - place);
            std::memcpy(room.data(), text.data() + place, count);
            place += count;
            return Result<std::size_t>(count);
        };
    }
    std::string announce(std::string const& arrangement = "number-up=2") {
        Announcement said;
        said.queue = "Secure-Printer";
        said.cups_job = cups_job;
        said.cups_uuid = "urn:uuid:" + std::to_string(cups_job);
        said.user = "liming";
        said.arrangement = arrangement;
        return expected(jobs->announce(said, "lp")).job;
    }
    std::string text_in_custody(std::string const& object) {
        auto file = expected(store.open_object(object));
        return expected(read_whole(file, 1000));
    }
    std::uint32_t cups_job = 7;
    std::string const sent = "name notice\npages 4";
    std::string const arranged = "name notice\npages 2";
};

TEST_F(Original, IsInCustodyBesideTheDocument) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    EXPECT_EQ(job_of(job).state, JobState::Arriving) << "its document is still to come";
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    auto kept = job_of(job);
    EXPECT_EQ(kept.state, JobState::InCustody);
    EXPECT_EQ(text_in_custody(kept.original), sent);
    EXPECT_EQ(text_in_custody(kept.object), arranged);
    EXPECT_EQ(kept.original_sha256.size(), 64U);
    EXPECT_NE(kept.original_sha256, kept.sha256);
    EXPECT_EQ(kept.arrangement, "number-up=2");
    EXPECT_EQ(events("job.original-in-custody").size(), 1U);
}

TEST_F(Original, BroughtAgainTakesThePlaceOfTheFirst) {
    auto job = announce();
    expected(jobs->take_original(job, source_of("half of"), "lp"));
    expected(jobs->take_original(job, source_of(sent), "lp"));
    EXPECT_EQ(text_in_custody(job_of(job).original), sent);
    EXPECT_EQ(objects(), 1U);
}

TEST_F(Original, IsNotChangedOnceTheDocumentIsThere) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    expected(jobs->take_original(job, source_of("another"), "lp"));
    EXPECT_EQ(text_in_custody(job_of(job).original), sent);
    EXPECT_EQ(objects(), 2U);
}

TEST_F(Original, ThatBreaksOffIsNotKept) {
    auto job = announce();
    auto broken = [](std::span<std::byte>) -> Result<std::size_t> {
        return fail(Fault::Unavailable, {"http.gone", {}}, "gone");
    };
    EXPECT_FALSE(jobs->take_original(job, broken, "lp"));
    EXPECT_EQ(job_of(job).original, "");
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Original, OfALivingJobOutlivesARestart) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    start_again();
    EXPECT_EQ(objects(), 1U) << "its backend brings the document next";
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    start_again();
    EXPECT_EQ(objects(), 2U);
    EXPECT_EQ(text_in_custody(job_of(job).original), sent);
}

TEST_F(Original, LeavesCustodyWithTheDocument) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    issue_all(job, proceed(job));
    EXPECT_EQ(job_of(job).state, JobState::Finished);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Original, LeavesCustodyWithAJobThatAnApproverRefused) {
    add_document(number, "notice");
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    ASSERT_EQ(proceed(job).verdict, Verdict::Hold);
    expected(requests.speak(waiting().request.id, "wanghua",
                            {.verdict = registry::ApprovalVerdict::Refuse, .note = "用途不明"}));
    EXPECT_EQ(job_of(job).state, JobState::Refused);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Original, OfAJobCancelledBeforeItsDocumentCameLeavesCustody) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    expected(jobs->cancel(job, "", "liming"));
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Original, OfAJobThatThePrintSystemLostBeforeItsDocumentCameLeavesCustody) {
    auto job = announce();
    expected(jobs->take_original(job, source_of(sent), "lp"));
    releaser.gone = {7};
    expected(jobs->wake());
    clock->set(clock->now() + std::chrono::minutes{2});
    expected(jobs->wake());
    EXPECT_EQ(job_of(job).state, JobState::Cancelled);
    EXPECT_EQ(objects(), 0U);
}

TEST_F(Original, WithoutThePagesThatAreAskedForIsRefusedAndNothingIsCounted) {
    for (std::string const ranges : {"5-9", "5", "7-", "9,5-6"}) {
        auto job = announce("number-up=2 page-ranges=" + ranges);
        expected(jobs->take_original(job, source_of(sent), "lp"));
        expected(jobs->take_document(job, source_of(sent), "lp")); // the filters kept all of it
        auto const answer = proceed(job);
        EXPECT_EQ(answer.verdict, Verdict::Refuse) << ranges;
        EXPECT_EQ(answer.sentence.id, "print.pages-beyond-end");
        EXPECT_EQ(answer.sentence.values.at("asked"), ranges);
        EXPECT_EQ(answer.sentence.values.at("pages"), "4");
        EXPECT_EQ(job_of(job).state, JobState::Refused);
        EXPECT_TRUE(answer.copies.empty());
        EXPECT_EQ(objects(), 0U);
        ++cups_job;
    }
}

TEST_F(Original, IsPrintedAsFarAsItHasThePagesThatAreAskedFor) {
    for (std::string const ranges : {"3-9", "1,7", "4-", "-2", "1-2147483647", "odd words"}) {
        auto job = announce("page-ranges=" + ranges);
        expected(jobs->take_original(job, source_of(sent), "lp"));
        expected(jobs->take_document(job, source_of(arranged), "lp"));
        EXPECT_EQ(proceed(job).verdict, Verdict::Deliver) << ranges;
        ++cups_job;
    }
}

TEST_F(Original, AnApproverSeesHowItsPagesWillBePrinted) {
    add_document(number, "notice");
    auto job = announce("number-up=2 page-ranges=1-2 landscape");
    expected(jobs->take_document(job, source_of(arranged), "lp"));
    ASSERT_EQ(proceed(job).verdict, Verdict::Hold);
    EXPECT_EQ(waiting().arrangement, "number-up=2 page-ranges=1-2 landscape");
}

} // namespace
} // namespace imprimatur::print
