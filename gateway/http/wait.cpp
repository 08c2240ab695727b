#include "gateway/http/wait.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace imprimatur::http {

using Clock = std::chrono::steady_clock;

Waited wait_for(int descriptor, short events, Milliseconds longest, int stop) {
    auto const end = Clock::now() + longest;
    for (;;) {
        auto left = std::chrono::ceil<Milliseconds>(end - Clock::now()).count();
        pollfd wanted[2] = {{descriptor, events, 0}, {stop, POLLIN, 0}};
        int ready = ::poll(wanted, stop < 0 ? 1 : 2,
                           static_cast<int>(std::clamp<long long>(left, 0, 3600'000)));
        if (ready > 0 && stop >= 0 && wanted[1].revents != 0) {
            return Waited::Stopped;
        }
        if (ready > 0) {
            return Waited::Ready;
        }
        if (ready == 0 && Clock::now() >= end) {
            return Waited::TooLong;
        }
        if (ready < 0 && errno != EINTR && errno != EAGAIN) {
            return Waited::Ready; // the call that follows tells what is wrong
        }
    }
}

bool Pace::wait(int descriptor, short events) {
    auto earned = least_rate_ == 0
                      ? Milliseconds::max() / 2
                      : Milliseconds(static_cast<Milliseconds::rep>(bytes_ * 1000 / least_rate_));
    auto allowed = std::min(stall_, stall_ + earned - waited_);
    auto const began = Clock::now();
    auto outcome = allowed.count() <= 0 ? Waited::TooLong : wait_for(descriptor, events, allowed);
    waited_ += std::chrono::floor<Milliseconds>(Clock::now() - began);
    return outcome == Waited::Ready;
}

} // namespace imprimatur::http
