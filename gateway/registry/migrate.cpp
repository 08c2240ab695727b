#include "gateway/registry/migrate.hpp"

#include <charconv>
#include <iterator>
#include <string_view>

#include "gateway/registry/numbers.hpp"
#include "gateway/registry/query.hpp"
#include "marking/pipe/pipe.hpp"
#include "migrations.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::int64_t newest = std::ssize(migrations);

std::int64_t version_of(Connection& connection) {
    Query(connection, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
        .change();
    auto row = Query(connection, "SELECT version FROM schema_version").row(1);
    return row ? row->number() : 0;
}

/// Both databases take one statement at a time.
void run_all(Connection& connection, std::string_view text) {
    while (text.find_first_not_of(" \n") != std::string_view::npos) {
        auto end = text.find(";\n");
        Query(connection, std::string(text.substr(0, end))).change();
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    }
}

/// How many pages a fingerprint is of: its second field.
std::int64_t pages_of(std::string_view fingerprint) {
    std::int64_t pages = 0;
    auto begin = fingerprint.find(';');
    if (begin != std::string_view::npos) {
        std::from_chars(fingerprint.data() + begin + 1, fingerprint.data() + fingerprint.size(),
                        pages);
    }
    return pages;
}

/// Whatever version the rows are from: the databases take texts apart by different words.
void fill_keys(Connection& connection) {
    for (auto& row : Query(connection, sql::document_keyless).rows(2)) {
        auto id = row.number();
        auto fingerprint = row.text();
        Query(connection, sql::document_key_set)
            .with("fingerprint_key", pipe::Workers::key({fingerprint}))
            .with("pages", pages_of(fingerprint))
            .with("id", id)
            .change();
    }
}

/// Numbers from before there was one form of them. Where two rows have the same, the strictest has
/// it and the other is found as it is written, until the service sees whether they are one.
void form_numbers(Connection& connection) {
    for (auto& row : Query(connection, sql::document_numbers_unformed).rows(2)) {
        auto id = row.number();
        Query(connection, sql::document_number_key_set)
            .with("number_key", normal_number(row.text()))
            .with("id", id)
            .change();
    }
}

Result<void> climb(Connection& connection) {
    auto version = version_of(connection);
    if (version > newest) {
        return fail(Fault::Corrupt,
                    {"registry.schema-newer",
                     {{"found", std::to_string(version)}, {"known", std::to_string(newest)}}},
                    "schema version " + std::to_string(version));
    }
    for (auto next = version; next < newest; ++next) {
        run_all(connection, migrations[next]);
    }
    if (version < newest) {
        fill_keys(connection);
        form_numbers(connection);
        Query(connection, "DELETE FROM schema_version").change();
        Query(connection, "INSERT INTO schema_version (version) VALUES (:version)")
            .with("version", newest)
            .change();
    }
    return {};
}

} // namespace

Result<void> migrate(Connection& connection) {
    connection.begin_migration();
    auto climbed = climb(connection);
    if (climbed) {
        connection.commit();
    } else {
        connection.rollback();
    }
    return climbed;
}

} // namespace imprimatur::registry
