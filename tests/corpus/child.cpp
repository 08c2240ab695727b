#include "tests/corpus/child.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "foundation/file/file.hpp"

namespace imprimatur::corpus {

namespace {

[[noreturn]] void be_child(std::function<std::string()> const& work, Descriptor const& out,
                           std::size_t memory) {
    rlimit const space{memory, memory};
    setrlimit(RLIMIT_AS, &space);
    rlimit const no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    int const nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDERR_FILENO);
    auto const report = work();
    auto const sent = write_all(out, report);
    _exit(sent ? 0 : 1);
}

/// Everything that comes until the other end closes; false when time is up.
bool read_until(int descriptor, std::chrono::steady_clock::time_point end, std::string& into) {
    while (true) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        pollfd waiting{descriptor, POLLIN, 0};
        if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
            return false;
        }
        char block[4096];
        auto const count = read(descriptor, block, sizeof block);
        if (count <= 0) {
            return true;
        }
        into.append(block, static_cast<std::size_t>(count));
    }
}

} // namespace

Ending run_child(std::function<std::string()> const& work, std::chrono::seconds time,
                 std::size_t memory) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    auto const child = fork();
    if (child < 0) {
        throw std::runtime_error("no process");
    }
    if (child == 0) {
        be_child(work, writing, memory);
    }
    writing = Descriptor{};
    Ending out{Ending::Kind::Done, 0, {}};
    if (!read_until(reading.number(), std::chrono::steady_clock::now() + time, out.report)) {
        kill(child, SIGKILL);
        out.kind = Ending::Kind::TimedOut;
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (out.kind == Ending::Kind::Done && !(WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
        out.kind = Ending::Kind::Crashed;
        out.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    }
    return out;
}

} // namespace imprimatur::corpus
