#include "marking/sandbox/sandbox.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "marking/sandbox/filter.hpp"
#include "marking/sandbox/landlock.hpp"

namespace imprimatur::sandbox {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_sanitizer = true;
#elif defined(__has_feature)
constexpr bool has_sanitizer = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool has_sanitizer = false;
#endif

tl::unexpected<Error> failed(std::string const& cause) {
    return fail(Fault::Unavailable, {"pipe.cannot-lock-in", {}}, cause);
}

bool limit(__rlimit_resource_t resource, rlim_t most) {
    rlimit now{};
    if (::getrlimit(resource, &now) != 0) {
        return false;
    }
    most = std::min(most, now.rlim_max); // never more than we were given
    rlimit const wanted{most, most};
    return ::setrlimit(resource, &wanted) == 0;
}

/// No RLIMIT_NPROC: it counts every thread of the user, so that somebody's browser would keep the
/// worker from starting a thread; new processes are forbidden by the filter.
bool set_limits(Bounds const& bounds) {
    constexpr rlim_t open_files = 4096; // a copy each, and a few
    ::signal(SIGXFSZ, SIG_IGN);         // a full file is an error to be told, not a death
    return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, bounds.output_bytes) &&
           limit(RLIMIT_NOFILE, open_files) &&
           (has_sanitizer || limit(RLIMIT_AS, bounds.memory_bytes));
}

/// Root without capabilities is a user who owns system files; the filter and Landlock do the rest.
bool drop_capabilities() {
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    return ::syscall(SYS_capset, &head, none) == 0;
}

} // namespace

Result<std::vector<std::string>> lock_in(Bounds const& bounds) {
    std::vector<std::string> missing;
    // Not dumpable: no core file and no debugger sees a document in the clear.
    if (::prctl(PR_SET_DUMPABLE, 0) != 0 || !set_limits(bounds) || !drop_capabilities() ||
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return failed(std::strerror(errno));
    }
    switch (restrict_files(bounds.readable)) {
    case Landlock::On:
        break;
    case Landlock::Missing:
        missing.emplace_back("landlock");
        break;
    case Landlock::Failed:
        return failed(std::string("landlock: ") + std::strerror(errno));
    }
    if (has_sanitizer) {
        missing.emplace_back("memory");
    }
    if (auto why = filter_calls(); !why.empty()) {
        return failed("seccomp: " + why);
    }
    return missing;
}

void limit_computing(std::uint32_t seconds) {
    itimerval timer{};
    timer.it_value.tv_sec = seconds;
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

std::vector<std::filesystem::path> fonts_and_tables() {
    return {"/etc/fonts",
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "/usr/share/fontconfig",
            "/var/cache/fontconfig",
            "/usr/share/poppler",
            "/usr/share/tesseract-ocr",
            "/usr/share/ghostscript/fonts"};
}

} // namespace imprimatur::sandbox
