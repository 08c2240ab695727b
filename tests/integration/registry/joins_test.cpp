// Rows that turn out to be one document: what was on record of each is of the whole from then on.
#include "tests/integration/registry/databases.hpp"

#include <gmock/gmock.h>

#include "gateway/registry/query.hpp"

namespace imprimatur::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

template <class Database> class Joins : public OnBoth<Database> {
  protected:
    /// A draft of which one copy was granted and reserved.
    Document draft(Transaction& transaction, std::string const& number, std::string const& job) {
        auto document = this->add_document(transaction, number);
        auto grant = this->add_grant(transaction, document.id, 3);
        auto ask = this->ask(document.id, grant.id, 1);
        ask.job = job;
        EXPECT_TRUE(transaction.reserve(ask, start, entry("copy.reserved")));
        Job printed;
        printed.queue = "Secure-Printer";
        printed.cups_job = document.id;
        printed.cups_uuid = job;
        printed.user = "wang";
        printed.document = document.id;
        EXPECT_TRUE(transaction.add_job(printed, entry("job.arrived")));
        EXPECT_TRUE(transaction.index_pages(
            document.id, {{PageKey(document.id) << 20U, PageKey(document.id + 1) << 20U}}));
        return transaction.document(document.id).value();
    }
};
TYPED_TEST_SUITE(Joins, Databases, DatabaseName);

TYPED_TEST(Joins, BringEverythingOfThePartToTheWhole) {
    auto transaction = this->begin();
    auto first = this->draft(transaction, "P-1", "job-a");
    auto second = this->draft(transaction, "P-2", "job-b");
    auto whole = this->add_document(transaction, "12号");
    auto source = this->add_document(transaction, "源");
    ASSERT_TRUE(transaction.add_source({first.id, source.id, "excerpt"}));
    ASSERT_TRUE(transaction.add_source({second.id, source.id, "excerpt"}));
    ASSERT_TRUE(transaction.join_document(first, whole, entry("document.joined")));
    ASSERT_TRUE(transaction.join_document(second, whole, entry("document.joined")));
    ASSERT_TRUE(transaction.commit());

    auto look = this->look();
    for (auto const* number : {"P-1", "P-2", "12号"}) {
        EXPECT_EQ(look.find_document(number).value()->id, whole.id) << number;
    }
    EXPECT_EQ(look.document(first.id).value().number, "12号");
    EXPECT_THAT(look.other_numbers(whole.id).value(), ElementsAre("P-1", "P-2"));
    EXPECT_THAT(look.documents().value(), SizeIs(2));
    auto copies = look.copies(whole.id).value();
    ASSERT_THAT(copies, SizeIs(2)) << "both bear the number 1, as their papers do";
    for (auto const& copy : copies) {
        EXPECT_EQ(copy.document, whole.id);
        EXPECT_EQ(look.find_copy(copy.serial).value()->document, whole.id);
    }
    EXPECT_THAT(look.grants(whole.id).value(), SizeIs(2));
    auto requests = look.requests().value();
    for (auto const& request : requests) {
        EXPECT_EQ(request.document, whole.id);
    }
    auto jobs = look.jobs().value();
    for (auto const& job : jobs) {
        EXPECT_EQ(job.document, whole.id);
    }
    EXPECT_THAT(look.sources(whole.id).value(), SizeIs(1));
    auto found = look.find_pages({PageKey(first.id) << 20U}, 1).value();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].document, whole.id);
    this->verify_log();
}

TYPED_TEST(Joins, GoOnCountingWhereTheHighestNumberWas) {
    auto transaction = this->begin();
    auto first = this->draft(transaction, "P-1", "job-a");
    auto whole = this->add_document(transaction, "12号");
    ASSERT_TRUE(transaction.join_document(first, whole, entry("document.joined")));
    auto grant = transaction.grants(whole.id).value().at(0);
    auto ask = this->ask(whole.id, grant.id, 1);
    ask.job = "job-c";
    auto reserved = transaction.reserve(ask, start, entry("copy.reserved"));
    ASSERT_TRUE(reserved) << reserved.error().cause;
    EXPECT_EQ(reserved->copies()[0].number->value, 2U) << "1 is on the draft's paper";
}

