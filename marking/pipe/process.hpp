// One worker process, seen from the gateway. Private to this room (and its tests).
#pragma once

#include <sys/types.h>

#include "marking/pipe/frame.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::pipe {

/// A child process with one end of a socket. Move-only; killed and reaped at the end of its life.
class Process {
  public:
    /// Starts it and waits until it says that it is ready and locked in; tries once more where it
    /// ended before that.
    /// @error Unavailable "pipe.cannot-start"; "pipe.unprotected" a demanded protection is missing.
    static Result<Process> start(Settings const& settings);
    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    ~Process();

    /// One request and its answer. Whatever goes wrong, the process is of no further use:
    /// is_usable().
    /// @error TimedOut; Internal it died (sentence "pipe.worker-died", the cause says how).
    Result<Message> ask(Message const& request, std::chrono::seconds time);

    bool is_usable() const { return is_usable_; }
    /// It has not ended since it was last asked, by itself or by somebody else.
    bool is_alive() const;
    int requests() const { return requests_; }
    /// Protections that the kernel lacks: "landlock", "seccomp", …
    std::vector<std::string> const& lacks() const { return lacks_; }

  private:
    Process(pid_t child, Descriptor socket) : child_(child), socket_(std::move(socket)) {}
    static Result<Process> start_once(Settings const& settings);
    Result<void> greet(Settings const& settings);
    /// Kills it and says how it had ended.
    std::string end();

    pid_t child_ = -1;
    Descriptor socket_;
    bool is_usable_ = true;
    int requests_ = 0;
    std::vector<std::string> lacks_;
};

} // namespace imprimatur::pipe
