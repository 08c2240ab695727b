#include "gateway/registry/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "foundation/file/file.hpp"
#include "gateway/registry/faults.hpp"
#include "gateway/registry/query.hpp"

namespace imprimatur::registry {

namespace {

/// The file is made here so that only its owner may read it; SQLite gives the files beside it the
/// same rights.
void make_private_file(std::string const& path) {
    Descriptor made(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}

std::string text_of(Connection& connection, std::string question) {
    auto row = Query(connection, std::move(question)).row(1);
    return row ? row->text() : std::string();
}

} // namespace

Connection::Connection(Place const& place) : kind_(place.kind) {
    if (kind_ == Place::Kind::Sqlite) {
        make_private_file(place.path);
        session_.open(*soci::factory_sqlite3(), place.connect);
        set_up_sqlite();
    } else {
        session_.open(*soci::factory_postgresql(), place.connect);
        set_up_postgresql();
    }
}

// Not `session << …`: SOCI exports no type information for what that makes, and UBSan asks for it.
void Connection::execute(char const* statement) {
    Query(*this, statement).change();
}

void Connection::set_up_sqlite() {
    auto wait =
        "PRAGMA busy_timeout = " + std::to_string(std::chrono::milliseconds(patience).count());
    text_of(*this, wait);
    if (text_of(*this, "PRAGMA journal_mode = WAL") != "wal") {
        throw Unsuitable("no write-ahead log on this file system");
    }
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA foreign_keys = ON");
}

void Connection::set_up_postgresql() {
    if (text_of(*this, "SHOW server_encoding") != "UTF8") {
        throw Unsuitable("server_encoding is not UTF8");
    }
    execute("SET client_min_messages = warning"); // libpq prints notices on stderr
    // What an operator set stricter than "off" (remote_apply on a pair, for example) stays.
    if (text_of(*this, "SHOW synchronous_commit") == "off") {
        execute("SET synchronous_commit = on");
    }
    auto wait = "SET lock_timeout = " + std::to_string(std::chrono::milliseconds(patience).count());
    execute(wait.c_str());
    // A gateway that stands still in the middle must not stop the others for ever.
    execute("SET idle_in_transaction_session_timeout = 60000");
}

void Connection::begin_write() {
    if (kind_ == Place::Kind::Sqlite) {
        execute("BEGIN IMMEDIATE");
    } else {
        execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        execute("SELECT id FROM audit_head WHERE id = 1 FOR UPDATE");
    }
}

void Connection::begin_read() {
    execute(kind_ == Place::Kind::Sqlite ? "BEGIN"
                                         : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void Connection::begin_migration() {
    if (kind_ == Place::Kind::Sqlite) {
        execute("BEGIN IMMEDIATE");
    } else {
        execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        execute("SELECT pg_advisory_xact_lock(hashtext('imprimatur schema'))");
    }
}

void Connection::commit() {
    execute("COMMIT");
}

void Connection::rollback() noexcept {
    try {
        execute("ROLLBACK");
    } catch (soci::soci_error const&) {
        is_lost_ = true; // closing the connection undoes it as well
    }
}

} // namespace imprimatur::registry