TYPED_TEST(Joins, LeadThroughEveryStepToTheLastWhole) {
    auto transaction = this->begin();
    auto draft = this->draft(transaction, "P-1", "job-a");
    auto first = this->add_document(transaction, "12号");
    auto second = this->add_document(transaction, "13号");
    ASSERT_TRUE(transaction.join_document(draft, first, entry("document.joined")));
    ASSERT_TRUE(transaction.join_document(first, second, entry("document.joined")));
    EXPECT_EQ(transaction.find_document("P-1").value()->number, "13号");
    EXPECT_EQ(transaction.copies(second.id).value().at(0).document, second.id);
    EXPECT_THAT(transaction.other_numbers(second.id).value(), ElementsAre("12号", "P-1"));
}

TYPED_TEST(Joins, HappenOnceAndTheirNumbersStayTaken) {
    auto transaction = this->begin();
    auto part = this->add_document(transaction, "甲");
    auto whole = this->add_document(transaction, "乙");
    ASSERT_TRUE(transaction.join_document(part, whole, entry("document.joined")));
    auto again = transaction.join_document(part, whole, entry("document.joined"));
    EXPECT_EQ(again.error().sentence.id, "registry.documents-joined");
    Document other;
    other.number = "甲";
    EXPECT_EQ(transaction.add_document(other, entry("document.registered")).error().fault,
              Fault::Conflict);
}

TYPED_TEST(Joins, KnowWhichFilesAreKept) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction, "甲");
    EXPECT_THAT(transaction.kept_objects().value(), IsEmpty());
    document.object = "0123456789abcdef0123456789abcdef";
    document.sha256 = "feed";
    document.pages = 3;
    ASSERT_TRUE(transaction.change_document(document, entry("document.fingerprinted")));
    EXPECT_THAT(transaction.kept_objects().value(), ElementsAre(document.object));
    auto again = transaction.document(document.id).value();
    EXPECT_EQ(again.sha256, "feed");
    EXPECT_EQ(again.pages, 3U);
}

template <class Database> class Numbers : public OnBoth<Database> {};
TYPED_TEST_SUITE(Numbers, Databases, DatabaseName);

TYPED_TEST(Numbers, ComeBackWholeBeyondThirtyTwoBits) {
    std::int64_t const large = (1LL << 40) + 12345;
    this->database.run("UPDATE counters SET value = 1099511640121");
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    EXPECT_EQ(document.id, large + 1);
    auto grant = this->add_grant(transaction, document.id, 4294967295U);
    EXPECT_GT(grant.id, large);
    Job job;
    job.queue = "q";
    job.user = "wang";
    job.cups_uuid = "u";
    job.cups_job = large;
    job.document = document.id;
    job.copies = 4294967295U;
    ASSERT_TRUE(transaction.add_job(job, entry("job.arrived")));
    ASSERT_TRUE(transaction.commit());
    auto look = this->look();
    auto found = look.find_cups_job("q", large, "u").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->cups_job, large);
    EXPECT_EQ(found->document, document.id);
    EXPECT_EQ(found->copies, 4294967295U);
    EXPECT_EQ(look.document(document.id).value().id, document.id);
    EXPECT_EQ(look.grant(grant.id).value().count, 4294967295U);
    EXPECT_EQ(look.grant(grant.id).value().document, document.id);
}

TYPED_TEST(Numbers, OfEventsComeBackWholeBeyondThirtyTwoBits) {
    this->database.run("UPDATE audit_head SET sequence = 1099511627776");
    auto transaction = this->begin();
    ASSERT_TRUE(transaction.record(entry("document.seen")));
    EXPECT_EQ(transaction.head().value().sequence, 1099511627777U);
    std::vector<std::uint64_t> seen;
    ASSERT_TRUE(
        transaction.each_event(1099511627776U, [&](audit::Event const& event) -> Result<void> {
            seen.push_back(event.sequence);
            return {};
        }));
    EXPECT_THAT(seen, ElementsAre(1099511627777U));
}

template <class Database> class Statements : public OnBoth<Database> {};
TYPED_TEST_SUITE(Statements, Databases, DatabaseName);

TYPED_TEST(Statements, AreNotRunWithANameThatHasNoValue) {
    Connection connection(read_place(this->database.connection()).value());
    auto const statement = "SELECT id FROM documents WHERE number = :number AND level = :level";
    EXPECT_THROW(Query(connection, statement).with("number", "1").rows(1), std::logic_error);
    EXPECT_THROW(
        Query(connection, statement).with("number", "1").with("level", "x").with("z", "y").rows(1),
        std::logic_error);
    EXPECT_TRUE(
        Query(connection, statement).with("number", "1").with("level", "x").rows(1).empty());
    EXPECT_TRUE(
        Query(connection, "SELECT id FROM documents WHERE number = ':number'").rows(1).empty())
        << "what is quoted is no name";
}

} // namespace
} // namespace imprimatur::registry
