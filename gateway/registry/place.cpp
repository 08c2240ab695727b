#include "gateway/registry/place.hpp"

#include <memory>

#include <libpq-fe.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite://";
constexpr std::string_view postgresql_prefix = "postgresql:";

tl::unexpected<Error> unreadable(std::string cause) {
    return fail(Fault::BadInput, {"registry.connection-unreadable", {}}, std::move(cause));
}

/// SOCI 4.0.3 looks for key=value pairs in the path as soon as there is an "=" in it.
Result<Place> sqlite_place(std::string path) {
    if (path.empty() || path[0] != '/') {
        return unreadable("a SQLite registry needs an absolute path");
    }
    bool has_equals = path.find('=') != std::string::npos;
    if (has_equals && path.find('"') != std::string::npos) {
        return unreadable("the path holds both = and \"");
    }
    auto connect = has_equals ? "dbname=\"" + path + "\"" : path;
    return Place{Place::Kind::Sqlite, std::move(path), std::move(connect)};
}

std::string percent_encoded(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (is_plain) {
            out += c;
        } else {
            auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 0xf];
        }
    }
    return out;
}

/// SOCI 4.0.3 splits what it is given at blanks, takes away double quotes, and adds "=" to a URI
/// that has none; a URI whose every option is percent-encoded passes unchanged.
Result<Place> postgresql_place(std::string const& connection) {
    auto given = connection.starts_with("postgresql://")
                     ? connection
                     : connection.substr(postgresql_prefix.size());
    using Options = Owned<PQconninfoOption, PQconninfoFree>;
    Options options(PQconninfoParse(given.c_str(), nullptr));
    if (!options) {
        return unreadable("libpq does not understand the connection string");
    }
    std::string uri = "postgresql://?fallback_application_name=imprimatur";
    bool has_attributes = false;
    bool has_timeout = false;
    for (auto const* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) {
            continue;
        }
        std::string keyword = option->keyword;
        has_attributes = has_attributes || keyword == "target_session_attrs";
        has_timeout = has_timeout || keyword == "connect_timeout";
        if (keyword != "client_encoding" && keyword != "fallback_application_name") {
            uri += "&" + keyword + "=" + percent_encoded(option->val);
        }
    }
    uri += "&client_encoding=UTF8";
    uri += has_timeout ? "" : "&connect_timeout=5";
    // With several hosts (streaming replication) the one that may write is the registry.
    uri += has_attributes ? "" : "&target_session_attrs=read-write";
    return Place{Place::Kind::Postgresql, {}, std::move(uri)};
}

} // namespace

Result<Place> read_place(std::string const& connection) {
    if (connection.starts_with(sqlite_prefix)) {
        return sqlite_place(connection.substr(sqlite_prefix.size()));
    }
    if (connection.starts_with(postgresql_prefix)) {
        return postgresql_place(connection);
    }
    return unreadable("the connection string begins with neither sqlite:// nor postgresql:");
}

} // namespace imprimatur::registry
