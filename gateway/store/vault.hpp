/// The folder of a store and its key, shared by the store and its writers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/store/box.hpp"
#include "gateway/store/store.hpp"

namespace imprimatur::store {

struct Vault {
    Descriptor folder;
    Key key;

    /// Opens or makes the folder, and removes what writers that died left behind.
    static Result<std::shared_ptr<Vault const>> open(std::filesystem::path const& folder,
                                                     std::string_view key);

    /// fsync of the folder: names that were made or taken away are so for good.
    Result<void> settle() const;
    std::vector<std::string> names() const;
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
