#include "gateway/keys/key_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "foundation/file/file.hpp"
#include "foundation/step/step.hpp"

namespace imprimatur::keys {

namespace {

std::string reason(char const* call) {
    return std::string(call) + ": " + std::strerror(errno);
}

tl::unexpected<Error> refused(std::filesystem::path const& file, char const* call) {
    auto fault = errno == ENOENT ? Fault::NotFound : Fault::Denied;
    return fail(fault,
                {fault == Fault::NotFound ? "keys.missing" : "keys.cannot-open",
                 {{"file", file.string()}, {"reason", std::strerror(errno)}}},
                reason(call));
}

/// Only its owner may read or write it, and the owner is this process's user or root.
Result<void> check_rights(Descriptor const& opened, std::filesystem::path const& file) {
    struct stat facts {};
    if (::fstat(opened.number(), &facts) != 0) {
        return refused(file, "fstat");
    }
    bool is_private = S_ISREG(facts.st_mode) && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    if (!is_private || (facts.st_uid != ::geteuid() && facts.st_uid != 0)) {
        return fail(Fault::Denied, {"keys.open-to-others", {{"file", file.string()}}},
                    "mode " + std::to_string(facts.st_mode & 07777U) + " (decimal), owner " +
                        std::to_string(facts.st_uid));
    }
    return {};
}

Result<void> sync_folder_of(std::filesystem::path const& file) {
    auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open() || ::fsync(opened.number()) != 0) {
        return refused(file, "fsync of the folder");
    }
    return {};
}

Result<void> put_random(MasterKey& key) {
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
        return fail(Fault::Internal, {"keys.no-randomness", {}}, "RAND_bytes");
    }
    return {};
}

enum class Naming { Fresh, Instead };

/// A file beside it that has all keys becomes the file. Fresh: unless that name is there already.
Result<void> write_keys(std::filesystem::path const& file, MasterKeys const& keys, Naming naming) {
    std::string temporary = file.string() + ".XXXXXX";
    Descriptor opened(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!opened.is_open()) {
        return refused(file, "mkostemp");
    }
    auto done = write_all(opened, std::as_bytes(std::span(keys.all)));
    if (done && ::fsync(opened.number()) != 0) {
        done = refused(file, "fsync");
    }
    step("key.before-file");
    if (done && naming == Naming::Fresh && ::link(temporary.c_str(), file.c_str()) != 0 &&
        errno != EEXIST) {
        done = refused(file, "link");
    }
    if (done && naming == Naming::Instead && ::rename(temporary.c_str(), file.c_str()) != 0) {
        done = refused(file, "rename");
    }
    ::unlink(temporary.c_str());
    return done ? sync_folder_of(file) : done;
}

tl::unexpected<Error> wrong_size(std::filesystem::path const& file) {
    return fail(Fault::Corrupt, {"keys.wrong-size", {{"file", file.string()}}},
                "the key file does not hold keys of 32 bytes each");
}

/// Whoever runs the service keeps the file that a rotation by root made.
Result<void> keep_owner(std::filesystem::path const& file, struct stat const& before) {
    if (before.st_uid != ::geteuid() && ::chown(file.c_str(), before.st_uid, before.st_gid) != 0) {
        return refused(file, "chown");
    }
    return {};
}

} // namespace

MasterKeys::~MasterKeys() {
    if (!all.empty()) {
        OPENSSL_cleanse(all.data(), all.size() * sizeof(MasterKey));
    }
}

Result<MasterKeys> read_keys(std::filesystem::path const& file) {
    Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened.is_open()) {
        return refused(file, "open");
    }
    if (auto rights = check_rights(opened, file); !rights) {
        return pass_on(rights);
    }
    auto const size = size_of(opened);
    if (!size || *size == 0 || *size % sizeof(MasterKey) != 0 ||
        *size > most_keys * sizeof(MasterKey)) {
        return wrong_size(file);
    }
    MasterKeys keys;
    keys.all.resize(*size / sizeof(MasterKey));
    if (::pread(opened.number(), keys.all.data(), *size, 0) != static_cast<ssize_t>(*size)) {
        return wrong_size(file);
    }
    return keys;
}

Result<void> make_key(std::filesystem::path const& file) {
    MasterKeys keys;
    keys.all.resize(1);
    auto drawn = put_random(keys.all.back());
    return drawn ? write_keys(file, keys, Naming::Fresh) : drawn;
}

Result<void> add_key(std::filesystem::path const& file) {
    auto keys = read_keys(file);
    if (!keys) {
        return pass_on(keys);
    }
    if (keys->all.size() >= most_keys) {
        return fail(Fault::Exhausted, {"keys.too-many", {{"limit", std::to_string(most_keys)}}});
    }
    struct stat before {};
    if (::stat(file.c_str(), &before) != 0) {
        return refused(file, "stat");
    }
    MasterKeys more; // not push_back: what moves would leave keys behind in memory
    more.all.resize(keys->all.size() + 1);
    std::ranges::copy(keys->all, more.all.begin());
    auto done = put_random(more.all.back());
    done = done ? write_keys(file, more, Naming::Instead) : done;
    return done ? keep_owner(file, before) : done;
}

} // namespace imprimatur::keys
