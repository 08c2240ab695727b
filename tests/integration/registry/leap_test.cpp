/// What a registry from a backup does so that nothing is given twice, and its way into a file and
/// back.
#include <fstream>

#include "gateway/registry/snapshot.hpp"
#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

template <class Database> class Restored : public OnBoth<Database> {
  protected:
    /// Gives so many copies of it. @return the number of the last
    std::uint32_t give(Registry& book, Id document, std::uint32_t count) {
        auto transaction = book.begin("wang").value();
        auto asked = OnBoth<Database>::ask(document, std::nullopt, count);
        auto reserved = transaction.reserve(asked, start, entry("copy.reserved"));
        auto const last = reserved.value().copies().back().number->value;
        EXPECT_TRUE(transaction.commit());
        return last;
    }
    Document add(std::string number, std::optional<Date> issued = std::nullopt) {
        auto transaction = this->begin();
        Document document;
        document.number = std::move(number);
        document.registered_by = "officer";
        document.issued = issued;
        auto added = transaction.add_document(document, entry("document.registered")).value();
        EXPECT_TRUE(transaction.commit());
        return added;
    }
    void leap(Transaction::Leap const& leap) {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.leap(leap, {"registry.restored", "registry", {}, {}}));
        ASSERT_TRUE(transaction.commit());
    }
    static bool is_sound(Registry& book) {
        auto transaction = book.look().value();
        audit::Verifier verifier;
        auto read = transaction.each_event(
            1, [&](audit::Event const& event) { return verifier.take(event); });
        auto const head = transaction.head().value();
        return read && verifier.close(head.sequence, head.hash);
    }
};
TYPED_TEST_SUITE(Restored, Databases, DatabaseName);

TYPED_TEST(Restored, LeapsOverEveryNumberThatMayHaveBeenGiven) {
    auto const document = this->add("一号");
    EXPECT_EQ(this->give(this->registry, document.id, 3), 3U);
    this->leap({1'000'001, 1001, 1'000'000});
    EXPECT_EQ(this->give(this->registry, document.id, 1), 1005U);
    EXPECT_TRUE(this->is_sound(this->registry));
    EXPECT_EQ(this->look().head().value().sequence, 1'000'002U);
    auto const later = this->add("二号");
    EXPECT_GT(later.id, document.id + 1'000'000);
    // A document of the lost part may be entered anew: its copies begin above those it had.
    EXPECT_EQ(this->give(this->registry, later.id, 1), 1002U);
}

TYPED_TEST(Restored, ADocumentIssuedAfterwardsBeginsWithOne) {
    this->leap({1'000'001, 1001, 1'000'000});
    auto const today = local_date(start);
    EXPECT_EQ(this->give(this->registry, this->add("今日", today).id, 1), 1002U);
    EXPECT_EQ(this->give(this->registry, this->add("明年", add_years(today, 1)).id, 1), 1U);
}

TYPED_TEST(Restored, NeverGivesBeyondSixDigits) {
    auto const document = this->add("一号");
    this->leap({1'000'001, 999'999, 1});
    auto transaction = this->begin();
    auto const refused =
        transaction.reserve(this->ask(document.id, std::nullopt, 1), start, entry("copy.reserved"));
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
}

TYPED_TEST(Restored, GrantsThatHadSomethingLeftEnd) {
    auto transaction = this->begin();
    auto const document = this->add_document(transaction);
    auto const grant = this->add_grant(transaction, document.id, 5);
    ASSERT_TRUE(transaction.commit());
    this->leap({1'000'001, 1001, 1});
    auto again = this->begin();
    auto const refused =
        again.reserve(this->ask(document.id, grant.id, 1), start, entry("copy.reserved"));
    EXPECT_EQ(refused.error().sentence.id, "registry.grant-over");
}

TYPED_TEST(Restored, OnlyARestoreMayLeaveAGapInTheLog) {
    this->leap({1'000'001, 1, 1});
    EXPECT_TRUE(this->is_sound(this->registry));
    for (char const* change : {"UPDATE events SET what = 'job.refused'",
                               "UPDATE events SET details = '{\"after\":\"7\"}'"}) {
        this->database.run(change);
        EXPECT_FALSE(this->is_sound(this->registry)) << change;
    }
}

TYPED_TEST(Restored, CountsTheNumbersOfAllDocumentsTogether) {
    auto const first = this->add("一号");
    auto const second = this->add("二号");
    this->give(this->registry, first.id, 3);
    this->give(this->registry, second.id, 2);
    EXPECT_EQ(this->look().numbers_given().value(), 5U);
}

TYPED_TEST(Restored, IsTheSameFromItsFile) {
    auto const document = this->add("一号");
    this->give(this->registry, document.id, 3);
    auto const parent = this->begin().copies(document.id).value().front();
    Sqlite folder;
    ASSERT_TRUE(copy_to_file(this->database.connection(), folder.file()));
    EXPECT_EQ(std::filesystem::status(folder.file()).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    this->give(this->registry, document.id, 4); // lost
    this->registry =
        Registry::open(folder.connection(), this->clock).value(); // lets go of the other
    EXPECT_EQ(this->look().copies(document.id).value().size(), 3U);
    EXPECT_TRUE(this->is_sound(this->registry));
    auto const head = this->look().head().value();
    Sqlite elsewhere;
    this->registry = Registry::open(elsewhere.connection(), this->clock).value();
    auto const replaced =
        replace_with_file(this->database.connection(), folder.file(), elsewhere.file() + ".old");
    ASSERT_TRUE(replaced) << replaced.error().cause;
    this->registry = Registry::open(this->database.connection(), this->clock).value();
    EXPECT_EQ(this->look().head().value().hash, head.hash);
    auto const copies = this->look().copies(document.id).value();
    ASSERT_EQ(copies.size(), 3U);
    EXPECT_EQ(copies.front().serial, parent.serial);
    EXPECT_EQ(this->give(this->registry, document.id, 1), 4U);
}

TEST(ReplacedRegistry, OnPostgresqlIsRefusedWhileAGatewayIsConnected) {
    Postgresql database;
    auto const clock = std::make_shared<SetClock>(start);
    auto const gateway = Registry::open(database.connection(), clock);
    ASSERT_TRUE(gateway);
    Sqlite folder;
    ASSERT_TRUE(copy_to_file(database.connection(), folder.file()));
    EXPECT_EQ(replace_with_file(database.connection(), folder.file(), folder.file() + ".old")
                  .error()
                  .sentence.id,
              "registry.in-use");
}

TEST(SqliteRegistry, IntoWhichAnotherLogWasPlayedIsNotOpened) {
    Sqlite database;
    auto const clock = std::make_shared<SetClock>(start);
    {
        auto registry = Registry::open(database.connection(), clock).value();
        auto transaction = registry.begin("wang").value();
        for (int i = 0; i < 300; ++i) {
            ASSERT_TRUE(transaction.record(entry("job.refused")));
        }
        ASSERT_TRUE(transaction.commit());
    }
    {
        std::fstream file(database.file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(3 * 4096);
        file << std::string(20000, 'x');
    }
    EXPECT_EQ(Registry::open(database.connection(), clock).error().fault, Fault::Corrupt);
}

} // namespace
} // namespace imprimatur::registry
