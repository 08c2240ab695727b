#include "gateway/keys/key_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "foundation/file/file.hpp"

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

/// Fills the temporary file and gives it its name, unless that name is there already.
Result<void> fill_and_name(Descriptor const& opened, std::string const& temporary,
                           std::filesystem::path const& file) {
    MasterKey key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
        return fail(Fault::Internal, {"keys.no-randomness", {}}, "RAND_bytes");
    }
    auto written = write_all(opened, std::as_bytes(std::span(key)));
    OPENSSL_cleanse(key.data(), key.size());
    if (!written) {
        return written;
    }
    if (::fsync(opened.number()) != 0) {
        return refused(file, "fsync");
    }
    if (::link(temporary.c_str(), file.c_str()) != 0 && errno != EEXIST) {
        return refused(file, "link");
    }
    return sync_folder_of(file);
}

} // namespace

Result<void> read_key(std::filesystem::path const& file, MasterKey& key) {
    Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened.is_open()) {
        return refused(file, "open");
    }
    if (auto rights = check_rights(opened, file); !rights) {
        return rights;
    }
    auto size = size_of(opened);
    if (!size || *size != key.size() ||
        ::pread(opened.number(), key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) {
        return fail(Fault::Corrupt, {"keys.wrong-size", {{"file", file.string()}}},
                    "the key file does not have 32 bytes");
    }
    return {};
}

Result<void> make_key(std::filesystem::path const& file) {
    std::string temporary = file.string() + ".XXXXXX";
    Descriptor opened(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!opened.is_open()) {
        return refused(file, "mkostemp");
    }
    auto made = fill_and_name(opened, temporary, file);
    ::unlink(temporary.c_str());
    return made;
}

} // namespace imprimatur::keys
