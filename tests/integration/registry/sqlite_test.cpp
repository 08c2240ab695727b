// What only a file can do: be too large for its disk, be no database, be readable by others.
#include "tests/integration/registry/databases.hpp"

#include <csignal>
#include <fstream>
#include <functional>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace imprimatur::registry {
namespace {

TEST(SqliteFile, IsReadableByItsOwnerOnly) {
    Sqlite database;
    auto registry = Registry::open(database.connection(), std::make_shared<SystemClock>()).value();
    auto transaction = registry.begin("wang").value();
    ASSERT_TRUE(transaction.record(entry("job.refused")));
    ASSERT_TRUE(transaction.commit());
    for (auto const* ending : {"", "-wal", "-shm"}) {
        struct stat facts {};
        ASSERT_EQ(::stat((database.file() + ending).c_str(), &facts), 0) << ending;
        EXPECT_EQ(facts.st_mode & 0777, 0600U) << ending;
    }
}

TEST(SqliteFile, ThatIsNoDatabaseIsNotTouched) {
    Sqlite database;
    std::string const bytes(5000, 'x');
    std::ofstream(database.file()) << bytes;
    auto refused = Registry::open(database.connection(), std::make_shared<SystemClock>());
    EXPECT_EQ(refused.error().fault, Fault::Corrupt);
    std::ifstream file(database.file());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), bytes);
}

TEST(SqliteFile, InAFolderThatIsNotThereIsUnavailable) {
    auto refused =
        Registry::open("sqlite:///absent/folder/registry.db", std::make_shared<SystemClock>());
    EXPECT_EQ(refused.error().fault, Fault::Unavailable);
}

/// In a child process: what is limited there is limited nowhere else.
bool holds_in_child(std::function<bool()> const& rule) {
    auto child = ::fork();
    if (child == 0) {
        ::_exit(rule() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A real disk of 2 MiB where this process may mount one, else a limit on the size of files.
bool make_room_small(std::filesystem::path const& folder) {
    bool is_mounted = ::unshare(CLONE_NEWNS) == 0 &&
                      ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                      ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=2m,mode=0700") == 0;
    if (!is_mounted) {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{1 << 20, 1 << 20};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    return is_mounted;
}

bool is_log_whole(Registry& registry) {
    auto transaction = registry.look().value();
    audit::Verifier verifier;
    auto read =
        transaction.each_event(1, [&](audit::Event const& event) { return verifier.take(event); });
    auto head = transaction.head().value();
    return read && verifier.close(head.sequence, head.hash) && head.sequence == verifier.count();
}

/// Writes until there is no room. @return how many entries were committed
std::uint64_t fill(Registry& registry, Fault& end) {
    for (std::uint64_t done = 0;; ++done) {
        auto transaction = registry.begin("wang");
        auto large = entry("job.refused", std::string(20000, 'x'));
        auto recorded = transaction ? transaction->record(large) : Result<void>();
        auto committed = transaction && recorded ? transaction->commit() : Result<void>();
        if (!transaction || !recorded || !committed) {
            end = !transaction ? transaction.error().fault
                  : !recorded  ? recorded.error().fault
                               : committed.error().fault;
            return done;
        }
    }
}

TEST(SqliteFile, OnAFullDiskKeepsWhatWasCommittedAndNoMore) {
    Sqlite database;
    EXPECT_TRUE(holds_in_child([&] {
        auto folder = std::filesystem::path(database.file()).parent_path();
        bool is_mounted = make_room_small(folder);
        std::ofstream(folder / "ballast") << std::string(500000, 'x');
        auto registry =
            Registry::open(database.connection(), std::make_shared<SystemClock>()).value();
        Fault end{};
        auto done = fill(registry, end);
        // A file-size limit shows as an error of writing, not as want of room.
        bool is_named = end == Fault::Exhausted || (!is_mounted && end == Fault::Unavailable);
        auto kept = registry.look().value().head().value().sequence;
        bool is_right = done > 10 && kept == done && is_named && is_log_whole(registry);
        std::filesystem::remove(folder / "ballast");
        if (is_mounted) {
            auto transaction = registry.begin("wang").value();
            is_right = is_right && transaction.record(entry("job.refused")) && transaction.commit();
        }
        return is_right && is_log_whole(registry);
    }));
}

} // namespace
} // namespace imprimatur::registry
