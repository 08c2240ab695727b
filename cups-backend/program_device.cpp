#include "cups-backend/program_device.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include "cups-backend/proof.hpp"
#include "cups-backend/silence.hpp"
#include "cups-backend/talk.hpp"
#include "foundation/step/step.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::chrono::milliseconds time_to_stop{12000}; // cupsd kills us after JobKillDelay, 30 s
constexpr std::chrono::milliseconds between_looks{50};
constexpr std::chrono::milliseconds for_an_answer{5000};
constexpr std::chrono::milliseconds before_another_proof{20000}; // devices lock who tries often
constexpr std::chrono::milliseconds between_editions{500};

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

/// The proof goes by the environment, which nobody reads but the same account and root; arguments
/// and addresses are seen by everybody. @source backend/ipp.c of CUPS 2.4
Command command_for(Invocation const& invocation, Copy const& copy,
                    std::optional<cups::Proof> const& proof) {
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
            !text.starts_with("FINAL_CONTENT_TYPE=") &&
            !text.starts_with("PRINTER_STATE_REASONS=") && !text.starts_with("AUTH_") &&
            !text.starts_with("CUPS_TRUSTFIRST=")) {
            out.environment.emplace_back(text);
        }
    }
    out.environment.push_back("DEVICE_URI=" + invocation.destination.device);
    out.environment.emplace_back("CONTENT_TYPE=application/pdf");
    // What it believes to be said already it would not say again.
    out.environment.emplace_back("PRINTER_STATE_REASONS=none");
    out.environment.emplace_back("FINAL_CONTENT_TYPE=application/pdf");
    if (proof) {
        out.environment.push_back("AUTH_USERNAME=" + proof->user);
        out.environment.push_back("AUTH_PASSWORD=" + proof->password);
        out.environment.emplace_back("CUPS_TRUSTFIRST=no"); // the certificate that we saw, no other
    }
    return out;
}

/// Tells one edition of a file from the next.
std::pair<ino_t, std::int64_t> edition_of(std::string const& file) {
    struct stat facts {};
    bool const is_there = ::stat(file.c_str(), &facts) == 0;
    return {is_there ? facts.st_ino : 0, is_there ? facts.st_mtim.tv_sec : 0};
}

[[noreturn]] void become(char const* program, char** words, char** environment, int document,
                         int said) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
    if (::dup2(document, STDIN_FILENO) == STDIN_FILENO &&
        ::dup2(said, STDERR_FILENO) == STDERR_FILENO) {
        ::execve(program, words, environment);
    }
    ::_exit(127);
}

/// Waits for a child that was told to end.
std::optional<int> wait_for_end(pid_t child, std::chrono::milliseconds longest) {
    auto const end = std::chrono::steady_clock::now() + longest;
    for (;;) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            return status;
        }
        if (std::chrono::steady_clock::now() >= end) {
            return std::nullopt;
        }
        ::poll(nullptr, 0, static_cast<int>(between_looks.count()));
    }
}

/// Ends a child that does not end by itself.
void end_child(pid_t child) {
    ::kill(child, SIGTERM);
    if (!wait_for_end(child, time_to_stop)) {
        ::kill(child, SIGKILL);
        wait_for_end(child, std::chrono::hours(1));
    }
}

/// Hears what is there to be heard, and waits for more, for a moment or until we are told to stop.
void listen(Descriptor& said, Stop const& stop, Talk& talk) {
    std::array<pollfd, 2> looked{pollfd{said.number(), POLLIN, 0},
                                 pollfd{stop.descriptor(), POLLIN, 0}};
    ::poll(looked.data(), looked.size(), static_cast<int>(between_looks.count()));
    std::array<char, 8192> room{};
    for (;;) {
        auto const count = ::read(said.number(), room.data(), room.size());
        if (count == 0) {
            said = Descriptor(); // nobody can say any more
        }
        if (count <= 0) {
            return;
        }
        talk.hear({room.data(), static_cast<std::size_t>(count)});
    }
}

struct Line {
    Descriptor reading;
    Descriptor writing;
};

