#include "cups-backend/stop.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace imprimatur::backend {

namespace {

volatile std::sig_atomic_t told_at = -1;

void tell(int) {
    int const kept = errno;
    if (told_at >= 0) {
        static_cast<void>(!::write(told_at, "x", 1));
    }
    errno = kept;
}

} // namespace

Stop::Stop() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return; // no descriptors left: SIGTERM ends the process, as it does without us
    }
    reading_ = Descriptor(ends[0]);
    writing_ = Descriptor(ends[1]);
    told_at = ends[1];
    struct sigaction action {};
    action.sa_handler = tell;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &action, nullptr);
}

bool Stop::is_asked() const {
    return wait(std::chrono::milliseconds(0));
}

bool Stop::wait(std::chrono::milliseconds time) const {
    auto const end = std::chrono::steady_clock::now() + time;
    for (;;) {
        auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd wanted{reading_.number(), POLLIN, 0};
        int ready = ::poll(&wanted, 1, static_cast<int>(std::max<long long>(left.count(), 0)));
        if (ready > 0) {
            return true;
        }
        if (ready == 0 || errno != EINTR) {
            return false;
        }
    }
}

void Stop::forget() {
    char room[16];
    while (::read(reading_.number(), room, sizeof room) > 0) {
    }
}

} // namespace imprimatur::backend
