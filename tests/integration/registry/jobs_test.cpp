#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

template <class Database> class Jobs : public OnBoth<Database> {
  protected:
    Job arriving(std::int64_t cups_job = 17) {
        Job job;
        job.queue = "Secure-Printer";
        job.cups_job = cups_job;
        job.cups_uuid = "urn:uuid:00000000-0000-0000-0000-000000000017";
        job.user = "wang";
        job.title = std::string(65536, '\n') + "\xff";
        job.device = "imprimatur:/Real";
        job.copies = 3;
        job.arrangement = "number-up=2";
        job.options = {{"imprimatur-document", "鼓委办〔2026〕12号"},
                       {"imprimatur-purpose", "会议"}};
        return job;
    }
};
TYPED_TEST_SUITE(Jobs, Databases, DatabaseName);

TYPED_TEST(Jobs, AreReadBackAsTheyCame) {
    auto transaction = this->begin();
    auto added = transaction.add_job(this->arriving(), entry("job.arrived")).value();
    EXPECT_EQ(added.id.size(), 32U);
    EXPECT_EQ(added.created_at, start);
    auto read = transaction.find_job(added.id).value().value();
    EXPECT_EQ(read.queue, added.queue);
    EXPECT_EQ(read.cups_job, 17);
    EXPECT_EQ(read.cups_uuid, added.cups_uuid);
    EXPECT_EQ(read.user, "wang");
    EXPECT_EQ(read.title, std::string(65536, '\n') + "\xef\xbf\xbd");
    EXPECT_EQ(read.device, added.device);
    EXPECT_EQ(read.copies, 3U);
    EXPECT_EQ(read.options, added.options);
    EXPECT_EQ(read.arrangement, "number-up=2");
    EXPECT_EQ(read.original + read.original_sha256, "");
    EXPECT_EQ(read.state, JobState::Arriving);
    EXPECT_FALSE(read.document || read.request || read.grant || read.parent);
    EXPECT_EQ(transaction.find_cups_job(read.queue, 17, read.cups_uuid).value()->id, added.id);
    EXPECT_FALSE(transaction.find_cups_job(read.queue, 18, read.cups_uuid).value());
    EXPECT_FALSE(transaction.find_cups_job(read.queue, 17, "urn:uuid:other").value());
    EXPECT_FALSE(transaction.find_job("0").value());
}

TYPED_TEST(Jobs, ArriveOnce) {
    auto transaction = this->begin();
    ASSERT_TRUE(transaction.add_job(this->arriving(), entry("job.arrived")));
    auto again = transaction.add_job(this->arriving(), entry("job.arrived"));
    EXPECT_EQ(again.error().fault, Fault::Conflict);
    EXPECT_EQ(transaction.jobs().value().size(), 1U) << "the transaction goes on";
    ASSERT_TRUE(transaction.add_job(this->arriving(18), entry("job.arrived")));
}

TYPED_TEST(Jobs, ChangeFromTheStateTheyWereSeenIn) {
    auto transaction = this->begin();
    auto job = transaction.add_job(this->arriving(), entry("job.arrived")).value();
    this->clock->set(start + std::chrono::seconds(5));
    job.state = JobState::Waiting;
    job.object = "object";
    job.sha256 = "sha";
    job.original = "original";
    job.original_sha256 = "another sha";
    job.arrangement = "landscape";
    job.inspection = "{\"pages\":3}";
    job.document = 4;
    job.request = 5;
    job.grant = 6;
    job.parent = Serial(7);
    job.sentence = "{}";
    job.way = "overlay";
    job.user = "mallory";
    ASSERT_TRUE(transaction.change_job(job, JobState::Arriving, entry("job.waiting")));
    auto read = transaction.find_job(job.id).value().value();
    EXPECT_EQ(read.state, JobState::Waiting);
    EXPECT_EQ(read.object, "object");
    EXPECT_EQ(read.sha256, "sha");
    EXPECT_EQ(read.original, "original");
    EXPECT_EQ(read.original_sha256, "another sha");
    EXPECT_EQ(read.arrangement, "landscape");
    EXPECT_EQ(read.inspection, job.inspection);
    EXPECT_EQ(read.document, 4);
    EXPECT_EQ(read.request, 5);
    EXPECT_EQ(read.grant, 6);
    EXPECT_EQ(read.parent, Serial(7));
    EXPECT_EQ(read.sentence, "{}");
    EXPECT_EQ(read.way, "overlay");
    EXPECT_EQ(read.user, "wang") << "whose job it is does not change";
    EXPECT_EQ(read.created_at, start);
    EXPECT_EQ(read.changed_at, start + std::chrono::seconds(5));

    auto late = transaction.change_job(job, JobState::Arriving, entry("job.waiting"));
    EXPECT_EQ(late.error().fault, Fault::Conflict);
    EXPECT_EQ(late.error().sentence.values.at("state"), "waiting");
    job.id = "unknown";
    EXPECT_EQ(transaction.change_job(job, JobState::Waiting, entry("x")).error().fault,
              Fault::NotFound);
    EXPECT_EQ(transaction.jobs(JobState::Waiting).value().size(), 1U);
    EXPECT_TRUE(transaction.jobs(JobState::Arriving).value().empty());
}

} // namespace
} // namespace imprimatur::registry
