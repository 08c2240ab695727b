#include "marking/sandbox/landlock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "foundation/file/file.hpp"

namespace imprimatur::sandbox {

namespace {

/// All rights that the given version of Landlock can take away: 1 has thirteen, 2 adds moving
/// between folders, 3 cutting files off.
std::uint64_t known_rights(long version) {
    std::uint64_t rights = (std::uint64_t{1} << 13U) - 1;
    if (version >= 2) {
        rights |= std::uint64_t{1} << 13U;
    }
    if (version >= 3) {
        rights |= std::uint64_t{1} << 14U;
    }
    return rights;
}

bool allow_reading(Descriptor const& rules, std::filesystem::path const& path) {
    Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place.is_open()) {
        return errno == ENOENT || errno == EACCES;
    }
    struct stat facts {};
    if (::fstat(place.number(), &facts) != 0) {
        return false;
    }
    landlock_path_beneath_attr rule{};
    rule.parent_fd = place.number();
    rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    if (S_ISDIR(facts.st_mode)) {
        rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    }
    return ::syscall(SYS_landlock_add_rule, rules.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ==
           0;
}

} // namespace

Landlock restrict_files(std::vector<std::filesystem::path> const& readable) {
    auto const version =
        ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) {
        return errno == ENOSYS || errno == EOPNOTSUPP ? Landlock::Missing : Landlock::Failed;
    }
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = known_rights(version);
    Descriptor rules(static_cast<int>(
        ::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
    if (!rules.is_open()) {
        return Landlock::Failed;
    }
    for (auto const& path : readable) {
        if (!allow_reading(rules, path)) {
            return Landlock::Failed;
        }
    }
    return ::syscall(SYS_landlock_restrict_self, rules.number(), 0) == 0 ? Landlock::On
                                                                         : Landlock::Failed;
}

} // namespace imprimatur::sandbox
