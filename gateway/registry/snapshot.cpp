#include "gateway/registry/snapshot.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <thread>
#include <unistd.h>

#include "foundation/file/file.hpp"
#include "foundation/step/step.hpp"
#include "gateway/registry/migrate.hpp"
#include "gateway/registry/query.hpp"

namespace imprimatur::registry {

namespace {

using Texts = std::vector<std::string>;
using Values = std::vector<std::optional<std::string>>;

constexpr std::size_t rows_at_once = 500;

tl::unexpected<Error> failed(std::filesystem::path const& file, char const* call) {
    bool const is_full = errno == ENOSPC || errno == EDQUOT;
    return fail(is_full ? Fault::Exhausted : Fault::Denied,
                {"file.cannot-open", {{"file", file.string()}, {"reason", std::strerror(errno)}}},
                std::string(call) + ": " + std::strerror(errno));
}

Place place_of(std::filesystem::path const& file) {
    return read_place("sqlite://" + file.string()).value();
}

Texts texts_of(Connection& connection, std::string question) {
    Texts out;
    for (auto& row : Query(connection, std::move(question)).rows(1)) {
        out.push_back(row.text());
    }
    return out;
}

void run(Connection& connection, std::string statement) {
    Query(connection, std::move(statement)).change();
}

std::int64_t version_of(Connection& connection) {
    auto row = Query(connection, "SELECT version FROM schema_version").row(1);
    return row ? row->number() : 0;
}

/// Every table that there is, so that none of a later schema is left out.
Texts tables_of(Connection& connection, Place::Kind kind) {
    return texts_of(
        connection,
        kind == Place::Kind::Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE "
              "'sqlite%' ORDER BY name"
            : "SELECT CAST(table_name AS text) FROM information_schema.tables WHERE "
              "table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1");
}

Texts columns_of(Connection& connection, Place::Kind kind, std::string const& table) {
    return texts_of(connection,
                    kind == Place::Kind::Sqlite
                        ? "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid"
                        : "SELECT CAST(column_name AS text) FROM information_schema.columns WHERE "
                          "table_schema = current_schema() AND table_name = '" +
                              table + "' ORDER BY ordinal_position");
}

std::string joined(Texts const& texts, std::string const& before = {}) {
    std::string out;
    for (auto const& text : texts) {
        out += (out.empty() ? "" : ", ") + before + text;
    }
    return out;
}

Values values_of(Row& row, std::size_t count) {
    Values out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(row.optional_text());
    }
    return out;
}

using Put = std::function<void(Values const&)>;

/// All rows, a few hundred in memory at once.
void each_row(Connection& from, Place::Kind kind, std::string const& table, Texts const& columns,
              Put const& put) {
    auto const limit = std::to_string(rows_at_once);
    if (kind == Place::Kind::Sqlite) {
        auto const select = "SELECT rowid, " + joined(columns) + " FROM " + table +
                            " WHERE rowid > :after ORDER BY rowid LIMIT " + limit;
        for (std::int64_t after = -1;;) {
            auto page = Query(from, select).with("after", after).rows(columns.size() + 1);
            for (auto& row : page) {
                after = row.number();
                put(values_of(row, columns.size()));
            }
            if (page.size() < rows_at_once) {
                return;
            }
        }
    }
    run(from, "DECLARE of_table NO SCROLL CURSOR FOR SELECT " + joined(columns) + " FROM " + table);
    for (std::size_t count = rows_at_once; count == rows_at_once;) {
        auto page = Query(from, "FETCH " + limit + " FROM of_table").rows(columns.size());
        count = page.size();
        for (auto& row : page) {
            put(values_of(row, columns.size()));
        }
    }
    run(from, "CLOSE of_table");
}

/// What `to` has of its own from its making is replaced.
void copy_table(Connection& from, Place::Kind from_kind, Connection& to, std::string const& table) {
    auto const columns = columns_of(from, from_kind, table);
    Texts names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names.push_back("v" + std::to_string(i));
    }
    auto const insert =
        "INSERT INTO " + table + " (" + joined(columns) + ") VALUES (" + joined(names, ":") + ")";
    run(to, "DELETE FROM " + table);
    each_row(from, from_kind, table, columns, [&](Values const& values) {
        Query query(to, insert);
        for (std::size_t i = 0; i < values.size(); ++i) {
            query.with(names[i].c_str(), values[i]);
        }
        query.change();
    });
}

Result<void> check_versions(Connection& from, Connection& to) {
    auto const found = version_of(from);
    auto const known = version_of(to);
    return found == known
               ? Result<void>()
               : fail(Fault::Conflict,
                      {"registry.schema-other",
                       {{"found", std::to_string(found)}, {"known", std::to_string(known)}}});
}

/// The rows of a PostgreSQL registry into a new file. References are checked at the end: a table
/// may refer to a later one.
Result<void> copy_rows_to_file(Place const& place, std::filesystem::path const& file) {
    Connection from(place);
    Connection to(place_of(file));
    if (auto migrated = migrate(to); !migrated) {
        return migrated;
    }
    run(to, "PRAGMA foreign_keys = OFF"); // has no effect within a transaction
    from.begin_read();
    auto done = check_versions(from, to);
    if (done) {
        to.begin_write();
        for (auto const& table : tables_of(from, place.kind)) {
            copy_table(from, place.kind, to, table);
        }
        if (Query(to, "SELECT 1 FROM pragma_foreign_key_check LIMIT 1").row(1)) {
            throw Damaged("a row refers to one that is not there");
        }
        to.commit();
    }
    from.rollback();
    return done;
}

