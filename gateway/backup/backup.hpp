/// A registry as one encrypted file, and back, without a number being given twice.
///
/// Promise: a backup is of one moment, whole under its name or not there; a restore verifies all of
/// it in a place of its own before anything is changed, and killed at any moment leaves the old
/// registry or the new. What may have been given since the backup is leapt over, and the matter
/// that lists it is open.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::backup {

/// Where the parts of the gateway are, as its settings say.
struct Places {
    std::string database;
    std::filesystem::path store;
    std::filesystem::path key_file;
};

/// What is in a backup.
struct Content {
    Instant at{};
    std::uint64_t sequence = 0; ///< of the log's last entry
    std::string hash;
    std::uint64_t numbers_given = 0;
    std::string key; ///< name of the newest key
    std::uint64_t objects = 0;
};

/// While the service runs, or not. What a call that was killed left is removed by the next.
/// @error Conflict another backup is being made; Unavailable custody changes too fast; as the rooms
Result<Content> back_up(Places const& places, std::filesystem::path const& file,
                        Clock const& clock);

struct Wish {
    /// Empty: the registry is in place already (put there by hand, or by the database's own means).
    std::optional<std::filesystem::path> file;
    /// Further kept heads, of other gateways.
    std::vector<std::filesystem::path> heads;
    std::optional<std::uint32_t> numbers; ///< to leap over; never fewer than can have been given
    std::string purpose;                  ///< of the matter, in words for people
    /// What is to be accounted for, in words, from: at, sequence, lost, numbers, printers.
    std::function<std::string(std::map<std::string, std::string> const&)> note;
};

struct Restored {
    registry::Head before; ///< where the log ended in the backup
    registry::Head after;  ///< the entry "registry.restored"
    std::optional<std::uint64_t>
        lost;                  ///< entries that are known to be missing; empty: nobody knows
    std::uint32_t numbers = 0; ///< that were leapt over, on each document
    std::uint64_t jobs = 0;    ///< that were ended
    std::uint64_t spoiled = 0; ///< copies of which paper may exist
    registry::Id matter = 0;
};

/// The service must not run. @error Conflict it does; Corrupt the backup is not whole, or not
/// sound; as the rooms. Nothing was changed then.
Result<Restored> restore(Places const& places, Wish const& wish,
                         std::shared_ptr<Clock const> const& clock);

} // namespace imprimatur::backup
