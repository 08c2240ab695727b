#include "gateway/registry/faults.hpp"

#include <string>
#include <string_view>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace imprimatur::registry {

namespace {

Error away(std::string cause) {
    return {Fault::Unavailable, {"registry.away", {}}, std::move(cause)};
}
Error busy(std::string cause) {
    return {Fault::Unavailable, {"registry.busy", {}}, std::move(cause)};
}
Error no_room(std::string cause) {
    return {Fault::Exhausted, {"registry.no-room", {}}, std::move(cause)};
}
Error damaged(std::string cause) {
    return {Fault::Corrupt, {"registry.damaged", {}}, std::move(cause)};
}
Error internal(std::string cause) {
    return {Fault::Internal, {"registry.internal", {}}, std::move(cause)};
}

/// Primary result codes of sqlite.org/rescode.html; the low byte.
Error error_of_sqlite(int result, std::string cause) {
    switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return busy(std::move(cause));
    case SQLITE_FULL:
    case SQLITE_NOMEM:
        return no_room(std::move(cause));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(std::move(cause));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return away(std::move(cause));
    default:
        return internal(std::move(cause));
    }
}

bool is_of_class(std::string const& state, std::initializer_list<std::string_view> beginnings) {
    for (auto beginning : beginnings) {
        if (state.starts_with(beginning)) {
            return true;
        }
    }
    return false;
}

/// The server says a SQLSTATE with everything; SOCI's blanks stand for libpq's own words, and those
/// are of a connection that broke.
constexpr std::string_view no_state = "     ";

/// SQLSTATE codes of the PostgreSQL manual, appendix A. 08: connection, 57P: server goes down,
/// 25006: a standby that only reads, 53300: too many connections, 28/3D000: not let in.
bool is_away(std::string const& state) {
    return is_of_class(state, {no_state, "08", "57P", "25006", "53300", "28", "3D000"});
}

Error error_of_postgresql(std::string const& state, std::string cause) {
    if (is_away(state) || is_of_class(state, {"25P03"})) {
        return away(std::move(cause));
    }
    if (is_of_class(state,
                    {"40", "55P03", "57014"})) { // serialisation, deadlock, lock not had in time
        return busy(std::move(cause));
    }
    if (is_of_class(state, {"53"})) {
        return no_room(std::move(cause));
    }
    if (is_of_class(state, {"XX001", "XX002"})) {
        return damaged(std::move(cause));
    }
    return internal(std::move(cause));
}

} // namespace

Error error_of(std::exception const& thrown) {
    if (auto const* sqlite = dynamic_cast<soci::sqlite3_soci_error const*>(&thrown)) {
        return error_of_sqlite(sqlite->result(), "sqlite " + std::to_string(sqlite->result()) +
                                                     ": " + sqlite->get_error_message());
    }
    if (auto const* postgresql = dynamic_cast<soci::postgresql_soci_error const*>(&thrown)) {
        return error_of_postgresql(postgresql->sqlstate(), "postgresql " + postgresql->sqlstate() +
                                                               ": " +
                                                               postgresql->get_error_message());
    }
    if (dynamic_cast<Damaged const*>(&thrown) != nullptr) {
        return damaged(thrown.what());
    }
    if (dynamic_cast<Unsuitable const*>(&thrown) != nullptr) {
        return {Fault::Unsupported,
                {"registry.unsuitable", {{"reason", thrown.what()}}},
                thrown.what()};
    }
    if (auto const* other = dynamic_cast<soci::soci_error const*>(&thrown)) {
        // SOCI says only this much when a connection cannot be made.
        auto message = other->get_error_message();
        return message.starts_with("Cannot establish connection") ? away(message)
                                                                  : internal(message);
    }
    return internal(thrown.what());
}

bool is_connection_lost(std::exception const& thrown) {
    if (auto const* postgresql = dynamic_cast<soci::postgresql_soci_error const*>(&thrown)) {
        return is_of_class(postgresql->sqlstate(), {no_state, "08", "57P", "25006", "25P03"});
    }
    return false;
}

} // namespace imprimatur::registry
