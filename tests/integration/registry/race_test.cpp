// Two processes of two threads each, as two gateways would be, go for the last copy of a grant, all
// in the same instant; 200 rounds on each database. One wins each round, whoever it is.
#include "tests/integration/registry/databases.hpp"

#include <atomic>
#include <set>
#include <thread>

#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

namespace imprimatur::registry {
namespace {

constexpr int rounds = 200;
constexpr int processes = 2;
constexpr int threads = 2;

/// Shared by all processes of a race.
struct Track {
    pthread_barrier_t line;
    std::atomic<int> won[rounds];
    std::atomic<int> refused[rounds];
    std::atomic<int> tried_again;
    std::atomic<int> failed;
};

class SharedTrack {
  public:
    SharedTrack() {
        auto* memory = ::mmap(nullptr, sizeof(Track), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            throw std::runtime_error("no shared memory for the race");
        }
        track_ = new (memory) Track{};
        pthread_barrierattr_t shared;
        ::pthread_barrierattr_init(&shared);
        ::pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
        ::pthread_barrier_init(&track_->line, &shared, processes * threads);
        ::pthread_barrierattr_destroy(&shared);
    }
    SharedTrack(SharedTrack const&) = delete;
    SharedTrack& operator=(SharedTrack const&) = delete;
    ~SharedTrack() { ::munmap(track_, sizeof(Track)); }
    Track& operator*() { return *track_; }
    Track* operator->() { return track_; }

  private:
    Track* track_;
};

template <class Database> class Race : public OnBoth<Database> {
  protected:
    /// Tries once; again when the database was busy, as a gateway would.
    void go_for(Registry& book, Id document, Id grant, int round, Track& track) {
        for (;;) {
            auto transaction = book.begin("wang");
            if (transaction) {
                auto ask = this->ask(document, grant, 1);
                auto reserved = transaction->reserve(ask, start, entry("copy.reserved"));
                if (!reserved && reserved.error().fault == Fault::Exhausted) {
                    // The refusal is a change like any other, and has its entry.
                    auto recorded = transaction->record(entry("job.refused"));
                    bool is_kept = recorded && transaction->commit();
                    ++(is_kept ? track.refused[round] : track.failed);
                    return;
                }
                if (reserved && transaction->commit()) {
                    ++track.won[round];
                    return;
                }
                ++track.failed;
                return;
            }
            if (transaction.error().fault != Fault::Unavailable) {
                ++track.failed;
                return;
            }
            ++track.tried_again;
        }
    }

    void run_process(Id document, std::vector<Id> const& grants, Track& track) {
        auto book = Registry::open(this->database.connection(), this->clock).value();
        std::vector<std::thread> running;
        for (int i = 0; i < threads; ++i) {
            running.emplace_back([&] {
                for (int round = 0; round < rounds; ++round) {
                    ::pthread_barrier_wait(&track.line);
                    go_for(book, document, grants[static_cast<std::size_t>(round)], round, track);
                }
            });
        }
        for (auto& thread : running) {
            thread.join();
        }
    }

    void run_all(Id document, std::vector<Id> const& grants, Track& track) {
        std::vector<pid_t> children;
        for (int i = 0; i < processes; ++i) {
            children.push_back(::fork());
            if (children.back() == 0) {
                run_process(document, grants, track);
                ::_exit(0);
            }
        }
        for (auto child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            EXPECT_EQ(status, 0);
        }
    }
};
TYPED_TEST_SUITE(Race, Databases, DatabaseName);

TYPED_TEST(Race, ForTheLastCopyIsWonByOneEveryTime) {
    Id document = 0;
    std::vector<Id> grants;
    {
        auto transaction = this->begin();
        document = this->add_document(transaction).id;
        for (int round = 0; round < rounds; ++round) {
            grants.push_back(this->add_grant(transaction, document, 1).id);
        }
        ASSERT_TRUE(transaction.commit());
    }
    auto const before = this->look().head().value().sequence;
    SharedTrack track;
    this->run_all(document, grants, *track);

    EXPECT_EQ(track->failed, 0);
    for (int round = 0; round < rounds; ++round) {
        EXPECT_EQ(track->won[round], 1) << "round " << round;
        EXPECT_EQ(track->refused[round], processes * threads - 1) << "round " << round;
    }
    auto transaction = this->look();
    for (auto grant : grants) {
        EXPECT_EQ(transaction.grant(grant).value().used, 1U);
        EXPECT_EQ(transaction.copies_of_grant(grant).value().size(), 1U);
    }
    std::set<std::uint32_t> numbers;
    auto const copies = transaction.copies(document).value();
    for (auto const& copy : copies) {
        numbers.insert(copy.number->value);
    }
    EXPECT_EQ(copies.size(), std::size_t{rounds});
    EXPECT_EQ(numbers.size(), std::size_t{rounds}) << "no number twice";
    EXPECT_EQ(*numbers.rbegin(), std::uint32_t{rounds}) << "none left out: the losers took none";
    EXPECT_EQ(transaction.head().value().sequence, before + rounds * processes * threads)
        << "every reservation and every refusal is in the log";
    this->verify_log();
    this->RecordProperty("tried_again", track->tried_again);
}

} // namespace
} // namespace imprimatur::registry