std::optional<Line> open_line() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    Line line{Descriptor(ends[0]), Descriptor(ends[1])};
    ::fcntl(line.reading.number(), F_SETFL, O_NONBLOCK);
    return line;
}

} // namespace

ProgramDevice::ProgramDevice(Invocation const& invocation, Stop const& stop, Watcher watcher,
                             Trouble trouble, Note note)
    : invocation_(invocation), stop_(stop), watcher_(std::move(watcher)),
      trouble_(std::move(trouble)), note_(std::move(note)) {}

Result<void> ProgramDevice::prepare(Copy const&) {
    auto program = find_program(scheduler_programs() / "backend", invocation_.destination.scheme);
    if (!program) {
        return pass_on(program);
    }
    program_ = *program;
    return show_proof();
}

Result<void> ProgramDevice::show_proof() {
    auto const& place = invocation_.destination;
    auto proof = find_proof(place.proofs, place.device);
    if (!proof) {
        return pass_on(proof);
    }
    proof_ = std::move(*proof);
    auto const door = cups::try_device(place.device, proof_ ? &*proof_ : nullptr, for_an_answer);
    bool const is_stranger = !door && door.error().fault == Fault::Denied;
    if (!is_stranger && (!door || *door == cups::Door::Open)) {
        return {}; // one that is away is waited for by the program
    }
    Sentence const sentence = is_stranger
                                  ? door.error().sentence
                                  : Sentence{proof_ ? "backend.proof-refused" : "backend.no-proof",
                                             {{"file", place.proofs}}};
    trouble_(sentence);
    auto const before = edition_of(place.proofs);
    auto const end = std::chrono::steady_clock::now() + before_another_proof;
    while (std::chrono::steady_clock::now() < end && edition_of(place.proofs) == before &&
           !stop_.wait(between_editions)) {
    }
    return fail(Fault::Unavailable, sentence, "the device wants a proof");
}

Result<Fate> ProgramDevice::send(Copy const& copy, Descriptor const& document) {
    auto command = command_for(invocation_, copy, proof_);
    auto words = Command::pointers(command.words);
    auto environment = Command::pointers(command.environment);
    ::lseek(document.number(), 0, SEEK_SET);
    auto line = open_line();
    pid_t child = line ? ::fork() : -1;
    if (child < 0) {
        return fail(Fault::Unavailable, {"file.no-room", {}},
                    std::string("fork: ") + std::strerror(errno));
    }
    if (child == 0) {
        become(program_.c_str(), words.data(), environment.data(), document.number(),
               line->writing.number());
    }
    line->writing = Descriptor();
    step("backend.sent");
    Talk talk(invocation_.destination.scheme, watcher_, note_);
    Silence silence(invocation_.destination.patience, trouble_);
    std::optional<int> ended;
    for (off_t place = 0; !ended && !silence.is_over() && !stop_.is_asked();) {
        listen(line->reading, stop_, talk);
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            ended = status;
        }
        // The child shares our place in the file.
        auto const before = std::exchange(place, ::lseek(document.number(), 0, SEEK_CUR));
        if (talk.take_sign_of_life() || place != before) {
            silence.end();
        }
    }
    if (!ended) {
        end_child(child);
    }
    listen(line->reading, stop_, talk);
    watcher_({}, "");
    return fate_of(document, ended, silence.is_over(), talk.doubt());
}

Fate ProgramDevice::fate_of(Descriptor const& document, std::optional<int> status, bool is_silent,
                            std::string const& doubt) const {
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0) {
        return doubt.empty()
                   ? Fate{Trail::Ended, Outcome::Issued, {"backend.note-program-printed", {}}}
                   : Fate{Trail::Ended, Outcome::Spoiled, {doubt, {}}};
    }
    // At the beginning of the file still, it has not read one byte.
    bool const is_untouched = ::lseek(document.number(), 0, SEEK_CUR) == 0;
    if (!status && is_silent) {
        return is_untouched ? Fate{Trail::Ended, Outcome::Void, {"backend.note-never-there", {}}}
                            : Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-silent", {}}};
    }
    std::map<std::string, std::string> values{{"status", std::to_string(status.value_or(-1))}};
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
