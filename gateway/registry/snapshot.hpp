/// A whole registry as one file, and back: for backups. The file is a SQLite registry, whatever the
/// database is.
#pragma once

#include <filesystem>
#include <string>

#include "foundation/result/result.hpp"

namespace imprimatur::registry {

/// All of it as one moment has it, while gateways go on writing, into a new file (mode 0600).
/// @param connection as for Registry::open() @error as there; Conflict another schema version
Result<void> copy_to_file(std::string const& connection, std::filesystem::path const& file);

/// The file takes the place of the registry: at once, or not at all. What was there stays beside it
/// ("….before-restore"; of PostgreSQL in `old`).
/// SQLite: the file is moved, so it must lie on the same file system, and no gateway may run.
/// PostgreSQL: its rows are copied in one transaction. @error Conflict "registry.in-use" somebody
/// else is connected
Result<void> replace_with_file(std::string const& connection, std::filesystem::path const& file,
                               std::filesystem::path const& old);

} // namespace imprimatur::registry
