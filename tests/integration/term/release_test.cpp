#include "tests/integration/term/terms.hpp"

namespace imprimatur::term {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

template <class Database> class Release : public OnBoth<Database> {};
TYPED_TEST_SUITE(Release, registry::Databases, registry::DatabaseName);

// K3: P7.3, P11.期限, P14.9; 2024 law, art. 24
TYPED_TEST(Release, OnTheDayThatItsPeriodEndsADocumentIsDeclassifiedByItself) {
    this->add("1号", "10y");
    this->at("2036-11-19T23:59:59");
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    EXPECT_EQ(this->state_of("1号"), DocumentState::Active);
    this->at("2036-11-20T00:00:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号"));
    EXPECT_EQ(this->state_of("1号"), DocumentState::Declassified);

    auto records = this->records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].level, Level::Secret);
    EXPECT_EQ(records[0].period, find_period("10y"));
    EXPECT_EQ(records[0].day, *find_date("2036-11-20"));
    EXPECT_EQ(records[0].by, "imprimaturd");
    EXPECT_THAT(records[0].clauses, Contains("L.24"));
    EXPECT_THAT(records[0].clauses, Contains("P7.3"));
    auto events = this->events("document.declassified");
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].subject, "document:1号");
    EXPECT_EQ(events[0].clauses, records[0].clauses);
    this->verify_log();
}

TYPED_TEST(Release, WhatEndedWhileNothingRanIsCaughtUpWithTheDayItEnded) { // P7.3
    this->add("1号", "1y");
    this->add("2号", "2027-12-31");
    this->add("3号", "20y");
    this->at("2030-05-01T12:00:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号", "2号"));
    auto records = this->records();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].day, *find_date("2027-11-20"));
    EXPECT_EQ(records[1].day, *find_date("2027-12-31"));
    EXPECT_EQ(this->state_of("3号"), DocumentState::Active);
}

TYPED_TEST(Release, HappensOnce) {
    this->add("1号", "1y");
    this->at("2028-01-01T00:00:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号"));
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    Terms again(this->registry, this->policies, *this->clock); // started anew
    EXPECT_THAT(again.run().value(), IsEmpty());
    EXPECT_EQ(this->records().size(), 1U);
}

TYPED_TEST(Release, ADocumentThatIsRegisteredAfterItsEndIsReleasedAtTheNextLook) {
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    this->add("旧1号", "10y", "2001-03-05");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("旧1号"));
}

TYPED_TEST(Release, AnEventEndsNothingByItself) {
    this->add("1号", "event:公布后");
    this->at("2126-01-01T00:00:00");
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
}

TYPED_TEST(Release, APeriodThatWasNeverStatedIsTheLongestOfItsLevel) { // P7.3
    this->add("1号", std::nullopt);
    this->at("2046-11-19T12:00:00");
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    this->at("2046-11-20T00:00:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号"));
}

TYPED_TEST(Release, WhatIsNotSecretHasNothingToEnd) {
    this->add("1号", "1y", "2020-01-01", Level::Internal);
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    EXPECT_EQ(this->state_of("1号"), DocumentState::Active);
}

