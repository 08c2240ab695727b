#include "gateway/head/head.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace imprimatur::head {
namespace {

Instant const start = *find_instant("2026-11-23T08:15:30.123Z");

std::string hash(char digit) {
    return std::string(64, digit);
}

class KeptHead : public testing::Test {
  protected:
    KeptHead() {
        std::string name = "/tmp/imprimatur-head-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        files_ = {folder_ / "store.head", folder_ / "key.head"};
    }
    ~KeptHead() override { std::filesystem::remove_all(folder_); }

    std::shared_ptr<Keeper> keeper() { return Keeper::open(files_).value(); }
    Kept kept() { return find_kept(files_).value().value(); }
    registry::Registry registry() {
        return registry::Registry::open("sqlite://" + (folder_ / "registry.db").string(),
                                        std::make_shared<SetClock>(start))
            .value();
    }
    static void write(registry::Registry& registry, int entries) {
        for (int i = 0; i < entries; ++i) {
            auto transaction = registry.begin("wang").value();
            ASSERT_TRUE(transaction.record({"job.refused", "job:1", {}, {}}));
            ASSERT_TRUE(transaction.commit());
        }
    }

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_;
};

TEST_F(KeptHead, IsWhatWasSeenLastAndNeverGoesBack) {
    EXPECT_FALSE(find_kept(files_).value());
    {
        auto keeper = this->keeper();
        keeper->see({7, hash('7')}, 3);
        keeper->see({9, hash('9')}, std::nullopt);
        keeper->see({8, hash('8')}, std::nullopt); // told of late
    }
    EXPECT_EQ(kept().sequence, 9U);
    EXPECT_EQ(kept().hash, hash('9'));
    EXPECT_EQ(kept().numbers_given, 3U);
    struct stat facts {};
    ASSERT_EQ(::stat(files_[0].c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777, 0600U);
    keeper()->see({4, hash('4')}, 2);
    EXPECT_EQ(kept().sequence, 9U) << "nor after a restart";
}

TEST_F(KeptHead, IsInBothFilesSoThatOneMayBeLost) {
    keeper()->see({7, hash('7')}, 3);
    for (auto const& file : files_) {
        std::filesystem::remove(file);
        EXPECT_EQ(kept().sequence, 7U);
        keeper()->see({7, hash('7')}, 3);
        keeper()->see({8, hash('8')}, 3);
        keeper()->see({7, hash('7')}, 3);
        EXPECT_EQ(find_kept({file}).value().value().sequence, 8U);
        std::filesystem::remove_all(files_[0]);
        std::filesystem::remove_all(files_[1]);
        keeper()->see({7, hash('7')}, 3);
    }
}

TEST_F(KeptHead, ATornWriteLeavesTheOneBefore) {
    {
        auto keeper = this->keeper();
        keeper->see({7, hash('7')}, 3);
        keeper->see({8, hash('8')}, 3);
    }
    for (std::size_t slot : {0U, 1U}) {
        for (std::size_t torn : {0U, 20U, 100U, 200U}) {
            auto const copy = folder_ / "torn.head";
            std::filesystem::copy_file(files_[0], copy,
                                       std::filesystem::copy_options::overwrite_existing);
            std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(static_cast<std::streamoff>(slot * 512 + torn));
            file << "x";
            file.close();
            auto const read = find_kept({copy}).value();
            ASSERT_TRUE(read);
            EXPECT_TRUE(read->sequence == 7 || read->sequence == 8);
        }
    }
}

TEST_F(KeptHead, NothingIsBegunThatCannotBeWitnessed) {
    auto registry = this->registry();
    registry.tell(keeper());
    write(registry, 1);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, SIG_IGN);
    auto keeper = this->keeper();
    rlimit none{0, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
    keeper->see({5, hash('5')}, 1);
    auto const refused = keeper->is_ready();
    ::setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Unavailable);
    EXPECT_TRUE(keeper->is_ready()) << "it goes on by itself";
    EXPECT_EQ(kept().sequence, 5U);
}

TEST_F(KeptHead, ARestoreIsAloneWithIt) {
    auto const gateway = keeper();
    EXPECT_TRUE(Keeper::open(files_)) << "another gateway";
    EXPECT_EQ(Keeper::open(files_, Keeper::Company::None).error().sentence.id, "head.in-use");
}

TEST_F(KeptHead, ARegistryBehindItIsKnown) {
    auto registry = this->registry();
    registry.tell(keeper());
    write(registry, 3);
    std::filesystem::copy_file(folder_ / "registry.db", folder_ / "yesterday.db");
    std::filesystem::copy_file(folder_ / "registry.db-wal", folder_ / "yesterday.db-wal");
    write(registry, 2);
    auto const of_five = kept();
    EXPECT_EQ(of_five.sequence, 5U);
    EXPECT_TRUE(check(registry, of_five));
    write(registry, 1);
    EXPECT_TRUE(check(registry, of_five)) << "a head that is behind stops nobody";
    auto old = registry::Registry::open("sqlite://" + (folder_ / "yesterday.db").string(),
                                        std::make_shared<SetClock>(start + std::chrono::hours(1)))
                   .value();
    EXPECT_EQ(check(old, kept()).error().sentence.id, "head.behind");
    write(old, 9); // went on elsewhere, and is longer now
    EXPECT_EQ(check(old, kept()).error().sentence.id, "head.other");
    auto transaction = old.begin("imprimaturd").value();
    ASSERT_TRUE(transaction.leap({1'000'001, 1, 1}, {"registry.restored", "registry", {}, {}}));
    ASSERT_TRUE(transaction.commit());
    EXPECT_FALSE(check(old, kept())) << "what was written before the restore was given twice";
}

TEST_F(KeptHead, ARegistryThatWasRestoredByUsIsTakenByEveryGateway) {
    auto registry = this->registry();
    registry.tell(keeper());
    write(registry, 3);
    auto transaction = registry.begin("imprimaturd").value();
    ASSERT_TRUE(transaction.leap({1'000'001, 1, 1}, {"registry.restored", "registry", {}, {}}));
    ASSERT_TRUE(transaction.commit());
    EXPECT_TRUE(check(registry, {700, hash('7'), 0})) << "of the part that was lost";
    EXPECT_TRUE(check(registry, kept()));
}

// Killed between the commit and the file, the file is behind; the registry never is.
TEST_F(KeptHead, NoKillStopsARightfulStart) {
    for (int round = 0; round < 12; ++round) {
        auto const child = ::fork();
        if (child == 0) {
            auto registry = this->registry();
            registry.tell(keeper());
            for (;;) {
                write(registry, 1);
            }
        }
        for (int tries = 0; tries < 500 && !find_kept(files_).value(); ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 7 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        auto registry = this->registry();
        auto const known = find_kept(files_).value();
        auto const head = registry.look().value().head().value();
        if (known) {
            EXPECT_TRUE(check(registry, *known));
            EXPECT_LE(known->sequence, head.sequence);
            EXPECT_LE(head.sequence - known->sequence, 1U);
        }
    }
    EXPECT_GT(kept().sequence, 0U);
}

} // namespace
} // namespace imprimatur::head
