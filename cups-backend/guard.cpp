#include "cups-backend/guard.hpp"

#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "cups-backend/program.hpp"

namespace imprimatur::backend {

Result<std::filesystem::path> find_guard() {
    return find_program(scheduler_programs() / "daemon", guard_program);
}

Guard::Guard(int job) {
    auto program = find_guard();
    int ends[2] = {-1, -1};
    if (!program || ::pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    auto number = std::to_string(job);
    std::string name = guard_program;
    char* words[] = {name.data(), number.data(), nullptr};
    pid_t child = ::fork();
    if (child < 0) {
        return;
    }
    if (child == 0) {
        // Our end is its standard input; of what is ours it keeps the status line only.
        ::dup2(reading.number(), STDIN_FILENO);
        ::dup2(STDERR_FILENO, STDOUT_FILENO);
        ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
        ::execve(program->c_str(), words, environ);
        ::_exit(127);
    }
    line_ = std::move(writing);
}

Guard::~Guard() {
    if (line_.is_open()) {
        static_cast<void>(!::write(line_.number(), "x", 1));
    }
}

} // namespace imprimatur::backend
