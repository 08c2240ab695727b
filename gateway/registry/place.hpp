/// Where the registry is: a connection string taken apart and put into the form that SOCI passes on
/// whole.
#pragma once

#include <string>

#include "foundation/result/result.hpp"

namespace imprimatur::registry {

struct Place {
    enum class Kind { Sqlite, Postgresql };
    Kind kind = Kind::Sqlite;
    std::string path;    ///< of the SQLite file
    std::string connect; ///< for SOCI; may hold a password: never in a log
};

/// @error BadInput neither "sqlite:///path" nor "postgresql:…", or libpq does not understand it.
Result<Place> read_place(std::string const& connection);

} // namespace imprimatur::registry
