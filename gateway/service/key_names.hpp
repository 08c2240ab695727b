/// Keys and registry belong together: the registry knows what its keys are called, and works with
/// no others.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "gateway/keys/keys.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::service {

/// At the start. A registry without an entry makes or takes its key; every other wants its own, and
/// none is made for it. A key at the end of the file that has no name yet is one of a rotation that
/// was cut short: it gets its name now.
/// @error NotFound "keys.gone", "keys.unnamed-gone"; Conflict "keys.other"; as Keys::open().
Result<keys::Keys> open_keys(registry::Registry& registry, std::filesystem::path const& file,
                             Clock const& clock);

/// A new key, which seals what is new from now on. Killed or failed at any moment, the old one does
/// so still, or the next start takes the new one up. One call at a time.
/// @error as open_keys(); Denied the file cannot be replaced.
Result<void> rotate_keys(registry::Registry& registry, keys::Keys& keys,
                         std::filesystem::path const& file, Clock const& clock,
                         std::string const& actor);

/// Takes up what was put into the file (another gateway rotated, or the file came back).
/// @return whether `keys` has all that the registry knows; false too where nobody can tell
bool take_up_keys(registry::Registry& registry, keys::Keys& keys,
                  std::filesystem::path const& file);

/// @error as open_keys(): what the next start would be refused for, or a key that is not here.
Result<void> check_keys(registry::Registry& registry, keys::Keys const& keys,
                        std::filesystem::path const& file);

} // namespace imprimatur::service
