// imprimatur-topdf: the last filter before the backend. Lets cups-filters' pdftopdf arrange the
// pages (n-up, ranges, scaling) and hands on both, the document as it came and as it is arranged
// (cups-backend/parts.hpp): the gateway recognises what was sent and prints what was arranged. A
// document that pdftopdf cannot read goes on alone, so that the gateway looks at it in its worker
// and the person gets a sentence instead of "Filter failed". It parses nothing. A backend always
// reads to the end before it ends; one that does not was killed, and when it has no guard yet, we
// become its guard (cups-backend/guard.hpp).

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "cups-backend/guard.hpp"
#include "cups-backend/options.hpp"
#include "cups-backend/parts.hpp"
#include "foundation/file/file.hpp"

namespace {

using imprimatur::Descriptor;

constexpr std::size_t arguments = 6; // program job user title copies options

std::string pdftopdf() {
    char const* server_bin = std::getenv("CUPS_SERVERBIN"); // set by cupsd itself
    return std::string(server_bin != nullptr ? server_bin : "/usr/lib/cups") + "/filter/pdftopdf";
}

/// Copies everything from one descriptor to another, from their current places.
bool pour(int from, Descriptor const& to) {
    std::array<char, 65536> part{};
    for (;;) {
        auto const count = ::read(from, part.data(), part.size());
        if (count <= 0) {
            return count == 0;
        }
        if (!imprimatur::write_all(
                to, std::string_view(part.data(), static_cast<std::size_t>(count)))) {
            return false;
        }
    }
}

/// What pdftopdf said goes to the log only: the person hears the gateway's sentence.
void log_quietly(Descriptor const& said) {
    auto const text = imprimatur::read_whole(said, 65536).value_or(std::string());
    for (std::size_t from = 0; from < text.size();) {
        auto const end = std::min(text.find('\n', from), text.size());
        std::fprintf(stderr, "DEBUG: pdftopdf: %.*s\n",
                     static_cast<int>(std::min<std::size_t>(end - from, 500)), text.c_str() + from);
        from = end + 1;
    }
}

/// Runs pdftopdf, without the labels that a person or cupsd may want on each page: they print no
/// Chinese and nothing on scans, and a level on paper is what the registry says. Over `document`,
/// its pages into `arranged`. True when it says that all went well.
bool arrange(char** words, Descriptor const& document, Descriptor const& arranged,
             Descriptor const& said) {
    auto const program = pdftopdf();
    auto options = imprimatur::backend::without_option(words[arguments - 1], "page-label");
    auto const child = ::fork();
    if (child < 0) {
        return false;
    }
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(document.number(), STDIN_FILENO);
        ::dup2(arranged.number(), STDOUT_FILENO);
        ::dup2(said.number(), STDERR_FILENO);
        std::array<char*, arguments + 1> few{};
        std::copy_n(words, arguments, few.begin());
        few[arguments - 1] = options.data();
        ::unsetenv("CLASSIFICATION");
        ::execv(program.c_str(), few.data());
        std::_Exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Waits until the backend has read all that is in the pipe. False when it went away before.
bool is_taken(Descriptor const& out) {
    constexpr int between_looks = 20; // ms
    for (;;) {
        int unread = 0;
        if (::ioctl(out.number(), FIONREAD, &unread) != 0 || unread == 0) {
            return true; // a pipe that is empty, or no pipe
        }
        pollfd reader{out.number(), 0, 0};
        if (::poll(&reader, 1, between_looks) > 0 && (reader.revents & POLLERR) != 0) {
            return false;
        }
    }
}

/// The backend was killed. Its own guard, if it had one by then, holds the job, whereupon the
/// scheduler ends us by SIGTERM; else we are the guard.
/// @error Returns when there is no guard to be had.
void stand_in_for_the_guard(char const* job) {
    constexpr std::chrono::seconds for_its_own{5};
    std::fputs("DEBUG: the backend ended before it had read the document\n", stderr);
    std::this_thread::sleep_for(for_its_own);
    auto const program = imprimatur::backend::find_guard();
    auto const nobody = imprimatur::open_file("/dev/null"); // at its end from the start: no word
    if (!program || !nobody) {
        return;
    }
    ::dup2(nobody->number(), STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::execl(program->c_str(), imprimatur::backend::guard_program, job, nullptr);
}

/// Both parts, or the document alone.
bool hand_over(Descriptor const& document, Descriptor const* arranged, Descriptor const& backend) {
    auto const original = imprimatur::size_of(document);
    auto const other =
        arranged == nullptr ? imprimatur::Result<std::uint64_t>(0) : imprimatur::size_of(*arranged);
    if (!original || !other) {
        return false;
    }
    auto const head = imprimatur::backend::head_of({*original, *other});
    ::lseek(document.number(), 0, SEEK_SET);
    if (!imprimatur::write_all(backend, head) || !pour(document.number(), backend)) {
        return false;
    }
    if (arranged == nullptr) {
        return true;
    }
    ::lseek(arranged->number(), 0, SEEK_SET);
    return pour(arranged->number(), backend);
}

/// What the PPD sends us as it is, for the gateway to make pages of. pdftopdf would look for a PDF
/// in it, and find one that a person put there.
bool is_for_the_gateway() {
    char const* kind = std::getenv("CONTENT_TYPE");
    return kind != nullptr && std::string_view(kind) == "image/tiff";
}

bool is_empty(Descriptor const& file) {
    auto const size = imprimatur::size_of(file);
    return !size || *size == 0;
}

} // namespace

int main(int count, char** words) {
    if (count != static_cast<int>(arguments) && count != static_cast<int>(arguments) + 1) {
        std::fputs("ERROR: imprimatur-topdf is started by the print system only\n", stderr);
        return 1;
    }
    std::signal(SIGPIPE, SIG_IGN);
    auto const document = imprimatur::memory_file("document");
    auto const arranged = imprimatur::memory_file("arranged");
    auto const said = imprimatur::memory_file("said");
    Descriptor const input = count > static_cast<int>(arguments)
                                 ? imprimatur::open_file(words[arguments]).value_or(Descriptor())
                                 : Descriptor(::dup(STDIN_FILENO));
    if (!document || !arranged || !said || !pour(input.number(), *document)) {
        std::fputs("ERROR: the document could not be taken in whole\n", stderr);
        return 1;
    }
    ::lseek(document->number(), 0, SEEK_SET);
    bool const is_left_alone = is_for_the_gateway();
    bool const is_arranged =
        !is_left_alone && arrange(words, *document, *arranged, *said) && !is_empty(*arranged);
    log_quietly(*said);
    if (!is_arranged && !is_left_alone) {
        std::fputs(
            "WARNING: pdftopdf could not read the document; it goes to the gateway as it came\n",
            stderr);
    }
    Descriptor const backend(::dup(STDOUT_FILENO));
    ::close(STDOUT_FILENO);
    if (!hand_over(*document, is_arranged ? &*arranged : nullptr, backend) || !is_taken(backend)) {
        stand_in_for_the_guard(words[1]);
        return 1;
    }
    return 0;
}
