/// Marked copies between the worker and the printer: in memory only, and only as long as they are
/// needed.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <sys/types.h>

#include "foundation/file/file.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::print {

/// Thread-safe.
class Shelf {
  public:
    void put(std::string const& job, Serial serial, Descriptor copy);
    bool has(std::string const& job, Serial serial) const;
    /// Opened anew, so that readers do not share a place in the file. Empty: not here.
    std::optional<Descriptor> find(std::string const& job, Serial serial) const;
    void clear(std::string const& job);
    /// By which step of the marking ladder they were made; empty: not known any more.
    void note_way(std::string const& job, std::string const& way);
    std::string way_of(std::string const& job) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::map<Serial, Descriptor>> copies_;
    std::map<std::string, std::string> ways_;
};

/// Which process carries which copy. When the print system was started again, two may work on one
/// job, and only the one that took a copy may have it.
class Carriers {
  public:
    void take(Serial serial, pid_t process);
    bool is_carried_by(Serial serial, pid_t process) const;
    void forget(Serial serial);

  private:
    mutable std::mutex mutex_;
    std::map<Serial, pid_t> processes_;
};

/// One lock for each job that somebody works on.
class JobLocks {
  public:
    class Held {
      public:
        explicit Held(std::shared_ptr<std::mutex> mutex)
            : mutex_(std::move(mutex)), lock_(*mutex_) {}

      private:
        std::shared_ptr<std::mutex> mutex_;
        std::unique_lock<std::mutex> lock_;
    };
    Held hold(std::string const& job);

  private:
    std::mutex mutex_;
    std::map<std::string, std::weak_ptr<std::mutex>> locks_;
};

} // namespace imprimatur::print
