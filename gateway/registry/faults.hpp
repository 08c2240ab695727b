/// From what the database library throws to an Error, at this room's edge.
#pragma once

#include <exception>
#include <stdexcept>

#include "foundation/result/result.hpp"

namespace imprimatur::registry {

/// What is stored cannot be what this program stored.
class Damaged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A database that cannot keep the registry's promises, and why.
class Unsuitable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The same question may be asked again on a new connection, or later.
/// Never with the values of a statement: they are people's and documents'.
Error error_of(std::exception const& thrown);

/// The connection itself is of no use any more.
bool is_connection_lost(std::exception const& thrown);

} // namespace imprimatur::registry
