// Workers ready to be asked. Private to this room.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "marking/pipe/process.hpp"

namespace imprimatur::pipe {

/// Keeps processes warm, lends them out, and replaces those that ended.
class Pool {
  public:
    Pool(Settings settings, Process first);
    ~Pool();
    Pool(Pool const&) = delete;
    Pool& operator=(Pool const&) = delete;

    /// Waits for a free worker, asks it, and gives it back or has it replaced. Where it died, a
    /// fresh one is asked once more.
    /// @error as Process::ask, "pipe.worker-died" only of the second; Unavailable none could be
    /// started.
    Result<Message> ask(Message const& request, Sharing sharing);

    Settings const& settings() const { return settings_; }
    std::vector<std::string> lacks() const;

  private:
    Result<Message> ask_one(Message const& request, Sharing sharing);
    Result<Process> take(Sharing sharing);
    void drop_dead();
    void give_back(Process process, Sharing sharing);
    void keep();
    std::size_t wanted_fresh() const;

    Settings const settings_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Process> fresh_; ///< have served nobody
    std::deque<Process> idle_;  ///< have
    std::size_t busy_ = 0;
    std::size_t waiting_alone_ = 0; ///< for a fresh one
    bool is_ending_ = false;
    std::optional<Error> start_error_;
    std::vector<std::string> lacks_;
    std::thread keeper_;
};

} // namespace imprimatur::pipe
