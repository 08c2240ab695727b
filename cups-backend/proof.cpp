#include "cups-backend/proof.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <toml++/toml.h>

#include "foundation/file/file.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::uint64_t longest_file = 1 << 16;

tl::unexpected<Error> wrong(char const* sentence, std::string const& file, std::string cause) {
    return fail(Fault::BadInput, {sentence, {{"file", file}}}, std::move(cause));
}

/// Nothing where there is no file.
Result<std::optional<std::string>> read_secret(std::string const& file) {
    Descriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened.is_open()) {
        return errno == ENOENT || errno == ENOTDIR
                   ? Result<std::optional<std::string>>(std::nullopt)
                   : wrong("backend.secret-unsafe", file, std::strerror(errno));
    }
    struct stat facts {};
    bool is_safe = ::fstat(opened.number(), &facts) == 0 && S_ISREG(facts.st_mode) &&
                   facts.st_uid == ::geteuid() && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    if (!is_safe) {
        return wrong("backend.secret-unsafe", file, "owner or mode");
    }
    auto text = read_whole(opened, longest_file);
    return text ? Result<std::optional<std::string>>(std::move(*text)) : pass_on(text);
}

} // namespace

Result<std::optional<cups::Proof>> find_proof(std::string const& file, std::string const& device) {
    auto text = read_secret(file);
    if (!text) {
        return pass_on(text);
    }
    if (!*text) {
        return std::optional<cups::Proof>();
    }
    try {
        auto const all = toml::parse(**text);
        auto const* found = all.get(device.substr(0, device.find('?')));
        if (found == nullptr) {
            return std::optional<cups::Proof>();
        }
        auto const* entry = found->as_table();
        auto const user = entry == nullptr ? std::nullopt : (*entry)["user"].value<std::string>();
        auto const password =
            entry == nullptr ? std::nullopt : (*entry)["password"].value<std::string>();
        if (!user || user->empty() || !password || password->empty()) {
            return wrong("backend.secret-broken", file, "user or password is missing");
        }
        if (!device.starts_with("ipps:") && !device.starts_with("https:")) {
            return wrong("backend.secret-in-clear", file, "not over TLS");
        }
        return std::optional<cups::Proof>({*user, *password});
    } catch (toml::parse_error const& e) {
        // What it says of the place is said; what stands there is not.
        return wrong("backend.secret-broken", file,
                     "line " + std::to_string(e.source().begin.line));
    }
}

} // namespace imprimatur::backend
