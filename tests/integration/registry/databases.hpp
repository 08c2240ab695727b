/// The same rules on both databases: a fixture over the kind of database, and what tests fill it
/// with.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "foundation/owned/owned.hpp"
#include "gateway/registry/registry.hpp"
#include "tests/integration/postgres.hpp"

namespace imprimatur::registry {

/// A real file in a folder of its own.
class Sqlite {
  public:
    static constexpr char title[] = "Sqlite";
    Sqlite() {
        std::string folder = "/tmp/imprimatur-registry-XXXXXX";
        if (::mkdtemp(folder.data()) == nullptr) {
            throw std::runtime_error("no temporary folder can be made in /tmp");
        }
        folder_ = folder;
    }
    Sqlite(Sqlite const&) = delete;
    Sqlite& operator=(Sqlite const&) = delete;
    ~Sqlite() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::string connection() const { return "sqlite://" + file(); }
    std::string file() const { return folder_ + "/registry.db"; }

    /// What a person with the file and no program of ours could do.
    void run(std::string const& statement) {
        sqlite3* opened = nullptr;
        ::sqlite3_open(file().c_str(), &opened);
        Owned<sqlite3, ::sqlite3_close> closing(opened);
        ::sqlite3_busy_timeout(opened, 5000);
        if (::sqlite3_exec(opened, statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            throw std::runtime_error(::sqlite3_errmsg(opened));
        }
    }

  private:
    std::string folder_;
};

/// A new database on the private server.
class Postgresql {
  public:
    static constexpr char title[] = "Postgresql";
    Postgresql() : name_(test::postgres_server().create_database()) {}
    std::string connection() const { return test::postgres_server().uri(name_); }
    void run(std::string const& statement) { test::postgres_server().query(name_, statement); }

  private:
    std::string name_;
};

using Databases = testing::Types<Sqlite, Postgresql>;

struct DatabaseName {
    template <class Database> static std::string GetName(int) { return Database::title; }
};

inline Instant const start = *find_instant("2026-11-23T08:15:30.123Z");

inline Entry entry(std::string what, std::string subject = "test") {
    return {std::move(what), std::move(subject), {"P7.3"}, {{"why", "测试"}}};
}

template <class Database> class OnBoth : public testing::Test {
  protected:
    Database database;
    std::shared_ptr<SetClock> clock = std::make_shared<SetClock>(start);
    Registry registry = Registry::open(database.connection(), clock).value();

    Transaction begin() { return registry.begin("wang").value(); }
    Transaction look() { return registry.look().value(); }

    Document add_document(Transaction& transaction, std::string number = "鼓委办〔2026〕12号") {
        Document document;
        document.number = std::move(number);
        document.title = "关于防汛工作的通知";
        document.level = Level::Secret;
        document.period = find_period("10y");
        document.registered_by = "officer";
        return transaction.add_document(document, entry("document.registered")).value();
    }

    Grant add_grant(Transaction& transaction, Id document, std::uint32_t count,
                    std::optional<Instant> until = std::nullopt) {
        Request request;
        request.document = document;
        request.action = "print";
        request.requester = "wang";
        request.count = count;
        auto asked = transaction.add_request(request, entry("request.made")).value();
        Grant grant;
        grant.request = asked.id;
        grant.count = count;
        grant.until = until;
        grant.granted_by = "leader";
        return transaction.add_grant(grant, entry("grant.given")).value();
    }

    static Transaction::Ask ask(Id document, std::optional<Id> grant, std::uint32_t count) {
        Transaction::Ask out;
        out.document = document;
        out.job = "job-1";
        out.grant = grant;
        out.count = count;
        out.place = "printer-1";
        out.printed_by = "wang";
        return out;
    }

    /// The whole log fits together.
    void verify_log() {
        auto transaction = look();
        audit::Verifier verifier;
        auto read = transaction.each_event(
            1, [&](audit::Event const& event) { return verifier.take(event); });
        ASSERT_TRUE(read) << read.error().cause;
        auto head = transaction.head().value();
        ASSERT_TRUE(verifier.close(head.sequence, head.hash));
    }
};

} // namespace imprimatur::registry
