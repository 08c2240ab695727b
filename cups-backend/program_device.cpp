#include "cups-backend/program_device.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "foundation/step/step.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::chrono::milliseconds time_to_stop{12000}; // cupsd kills us after JobKillDelay, 30 s
constexpr std::chrono::milliseconds between_looks{50};

/// The words and the environment of the child, made before fork: after it nothing may be allocated.
struct Command {
    std::vector<std::string> words;
    std::vector<std::string> environment;

    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> out;
        for (auto& text : texts) {
            out.push_back(text.data());
        }
        out.push_back(nullptr);
        return out;
    }
};

Command command_for(Invocation const& invocation, Copy const& copy) {
    Command out;
    out.words = {invocation.destination.device,
                 std::to_string(invocation.job),
                 invocation.user,
                 copy.name,
                 "1",
                 "print-scaling=none"};
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view text(*entry);
        if (!text.starts_with("DEVICE_URI=") && !text.starts_with("CONTENT_TYPE=") &&
            !text.starts_with("FINAL_CONTENT_TYPE=")) {
            out.environment.emplace_back(text);
        }
    }
    out.environment.push_back("DEVICE_URI=" + invocation.destination.device);
    out.environment.emplace_back("CONTENT_TYPE=application/pdf");
    out.environment.emplace_back("FINAL_CONTENT_TYPE=application/pdf");
    return out;
}

[[noreturn]] void become(char const* program, char** words, char** environment, int document) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
    if (::dup2(document, STDIN_FILENO) == STDIN_FILENO) {
        ::execve(program, words, environment);
    }
    ::_exit(127);
}

/// Waits for the child until it ends, or `longest` passed, or (where asked) we are told to stop.
std::optional<int> wait_for_child(pid_t child, std::chrono::milliseconds longest,
                                  Stop const* stop) {
    auto const end = std::chrono::steady_clock::now() + longest;
    for (;;) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            return status;
        }
        bool is_over = std::chrono::steady_clock::now() >= end;
        if (is_over || (stop != nullptr && stop->wait(between_looks))) {
            return std::nullopt;
        }
        if (stop == nullptr) {
            ::poll(nullptr, 0, static_cast<int>(between_looks.count()));
        }
    }
}

/// Ends a child that does not end by itself.
int end_child(pid_t child) {
    ::kill(child, SIGTERM);
    auto status = wait_for_child(child, time_to_stop, nullptr);
    if (!status) {
        ::kill(child, SIGKILL);
        status = wait_for_child(child, std::chrono::hours(1), nullptr);
    }
    return status.value_or(-1);
}

} // namespace

ProgramDevice::ProgramDevice(Invocation const& invocation, Stop const& stop)
    : invocation_(invocation), stop_(stop) {}

Result<void> ProgramDevice::prepare(Copy const&) {
    char const* place = std::getenv("CUPS_SERVERBIN");
    auto program =
        find_program(std::filesystem::path(place == nullptr ? "/usr/lib/cups" : place) / "backend",
                     invocation_.destination.scheme);
    if (!program) {
        return pass_on(program);
    }
    program_ = *program;
    return {};
}

Result<Fate> ProgramDevice::send(Copy const& copy, Descriptor const& document) {
    auto command = command_for(invocation_, copy);
    auto words = Command::pointers(command.words);
    auto environment = Command::pointers(command.environment);
    ::lseek(document.number(), 0, SEEK_SET);
    pid_t child = ::fork();
    if (child < 0) {
        return fail(Fault::Unavailable, {"file.no-room", {}},
                    std::string("fork: ") + std::strerror(errno));
    }
    if (child == 0) {
        become(program_.c_str(), words.data(), environment.data(), document.number());
    }
    step("backend.sent");
    auto ended = wait_for_child(child, std::chrono::hours(24 * 365), &stop_);
    int status = ended ? *ended : end_child(child);
    if (ended && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return Fate{Trail::Ended, Outcome::Issued, {"backend.note-program-printed", {}}};
    }
    // The child shares our place in the file: at the beginning still, it has not read one byte.
    bool is_untouched = ::lseek(document.number(), 0, SEEK_CUR) == 0;
    std::map<std::string, std::string> values{{"status", std::to_string(status)}};
    return is_untouched
               ? Fate{Trail::Ended, Outcome::Void, {"backend.note-unread", values}}
               : Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-program-failed", values}};
}

Result<Fate> ProgramDevice::look(Copy const&) {
    return Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-unknown", {}}};
}

Result<Fate> ProgramDevice::cancel(Copy const& copy) {
    return look(copy); // send() has ended the child before we can be here
}

} // namespace imprimatur::backend
