#include "tests/integration/registry/databases.hpp"

#include <csignal>
#include <functional>
#include <thread>

#include <sys/wait.h>

namespace imprimatur::registry {
namespace {

template <class Database> class Transactions : public OnBoth<Database> {
  protected:
    /// In a new process: the connections of the old one are not touched, not even to close them.
    void open_anew() {
        static auto* kept = new Registry(std::move(this->registry));
        static_cast<void>(kept);
        this->registry = Registry::open(this->database.connection(), this->clock).value();
    }
    /// What is in the book, as one text.
    std::string account() {
        auto transaction = this->look();
        std::string out = std::to_string(transaction.head().value().sequence);
        auto const documents = transaction.documents().value();
        for (auto const& document : documents) {
            out += " " + document.number + ":" + std::to_string(document.last_number) + ":" +
                   std::to_string(transaction.copies(document.id).value().size());
            auto const grants = transaction.grants(document.id).value();
            for (auto const& grant : grants) {
                out += "/" + std::to_string(grant.used);
            }
        }
        return out;
    }
    /// Documents, a grant, numbers and movements: a bit of everything.
    void change_much(Transaction& transaction, std::string const& number) {
        auto document = this->add_document(transaction, number);
        auto grant = this->add_grant(transaction, document.id, 3);
        auto copies =
            transaction.reserve(this->ask(document.id, grant.id, 3), start, entry("copy.reserved"))
                .value()
                .copies();
        ASSERT_TRUE(transaction.move_copy(copies[0].serial, CopyState::Delivering, "", entry("x")));
        ASSERT_TRUE(transaction.move_copy(copies[0].serial, CopyState::Issued, "", entry("x")));
        ASSERT_TRUE(transaction.move_copy(copies[1].serial, CopyState::Void, "", entry("x")));
    }
};
TYPED_TEST_SUITE(Transactions, Databases, DatabaseName);

TYPED_TEST(Transactions, ThatAreNotCommittedLeaveNothing) {
    {
        auto transaction = this->begin();
        this->change_much(transaction, "kept");
        ASSERT_TRUE(transaction.commit());
    }
    auto before = this->account();
    {
        auto transaction = this->begin();
        this->change_much(transaction, "dropped");
        auto moved = std::move(transaction);
    }
    EXPECT_EQ(this->account(), before);
    auto transaction = this->begin();
    EXPECT_EQ(this->add_document(transaction, "next").id, 2) << "as if it had never been";
    ASSERT_TRUE(transaction.commit());
    this->verify_log();
}

TYPED_TEST(Transactions, ThatOnlyReadCannotWriteAndSeeOnePicture) {
    auto picture = this->look();
    EXPECT_TRUE(picture.documents().value().empty());
    {
        auto transaction = this->begin();
        this->add_document(transaction);
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_TRUE(picture.documents().value().empty());
    EXPECT_EQ(picture.record(entry("x")).error().fault, Fault::Internal);
    EXPECT_TRUE(picture.documents().value().empty()) << "it can still be read";
    ASSERT_TRUE(picture.commit());
    EXPECT_EQ(picture.documents().error().fault, Fault::Internal) << "it is over";
    EXPECT_EQ(this->look().documents().value().size(), 1U);
}

TYPED_TEST(Transactions, AreInSomebodysName) {
    EXPECT_EQ(this->registry.begin("").error().fault, Fault::Internal);
}

TYPED_TEST(Transactions, OfManyThreadsAllHappen) {
    constexpr int threads = 6;
    constexpr int each = 10;
    {
        auto transaction = this->begin();
        this->add_document(transaction);
        ASSERT_TRUE(transaction.commit());
    }
    std::vector<std::thread> running;
    std::atomic<int> done = 0;
    for (int i = 0; i < threads; ++i) {
        running.emplace_back([&] {
            for (int j = 0; j < each; ++j) {
                auto transaction = this->begin();
                auto reserved =
                    transaction.reserve(this->ask(1, std::nullopt, 2), start, entry("x"));
                done += reserved && transaction.commit() ? 1 : 0;
                static_cast<void>(this->look().documents());
            }
        });
    }
    for (auto& thread : running) {
        thread.join();
    }
    EXPECT_EQ(done, threads * each);
    EXPECT_EQ(this->look().document(1).value().last_number, 2U * threads * each);
    this->verify_log();
}

/// In another process, which has a registry of its own.
void in_other_process(std::function<void()> const& work) {
    auto child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
}

TYPED_TEST(Transactions, OfAProcessThatIsKilledHappenWhollyOrNotAtAll) {
    auto before = this->account();
    in_other_process([&] {
        this->open_anew();
        auto transaction = this->begin();
        this->change_much(transaction, "half");
        ::raise(SIGKILL);
    });
    EXPECT_EQ(this->account(), before);
    in_other_process([&] {
        this->open_anew();
        auto transaction = this->begin();
        this->change_much(transaction, "whole");
        static_cast<void>(transaction.commit());
        ::raise(SIGKILL);
    });
    EXPECT_EQ(this->account(), "7 whole:3:3/2");
    this->verify_log();
}

TYPED_TEST(Transactions, OfAProcessThatIsKilledAnywhereLeaveNoHalf) {
    for (int round = 0; round < 12; ++round) {
        auto child = ::fork();
        if (child == 0) {
            this->open_anew();
            for (int i = 0;; ++i) {
                auto transaction = this->begin();
                this->change_much(transaction, std::to_string(round) + "-" + std::to_string(i));
                static_cast<void>(transaction.commit());
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(60 + 17 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    auto transaction = this->look();
    auto documents = transaction.documents().value();
    EXPECT_GT(documents.size(), 12U);
    for (auto const& document : documents) {
        EXPECT_EQ(document.last_number, 3U);
        EXPECT_EQ(transaction.copies(document.id).value().size(), 3U);
        EXPECT_EQ(transaction.grants(document.id).value().at(0).used, 2U);
    }
    EXPECT_EQ(transaction.head().value().sequence, 7 * documents.size());
    this->verify_log();
}

TYPED_TEST(Transactions, FindTheirTablesAgainAndRefuseNewerOnes) {
    {
        auto transaction = this->begin();
        this->add_document(transaction);
        ASSERT_TRUE(transaction.commit());
    }
    auto again = Registry::open(this->database.connection(), this->clock).value();
    EXPECT_EQ(again.look().value().documents().value().size(), 1U);
    this->database.run("UPDATE schema_version SET version = 999");
    auto refused = Registry::open(this->database.connection(), this->clock);
    EXPECT_EQ(refused.error().fault, Fault::Corrupt);
    EXPECT_EQ(refused.error().sentence.id, "registry.schema-newer");
    EXPECT_EQ(refused.error().sentence.values.at("found"), "999");
}

TYPED_TEST(Transactions, OfTwoGatewaysThatMakeTheTablesAtOnceDoNotCollide) {
    TypeParam fresh;
    std::vector<std::thread> running;
    std::atomic<int> opened = 0;
    for (int i = 0; i < 4; ++i) {
        running.emplace_back(
            [&] { opened += Registry::open(fresh.connection(), this->clock).has_value() ? 1 : 0; });
    }
    for (auto& thread : running) {
        thread.join();
    }
    EXPECT_EQ(opened, 4);
}

TYPED_TEST(Transactions, StopAtTheFirstErrorOfTheDatabase) {
    this->database.run("DROP TABLE movements");
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto copy = transaction.reserve(this->ask(document.id, std::nullopt, 1), start, entry("x"))
                    .value()
                    .copies()[0];
    ASSERT_TRUE(transaction.move_copy(copy.serial, CopyState::Delivering, "", entry("x")));
    EXPECT_FALSE(transaction.move_copy(copy.serial, CopyState::Issued, "", entry("x")));
    EXPECT_FALSE(transaction.documents());
    EXPECT_FALSE(transaction.commit()) << "half a change is never committed";
    EXPECT_TRUE(this->look().documents().value().empty());
}

} // namespace
} // namespace imprimatur::registry
