#include "gateway/store/store.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "gateway/store/vault.hpp"

namespace imprimatur::store {

namespace {

tl::unexpected<Error> unknown(std::string const& name) {
    return fail(Fault::NotFound, {"store.missing", {{"object", name}}}, "no such object");
}

tl::unexpected<Error> changed(std::string const& name, char const* what) {
    return fail(Fault::Corrupt, {"store.changed", {{"object", name}}}, what);
}

/// Exactly `size` bytes from `place` on; fewer only at the end of the file.
Result<std::string> read_at(Descriptor const& file, std::uint64_t place, std::size_t size) {
    std::string out(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        auto count = ::pread(file.number(), out.data() + filled, size - filled,
                             static_cast<off_t>(place + filled));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail(Fault::Internal, {"file.cannot-read", {}},
                        std::string("pread: ") + std::strerror(errno));
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    out.resize(filled);
    return out;
}

/// Which generation sealed it is not written down. A header that fits none of the keys may be of
/// one that is not here: only when all are here was it changed.
Result<Key> key_of(Vault const& vault, std::string const& header, std::string const& name) {
    if (auto key = vault.unwrap(header, name)) {
        return std::move(*key);
    }
    bool const are_all_here = vault.keys.look_for_more();
    if (auto key = vault.unwrap(header, name)) {
        return std::move(*key);
    }
    return are_all_here ? changed(name, "the header does not fit")
                        : fail(Fault::Unavailable, {"store.key-missing", {{"object", name}}},
                               "a key that the registry knows is not in the key file");
}

/// Opens piece after piece into `clear`.
Result<void> open_pieces(Descriptor const& file, Box box, std::string const& name,
                         Descriptor const& clear) {
    auto size = size_of(file);
    if (!size) {
        return pass_on(size);
    }
    for (std::uint64_t place = header_size;;) {
        auto sealed = read_at(file, place, piece_size + tag_size);
        if (!sealed) {
            return pass_on(sealed);
        }
        place += sealed->size();
        bool is_last = place >= *size;
        auto opened = box.open(*sealed, is_last);
        if (!opened) {
            return changed(name, "a piece does not fit its place");
        }
        auto written = write_all(clear, *opened);
        keys::wipe(*opened);
        if (!written || is_last) {
            return written;
        }
    }
}

} // namespace

Result<Store> Store::open(std::filesystem::path const& folder, keys::Keys const& keys) {
    auto vault = Vault::open(folder, keys);
    if (!vault) {
        return pass_on(vault);
    }
    return Store(std::make_unique<State>(State{*vault}));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Descriptor> Store::open_object(std::string const& name) const {
    if (!is_object_name(name)) {
        return unknown(name);
    }
    Descriptor file(
        ::openat(state_->vault->folder.number(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file.is_open()) {
        return errno == ENOENT ? unknown(name) : failed("open");
    }
    auto header = read_at(file, 0, header_size);
    if (!header) {
        return pass_on(header);
    }
    auto key = key_of(*state_->vault, *header, name);
    if (!key) {
        return pass_on(key);
    }
    auto clear = memory_file("imprimatur-object");
    if (!clear) {
        return clear;
    }
    if (auto opened = open_pieces(file, Box(std::move(*key), name), name, *clear); !opened) {
        return pass_on(opened);
    }
    if (auto sealed = seal(*clear); !sealed) {
        return pass_on(sealed);
    }
    ::lseek(clear->number(), 0, SEEK_SET);
    return clear;
}

// First out of sight, then without its key, then gone: killed in between, it is swept up as a part
// when the store is next opened.
Result<void> Store::remove(std::string const& name) const {
    auto folder = state_->vault->folder.number();
    auto part = part_name(name);
    if (!is_object_name(name) || ::renameat(folder, name.c_str(), folder, part.c_str()) != 0) {
        return !is_object_name(name) || errno == ENOENT ? Result<void>() : failed("rename");
    }
    Descriptor file(::openat(folder, part.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    std::string zeros(header_size, '\0');
    bool is_wiped = file.is_open() &&
                    ::pwrite(file.number(), zeros.data(), zeros.size(), 0) ==
                        static_cast<ssize_t>(zeros.size()) &&
                    ::fdatasync(file.number()) == 0;
    if (!is_wiped || ::unlinkat(folder, part.c_str(), 0) != 0) {
        return failed("removal");
    }
    return state_->vault->settle();
}

Result<std::vector<std::string>> Store::names() const {
    return state_->vault->names();
}

} // namespace imprimatur::store