TYPED_TEST(Release, LeapDaysAndMonthEndsEndOnTheLastDayOfTheirMonth) {
    this->add("闰日", "1y", "2028-02-29");
    this->add("月末", "1m", "2029-01-31");
    this->at("2029-02-27T23:59:59");
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    this->at("2029-02-28T00:00:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("闰日", "月末"));
}

TYPED_TEST(Release, TheDayIsThatOfTheWallClockHere) {
    this->add("1号", "2027-11-07");
    this->zone("XST3XDT,M11.1.0/0,M2.3.0/0"); // on that day there is no midnight
    this->clock->set(start_of_day(*find_date("2027-11-07")) - std::chrono::milliseconds{1});
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    this->clock->set(start_of_day(*find_date("2027-11-07")));
    EXPECT_EQ(local_text(this->clock->now()), "2027-11-07 01:00");
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号"));
}

TYPED_TEST(Release, AnOpenIncidentIsClosedFirst) { // K21: P7.九(2)
    auto document = this->add("1号", "1y");
    document.state = DocumentState::Frozen;
    auto freezing = this->begin();
    ASSERT_TRUE(freezing.change_document(document, registry::entry("document.changed")));
    ASSERT_TRUE(freezing.commit());
    this->at("2028-01-01T00:00:00");
    EXPECT_THAT(this->terms.run().value(), IsEmpty());
    document.state = DocumentState::Active;
    auto thawing = this->begin();
    ASSERT_TRUE(thawing.change_document(document, registry::entry("document.changed")));
    ASSERT_TRUE(thawing.commit());
    EXPECT_THAT(this->terms.run().value(), ElementsAre("1号"));
    EXPECT_EQ(this->records()[0].day, *find_date("2027-11-20"));
}

TYPED_TEST(Release, WhatIsLeftOfAGrantEndsAndWhatIsUsedStays) { // K3, K5: P7.3
    auto document = this->add("1号", "1y");
    auto other = this->add("2号", "20y");
    auto transaction = this->begin();
    auto grant = this->add_grant(transaction, document.id, 3);
    auto kept = this->add_grant(transaction, other.id, 3);
    ASSERT_TRUE(transaction.reserve(this->ask(document.id, grant.id, 1), registry::start,
                                    registry::entry("copy.reserved")));
    ASSERT_TRUE(transaction.commit());
    this->at("2027-11-20T00:00:00");
    ASSERT_THAT(this->terms.run().value(), ElementsAre("1号"));
    auto after = this->look().grant(grant.id).value();
    EXPECT_EQ(after.until, this->clock->now());
    EXPECT_EQ(after.used, 1U);
    EXPECT_FALSE(this->look().grant(kept.id).value().until);
    auto late = this->begin();
    EXPECT_EQ(late.reserve(this->ask(document.id, grant.id, 1), this->clock->now(),
                           registry::entry("copy.reserved"))
                  .error()
                  .sentence.id,
              "registry.grant-over");
}

TYPED_TEST(Release, WhatWaitedForAnAgreementWaitsForItNoMore) {
    auto document = this->add("1号", "1y");
    registry::Request request;
    request.document = document.id;
    request.action = "print";
    request.requester = "wang";
    request.count = 1;
    auto transaction = this->begin();
    request = transaction.add_request(request, registry::entry("request.made")).value();
    registry::Job job;
    job.id = std::string(32, 'a');
    job.queue = "Q";
    job.user = "wang";
    job.state = JobState::Waiting;
    job.request = request.id;
    job.document = document.id;
    ASSERT_TRUE(transaction.add_job(job, registry::entry("job.announced")));
    ASSERT_TRUE(transaction.commit());
    this->at("2027-11-20T00:00:00");
    ASSERT_THAT(this->terms.run().value(), ElementsAre("1号"));
    EXPECT_EQ(this->look().request(request.id).value().state, RequestState::Withdrawn);
    auto freed = this->look().find_job(job.id).value().value();
    EXPECT_EQ(freed.state, JobState::Waiting);
    EXPECT_FALSE(freed.request);
    EXPECT_EQ(freed.document, document.id);
    this->verify_log();
}

TYPED_TEST(Release, ByAnOfficersWordGoesAsByItself) { // what its period waited for has happened
    auto document = this->add("1号", "event:公布后");
    auto transaction = this->begin();
    ASSERT_TRUE(this->terms.release(transaction, document));
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(this->state_of("1号"), DocumentState::Declassified);
    auto records = this->records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].by, "wang");
    EXPECT_EQ(records[0].day, local_date(this->clock->now()));
    auto again = this->begin();
    EXPECT_EQ(this->terms.release(again, document).error().fault, Fault::Conflict);
}

} // namespace
} // namespace imprimatur::term