struct Reference {
    std::string table;
    std::string name;
    std::string definition;
};

std::vector<Reference> references_of(Connection& connection) {
    std::vector<Reference> out;
    for (auto& row :
         Query(connection,
               "SELECT CAST(CAST(conrelid AS regclass) AS text), CAST(conname AS text), "
               "pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND "
               "connamespace = CAST(current_schema() AS regnamespace)")
             .rows(3)) {
        Reference reference;
        reference.table = row.text();
        reference.name = row.text();
        reference.definition = row.text();
        out.push_back(std::move(reference));
    }
    return out;
}

bool sees_another(Connection& connection) {
    return Query(connection,
                 "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND "
                 "application_name = 'imprimatur' AND pid <> pg_backend_pid() LIMIT 1")
        .row(1)
        .has_value();
}

/// A session that ended a moment ago is shown for a little longer.
bool has_company(Connection& connection) {
    for (int tries = 0; tries < 20; ++tries) {
        if (!sees_another(connection)) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return true;
}

/// One transaction: whoever looks sees the old rows or the new.
Result<void> copy_rows_from_file(Place const& place, std::filesystem::path const& file) {
    Connection to(place);
    Connection from(place_of(file));
    if (has_company(to)) {
        return fail(Fault::Conflict, {"registry.in-use", {}}, "other sessions");
    }
    if (auto migrated = migrate(to); !migrated) {
        return migrated;
    }
    if (auto same = check_versions(from, to); !same) {
        return same;
    }
    to.begin_migration();
    run(to, "LOCK TABLE audit_head IN ACCESS EXCLUSIVE MODE");
    auto const references = references_of(to);
    for (auto const& one : references) {
        run(to, "ALTER TABLE " + one.table + " DROP CONSTRAINT " + one.name);
    }
    for (auto const& table : tables_of(from, Place::Kind::Sqlite)) {
        copy_table(from, Place::Kind::Sqlite, to, table);
    }
    for (auto const& one : references) {
        run(to, "ALTER TABLE " + one.table + " ADD CONSTRAINT " + one.name + " " + one.definition);
    }
    step("restore.before-switch");
    to.commit();
    return {};
}

Result<void> sync_folder(std::filesystem::path const& folder) {
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.is_open() && ::fsync(opened.number()) == 0 ? Result<void>()
                                                             : failed(folder, "fsync");
}

Result<void> sync_file(std::filesystem::path const& file) {
    Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    return opened.is_open() && ::fsync(opened.number()) == 0 ? Result<void>()
                                                             : failed(file, "fsync");
}

/// What the old registry's write-ahead log holds goes into its file, where it can be read at all;
/// what is left of it must not be played into the new one.
void close_old(std::string const& path) {
    try {
        Connection old(place_of(path));
        Query(old, "PRAGMA wal_checkpoint(TRUNCATE)").rows(3);
    } catch (std::exception const&) {
        return; // it is replaced because it is broken
    }
}

Result<void> move_into_place(std::string const& path, std::filesystem::path const& file) {
    auto const before = path + ".before-restore";
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        close_old(path);
        std::filesystem::remove(before, ignored);
        if (::link(path.c_str(), before.c_str()) != 0) {
            return failed(before, "link");
        }
        for (char const* ending : {"-wal", "-shm"}) {
            std::filesystem::rename(path + ending, before + ending, ignored);
        }
    }
    if (auto synced = sync_file(file); !synced) {
        return synced;
    }
    step("restore.before-switch");
    if (::rename(file.c_str(), path.c_str()) != 0) {
        return failed(path, "rename");
    }
    return sync_folder(std::filesystem::path(path).parent_path());
}

template <class Work> Result<void> at_edge(Work work) {
    try {
        return work();
    } catch (std::exception const& thrown) {
        return tl::unexpected<Error>(error_of(thrown));
    }
}

} // namespace

Result<void> copy_to_file(std::string const& connection, std::filesystem::path const& file) {
    auto place = read_place(connection);
    if (!place) {
        return pass_on(place);
    }
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made.is_open()) {
        return failed(file, "open");
    }
    return at_edge([&]() -> Result<void> {
        if (place->kind == Place::Kind::Postgresql) {
            return copy_rows_to_file(*place, file);
        }
        if (::access(place->path.c_str(), R_OK) != 0) { // else SQLite would make it
            return failed(place->path, "access");
        }
        Connection from(*place);
        Query(from, "VACUUM INTO :file").with("file", file.string()).change();
        return {};
    });
}

Result<void> replace_with_file(std::string const& connection, std::filesystem::path const& file,
                               std::filesystem::path const& old) {
    auto place = read_place(connection);
    if (!place) {
        return pass_on(place);
    }
    if (place->kind == Place::Kind::Sqlite) {
        return at_edge([&] { return move_into_place(place->path, file); });
    }
    // What stands there may be of no use, or not there at all: then nothing is kept of it.
    static_cast<void>(copy_to_file(connection, old));
    return at_edge([&] { return copy_rows_from_file(*place, file); });
}

} // namespace imprimatur::registry
