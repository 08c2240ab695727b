#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "gateway/cups/cups.hpp"

// imprimatur-guard JOB: see cups-backend/guard.hpp. Standard input is the backend's line to us,
// standard error the job's status line.

namespace {

constexpr std::chrono::seconds longest_hold{30}; // should we be killed too
constexpr std::chrono::milliseconds between_attempts{200};
constexpr int attempts = 25;

/// Whether the backend said that it ends; false when it was cut off.
bool waits_for_the_word() {
    char word = 0;
    ssize_t count = 0;
    do {
        count = ::read(STDIN_FILENO, &word, 1);
    } while (count < 0 && errno == EINTR);
    return count == 1;
}

/// Until it succeeds, or can never.
template <class Step> bool persistently(Step step) {
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto done = step();
        if (done || done.error().fault != imprimatur::Fault::Unavailable) {
            return done.has_value();
        }
        std::this_thread::sleep_for(between_attempts);
    }
    return false;
}

/// 0: it is no number.
int job_of(std::string_view text) {
    int job = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, job);
    return read.ec == std::errc() && read.ptr == end ? job : 0;
}

} // namespace

int main(int count, char** words) {
    int const job = count == 2 ? job_of(words[1]) : 0;
    if (job <= 0) {
        std::fputs("usage: imprimatur-guard JOB (started by the backend only)\n", stderr);
        return 2;
    }
    std::signal(SIGTERM, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    if (waits_for_the_word()) {
        return 0;
    }
    std::fputs("DEBUG: Imprimatur: the backend was killed; the job begins again\n", stderr);
    imprimatur::cups::Scheduler const scheduler({}, std::chrono::seconds(5));
    if (!persistently([&] { return scheduler.hold_job(job, longest_hold); })) {
        return 1;
    }
    // With the last of its status lines closed, CUPS clears the dead run away and keeps the job.
    ::close(STDOUT_FILENO);
    ::close(STDERR_FILENO);
    std::this_thread::sleep_for(between_attempts);
    return persistently([&] { return scheduler.release_job(job); }) ? 0 : 1;
}
