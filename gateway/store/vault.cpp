#include "gateway/store/vault.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::store {

namespace {

constexpr std::string_view part_ending = ".part";

/// All names in the folder; the descriptor itself keeps its place.
std::vector<std::string> listing(Descriptor const& folder) {
    std::vector<std::string> out;
    Descriptor again(::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    Owned<DIR, ::closedir> listed(again.is_open() ? ::fdopendir(again.number()) : nullptr);
    if (!listed) {
        return out;
    }
    static_cast<void>(again.release()); // closedir closes it
    while (auto const* one = ::readdir(listed.get())) {
        out.emplace_back(one->d_name);
    }
    return out;
}

/// A part that nobody holds the lock of has lost its writer.
void remove_if_abandoned(Descriptor const& folder, std::string const& name) {
    Descriptor part(::openat(folder.number(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (part.is_open() && ::flock(part.number(), LOCK_EX | LOCK_NB) == 0) {
        ::unlinkat(folder.number(), name.c_str(), 0);
    }
}

Result<void> check_rights(Descriptor const& folder, std::filesystem::path const& path) {
    struct stat facts {};
    if (::fstat(folder.number(), &facts) != 0) {
        return failed("fstat");
    }
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail(Fault::Denied, {"store.open-to-others", {{"folder", path.string()}}},
                    "others may write into the folder");
    }
    return {};
}

} // namespace

tl::unexpected<Error> failed(char const* call) {
    bool is_full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return fail(is_full ? Fault::Exhausted : Fault::Internal,
                {is_full ? "store.no-room" : "store.cannot-write", {}},
                std::string(call) + ": " + std::strerror(errno));
}

bool is_object_name(std::string_view name) {
    return name.size() == 32 && std::ranges::all_of(name, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string part_name(std::string_view name) {
    return std::string(name) + std::string(part_ending);
}

Result<std::shared_ptr<Vault const>> Vault::open(std::filesystem::path const& folder,
                                                 keys::Keys const& keys) {
    std::error_code ignored;
    std::filesystem::create_directories(folder.parent_path(), ignored);
    ::mkdir(folder.c_str(), 0700);
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open()) {
        return fail(
            Fault::Denied,
            {"store.cannot-open", {{"folder", folder.string()}, {"reason", std::strerror(errno)}}},
            std::string("open: ") + std::strerror(errno));
    }
    if (auto rights = check_rights(opened, folder); !rights) {
        return pass_on(rights);
    }
    for (auto const& name : listing(opened)) {
        if (name.ends_with(part_ending)) {
            remove_if_abandoned(opened, name);
        }
    }
    return std::shared_ptr<Vault const>(new Vault{std::move(opened), keys});
}

Key Vault::newest_key() const {
    auto derived = keys.derive("store");
    Key key(derived);
    keys::wipe(derived);
    return key;
}

std::optional<Key> Vault::unwrap(std::string_view header, std::string_view name) const {
    std::optional<Key> out;
    auto all = keys.derive_all("store");
    for (auto& derived : all) {
        if (auto opened = out ? std::nullopt : store::unwrap(Key(derived), header, name)) {
            out.emplace(std::move(*opened));
        }
        keys::wipe(derived);
    }
    return out;
}

Result<void> Vault::settle() const {
    if (::fsync(folder.number()) != 0) {
        return failed("fsync of the folder");
    }
    return {};
}

std::vector<std::string> Vault::names() const {
    auto all = listing(folder);
    std::erase_if(all, [](std::string const& name) { return !is_object_name(name); });
    std::ranges::sort(all);
    return all;
}

} // namespace imprimatur::store
