// What the index of pages needs: bytes a page, milliseconds a look-up, rows read. Fills a new
// registry on each database with documents of ten pages, each with its entry in the log, and asks
// for pages.
//
//     page_index [PAGES…]        1000 and 1000000 unless said otherwise
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <random>

#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

constexpr std::uint64_t seed = 20261130;
constexpr std::size_t keys_of_page = 24;
constexpr std::uint32_t pages_of_document = 10;
constexpr std::size_t documents_of_commit = 200;

std::vector<PageKey> keys_of(std::uint64_t page) {
    std::mt19937_64 random(seed + page);
    std::vector<PageKey> out(keys_of_page);
    std::ranges::generate(out, [&] { return random() >> 24U; });
    return out;
}

/// As long as a fingerprint is: a head, and some 23 characters for each page.
std::string fingerprint_of(std::uint64_t document) {
    auto out = "F2;10;" + std::to_string(1'000'000'000'000'000 + document) + ";2";
    for (std::uint32_t page = 0; page < pages_of_document; ++page) {
        out += ";abcdefghijk" + std::to_string(10'000'000'000 + document);
    }
    return out;
}

void demand(Result<void> const& done) {
    if (!done) {
        std::puts(done.error().cause.c_str());
        std::exit(1);
    }
}

void fill(Registry& registry, std::uint64_t pages) {
    auto const documents = pages / pages_of_document;
    for (std::uint64_t next = 0; next < documents;) {
        auto transaction = registry.begin("officer").value();
        for (std::size_t i = 0; i < documents_of_commit && next < documents; ++i, ++next) {
            Document document;
            document.number = "鼓委办〔2026〕" + std::to_string(next) + "号";
            document.title = "关于做好汛期防汛工作的通知";
            document.level = Level::Secret;
            document.period = find_period("10y");
            document.department = "办公室";
            document.registered_by = "officer";
            document.fingerprint = fingerprint_of(next);
            document.pages = pages_of_document;
            document.object = "0123456789abcdef0123456789abcdef";
            document.sha256 = document.object + document.object;
            Entry entry{"document.registered", "document:" + document.number, {"P7.3"}, {}};
            auto id = transaction.add_document(document, entry).value().id;
            std::vector<std::vector<PageKey>> keys;
            for (std::uint32_t page = 0; page < pages_of_document; ++page) {
                keys.push_back(keys_of(next * pages_of_document + page));
            }
            demand(transaction.index_pages(id, keys));
        }
        demand(transaction.commit());
    }
}

/// The keys of one page, and as many more of other pages as are wanted.
std::vector<PageKey> asked_for(std::uint64_t page, std::uint64_t pages, std::size_t count) {
    std::mt19937_64 random(page);
    auto out = keys_of(page);
    while (out.size() < count) {
        out.push_back(keys_of(random() % pages)[random() % keys_of_page]);
    }
    return out;
}

struct Times {
    double median; ///< milliseconds that passed
    double least;
    double own; ///< of the processor's time that this program took, on the average
};

double own_milliseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Times look_up(Registry& registry, std::uint64_t pages, std::size_t count, int runs) {
    std::vector<double> taken;
    double own = 0;
    std::mt19937_64 random(count);
    for (int run = 0; run < runs; ++run) {
        auto const page = random() % pages;
        auto const asked = asked_for(page, pages, count);
        auto const began = std::chrono::steady_clock::now();
        own -= own_milliseconds();
        auto transaction = registry.look().value();
        auto const found = transaction.find_pages(asked, 12).value();
        taken.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
                .count());
        own += own_milliseconds();
        if (found.empty() || found[0].page != page % pages_of_document + 1) {
            std::puts("a page was not found again");
            std::exit(1);
        }
    }
    std::ranges::sort(taken);
    return {taken[taken.size() / 2], taken.front(), own / runs};
}

std::string told_by(std::string const& command) {
    std::string out;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 256> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
        out += part.data();
    }
    ::pclose(pipe);
    return out;
}

std::string asked_of(Postgresql const& database, std::string const& question) {
    return told_by("psql -qAtX -c \"" + question + "\" \"" + database.connection() + "\"");
}
std::string asked_of(Sqlite const& database, std::string const& question) {
    auto out = std::string();
    sqlite3* opened = nullptr;
    ::sqlite3_open(database.file().c_str(), &opened);
    Owned<sqlite3, ::sqlite3_close> closing(opened);
    ::sqlite3_exec(
        opened, question.c_str(),
        [](void* to, int, char** values, char**) {
            *static_cast<std::string*>(to) += std::string(values[0]) + "\n";
            return 0;
        },
        &out, nullptr);
    return out;
}

double size_of(Sqlite const& database) {
    asked_of(database, "PRAGMA wal_checkpoint(TRUNCATE)");
    return static_cast<double>(std::filesystem::file_size(database.file()));
}
double size_of(Postgresql const& database) {
    return std::stod(asked_of(database, "SELECT pg_database_size(current_database())"));
}

/// Rows that the server fetched of the index's tables; SQLite counts none.
double rows_read(Sqlite const&) {
    return 0;
}
double rows_read(Postgresql const& database) {
    ::sleep(2); // until idle servers have said what they counted
    auto said = asked_of(database, "SELECT SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)) FROM "
                                   "pg_stat_user_tables WHERE relname LIKE 'page_%'");
    return std::stod(said.empty() || said == "\n" ? "0" : said);
}

template <class Database> void measure(std::uint64_t pages) {
    constexpr int runs = 200;
    Database database;
    auto clock = std::make_shared<SystemClock>();
    auto registry = Registry::open(database.connection(), clock).value();
    auto const empty = size_of(database);
    auto const began = std::chrono::steady_clock::now();
    fill(registry, pages);
    auto const seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    auto const bytes = (size_of(database) - empty) / static_cast<double>(pages);
    std::printf("%-10s %8lu pages: filled in %.0f s, %.0f bytes a page\n", Database::title, pages,
                seconds, bytes);
    for (std::size_t count : {60, 800}) {
        look_up(registry, pages, count, 20);
        auto const before = rows_read(database);
        auto const times = look_up(registry, pages, count, runs);
        auto const rows = (rows_read(database) - before) / runs;
        std::printf(
            "    %3zu keys asked: %.2f ms (least %.2f, own processor time %.2f), %.0f rows\n",
            count, times.median, times.least, times.own, rows);
        std::fflush(stdout);
    }
}

} // namespace
} // namespace imprimatur::registry

int main(int count, char** words) {
    using namespace imprimatur::registry;
    std::vector<std::uint64_t> sizes;
    for (int i = 1; i < count; ++i) {
        sizes.push_back(std::strtoull(words[i], nullptr, 10));
    }
    if (sizes.empty()) {
        sizes = {1000, 1000000};
    }
    std::printf("seed %lu, %zu keys a page, documents of %u pages\n", seed, keys_of_page,
                pages_of_document);
    for (auto pages : sizes) {
        measure<Sqlite>(pages);
        measure<Postgresql>(pages);
    }
}
