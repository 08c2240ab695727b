/// Waiting for a descriptor, but not for ever. Private to gateway/http.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace imprimatur::http {

using Milliseconds = std::chrono::milliseconds;

enum class Waited { Ready, TooLong, Stopped };

/// Until `descriptor` is ready for `events` (poll(2)), `longest` has passed, or `stop` is readable.
Waited wait_for(int descriptor, short events, Milliseconds longest, int stop = -1);

/// How slow a peer may be while a body flows: nothing at all for `stall`, and after that no less
/// than `least_rate` bytes a second of the time that we spent waiting for it (our own time does not
/// count).
class Pace {
  public:
    Pace(Milliseconds stall, std::uint64_t least_rate) : stall_(stall), least_rate_(least_rate) {}

    void start_over() { waited_ = Milliseconds{0}, bytes_ = 0; }
    void count(std::size_t bytes) { bytes_ += bytes; }
    /// False when the peer used up its time.
    bool wait(int descriptor, short events);

  private:
    Milliseconds stall_;
    std::uint64_t least_rate_;
    Milliseconds waited_{0};
    std::uint64_t bytes_ = 0;
};

} // namespace imprimatur::http
