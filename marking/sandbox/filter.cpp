#include "marking/sandbox/filter.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <linux/prctl.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::sandbox {

namespace {

using Filter = Owned<void, seccomp_release>;

/// Reading, computing, memory, time, threads, memory files, and the pipe.
constexpr char const* allowed[] = {"read",
                                   "pread64",
                                   "readv",
                                   "write",
                                   "pwrite64",
                                   "writev",
                                   "close",
                                   "lseek",
                                   "fstat",
                                   "newfstatat",
                                   "stat",
                                   "lstat",
                                   "statx",
                                   "access",
                                   "faccessat",
                                   "faccessat2",
                                   "readlink",
                                   "readlinkat",
                                   "getcwd",
                                   "getdents64",
                                   "statfs",
                                   "fstatfs",
                                   "fadvise64",
                                   "ftruncate",
                                   "fallocate",
                                   "copy_file_range",
                                   "fcntl",
                                   "dup",
                                   "memfd_create",
                                   "poll",
                                   "ppoll",
                                   "sendmsg",
                                   "recvmsg",
                                   "munmap",
                                   "mremap",
                                   "brk",
                                   "madvise",
                                   "futex",
                                   "set_robust_list",
                                   "get_robust_list",
                                   "rseq",
                                   "sched_yield",
                                   "sched_getaffinity",
                                   "membarrier",
                                   "rt_sigaction",
                                   "rt_sigprocmask",
                                   "rt_sigreturn",
                                   "sigaltstack",
                                   "restart_syscall",
                                   "exit",
                                   "exit_group",
                                   "gettid",
                                   "getpid",
                                   "getuid",
                                   "geteuid",
                                   "getgid",
                                   "getegid",
                                   "clock_gettime",
                                   "clock_getres",
                                   "clock_nanosleep",
                                   "nanosleep",
                                   "gettimeofday",
                                   "time",
                                   "times",
                                   "getrusage",
                                   "setitimer",
                                   "uname",
                                   "sysinfo",
                                   "getrandom",
                                   "umask",
                                   "getrlimit"};

/// Never by mistake: who calls these is not reading a document.
constexpr char const* deadly[] = {"socket",
                                  "socketpair",
                                  "connect",
                                  "bind",
                                  "listen",
                                  "accept",
                                  "accept4",
                                  "execve",
                                  "execveat",
                                  "fork",
                                  "vfork",
                                  "ptrace",
                                  "process_vm_readv",
                                  "process_vm_writev",
                                  "mount",
                                  "umount2",
                                  "pivot_root",
                                  "chroot",
                                  "unshare",
                                  "setns",
                                  "bpf",
                                  "perf_event_open",
                                  "init_module",
                                  "finit_module",
                                  "delete_module",
                                  "kexec_load",
                                  "io_uring_setup",
                                  "io_uring_enter",
                                  "io_uring_register",
                                  "userfaultfd",
                                  "keyctl",
                                  "add_key",
                                  "request_key",
                                  "open_by_handle_at",
                                  "setuid",
                                  "setgid",
                                  "setresuid",
                                  "setresgid",
                                  "capset",
                                  "pidfd_getfd",
                                  "pidfd_open",
                                  "kill",
                                  "tkill",
                                  "reboot",
                                  "swapon"};

bool add(Filter const& filter, std::uint32_t action, char const* name) {
    auto const number = seccomp_syscall_resolve_name(name);
    // A call that this machine's kind does not have cannot be made either.
    return number == __NR_SCMP_ERROR || number < 0 ||
           seccomp_rule_add(filter.get(), action, number, 0) == 0;
}

bool add_if(Filter const& filter, std::uint32_t action, int number, scmp_arg_cmp condition) {
    return number < 0 || seccomp_rule_add(filter.get(), action, number, 1, condition) == 0;
}

/// libseccomp's macros for this are C, not C++.
scmp_arg_cmp when(unsigned argument, scmp_compare how, scmp_datum_t first,
                  scmp_datum_t second = 0) {
    return {argument, how, first, second};
}

/// Calls whose arguments decide.
bool add_conditions(Filter const& filter) {
    constexpr std::uint32_t allow = SCMP_ACT_ALLOW;
    constexpr scmp_datum_t for_writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    // A thread shares memory and signal table; what does not is a process.
    constexpr scmp_datum_t thread = CLONE_VM | CLONE_THREAD | CLONE_SIGHAND;
    bool good = true;
    good = good && add_if(filter, allow, SCMP_SYS(open),
                          when(1, SCMP_CMP_MASKED_EQ, for_writing, O_RDONLY));
    good = good && add_if(filter, allow, SCMP_SYS(openat),
                          when(2, SCMP_CMP_MASKED_EQ, for_writing, O_RDONLY));
    for (int number : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
        good = good && add_if(filter, allow, number, when(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    }
    good =
        good && add_if(filter, allow, SCMP_SYS(clone), when(0, SCMP_CMP_MASKED_EQ, thread, thread));
    // Its flags lie in memory, where a filter cannot look; glibc falls back to clone.
    good = good && seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    for (int what : {PR_SET_NAME, PR_SET_VMA}) {
        good = good && add_if(filter, allow, SCMP_SYS(prctl),
                              when(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(what)));
    }
    // Limits may be asked for, not changed.
    good = good && add_if(filter, allow, SCMP_SYS(prlimit64), when(2, SCMP_CMP_EQ, 0));
    // abort() raises its signal in its own thread group; the others' are out of reach with one uid
    // only by this filter.
    good = good && add_if(filter, allow, SCMP_SYS(tgkill),
                          when(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid())));
    return good;
}

} // namespace

std::string filter_calls() {
    Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    if (!filter) {
        return "seccomp_init";
    }
    for (auto const* name : allowed) {
        if (!add(filter, SCMP_ACT_ALLOW, name)) {
            return name;
        }
    }
    for (auto const* name : deadly) {
        if (!add(filter, SCMP_ACT_KILL_PROCESS, name)) {
            return name;
        }
    }
    if (!add_conditions(filter)) {
        return "a condition";
    }
    auto const failed = seccomp_load(filter.get());
    return failed == 0 ? std::string() : std::strerror(-failed);
}

} // namespace imprimatur::sandbox
