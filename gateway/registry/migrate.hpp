/// Brings the tables from any earlier version to the one this program knows.
#pragma once

#include "foundation/result/result.hpp"
#include "gateway/registry/connection.hpp"

namespace imprimatur::registry {

/// All of it in one transaction. Throws what SOCI throws.
/// @error Corrupt the schema is newer than this program; nothing is touched.
Result<void> migrate(Connection& connection);

} // namespace imprimatur::registry
