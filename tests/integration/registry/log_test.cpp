#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

template <class Database> class BookOfEvents : public OnBoth<Database> {
  protected:
    /// Which entry the verifier names; 0: all fit.
    std::uint64_t first_bad() {
        auto transaction = this->look();
        audit::Verifier verifier;
        auto read = transaction.each_event(
            1, [&](audit::Event const& event) { return verifier.take(event); });
        auto head = transaction.head().value();
        bool is_whole = read && verifier.close(head.sequence, head.hash);
        return is_whole ? 0 : verifier.count() + 1;
    }
    void write(int entries) {
        auto transaction = this->begin();
        for (int i = 0; i < entries; ++i) {
            ASSERT_TRUE(transaction.record(entry("job.refused", "job:" + std::to_string(i))));
        }
        ASSERT_TRUE(transaction.commit());
    }
};
TYPED_TEST_SUITE(BookOfEvents, Databases, DatabaseName);

TYPED_TEST(BookOfEvents, KeepsWhatWasRecordedInOrder) {
    this->write(3);
    auto transaction = this->look();
    std::vector<audit::Event> read;
    ASSERT_TRUE(transaction.each_event(2, [&](audit::Event const& event) -> Result<void> {
        read.push_back(event);
        return {};
    }));
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].sequence, 2U);
    EXPECT_EQ(read[0].at, start);
    EXPECT_EQ(read[0].actor, "wang");
    EXPECT_EQ(read[0].what, "job.refused");
    EXPECT_EQ(read[0].subject, "job:1");
    EXPECT_EQ(read[0].clauses, std::vector<std::string>{"P7.3"});
    EXPECT_EQ(read[0].details.at("why"), "测试");
    EXPECT_EQ(read[1].previous, read[0].hash);
    EXPECT_EQ(transaction.head().value().sequence, 3U);
    EXPECT_EQ(transaction.head().value().hash, read[1].hash);
}

TYPED_TEST(BookOfEvents, StopsReadingWhereTheReaderSaysSo) {
    this->write(3);
    auto transaction = this->look();
    int seen = 0;
    auto read = transaction.each_event(1, [&](audit::Event const&) -> Result<void> {
        ++seen;
        return fail(Fault::BadInput, {"x", {}});
    });
    EXPECT_FALSE(read);
    EXPECT_EQ(seen, 1);
    EXPECT_TRUE(transaction.head()) << "the reader's error is not the database's";
}

TYPED_TEST(BookOfEvents, IsReadWholeHoweverLong) {
    this->write(1203);
    EXPECT_EQ(this->first_bad(), 0U);
}

TYPED_TEST(BookOfEvents, NamesWhatWasTamperedWithInTheDatabase) {
    struct Tampering {
        char const* statement;
        std::uint64_t first_bad;
    };
    Tampering const tamperings[] = {
        {"UPDATE events SET actor = 'li' WHERE sequence = 4", 4},
        {"UPDATE events SET details = '{\"why\":\"other\"}' WHERE sequence = 3", 3},
        {"UPDATE events SET at = '2026-11-23T08:15:30.124Z' WHERE sequence = 5", 5},
        {"DELETE FROM events WHERE sequence = 2", 2},
        {"DELETE FROM events WHERE sequence > 4", 5},
    };
    for (auto const& tampering : tamperings) {
        this->database.run("DELETE FROM events");
        this->database.run("UPDATE audit_head SET sequence = 0, hash = '" + std::string(64, '0') +
                           "'");
        this->write(6);
        ASSERT_EQ(this->first_bad(), 0U);
        this->database.run(tampering.statement);
        EXPECT_EQ(this->first_bad(), tampering.first_bad) << tampering.statement;
    }
}

TYPED_TEST(BookOfEvents, SaysThatAStoredEntryCannotBeRead) {
    this->write(2);
    this->database.run("UPDATE events SET clauses = 'no list' WHERE sequence = 2");
    auto transaction = this->look();
    auto read = transaction.each_event(1, [](audit::Event const&) -> Result<void> { return {}; });
    EXPECT_EQ(read.error().fault, Fault::Corrupt);
}

} // namespace
} // namespace imprimatur::registry
