/// The folder of a store and its keys, shared by the store and its writers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/keys/keys.hpp"
#include "gateway/store/box.hpp"
#include "gateway/store/store.hpp"

namespace imprimatur::store {

struct Vault {
    Descriptor folder;
    keys::Keys keys; ///< of every generation: new objects are wrapped by the newest

    /// Opens or makes the folder, and removes what writers that died left behind.
    static Result<std::shared_ptr<Vault const>> open(std::filesystem::path const& folder,
                                                     keys::Keys const& keys);

    /// fsync of the folder: names that were made or taken away are so for good.
    Result<void> settle() const;
    std::vector<std::string> names() const;

    /// That new objects are wrapped by.
    Key newest_key() const;
    /// The key of an object, whichever generation wrapped it. Empty: none did.
    std::optional<Key> unwrap(std::string_view header, std::string_view name) const;
};

/// 32 lower-case hex digits: nothing else is ever looked for in the folder.
bool is_object_name(std::string_view name);
/// The name under which an object is written, locked by its writer as long as it lives.
std::string part_name(std::string_view name);

/// Where the system said no. ENOSPC and its kin: Exhausted.
tl::unexpected<Error> failed(char const* call);

struct Store::State {
    std::shared_ptr<Vault const> vault;
};

} // namespace imprimatur::store
