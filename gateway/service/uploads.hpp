/// Files that were handed in and that no document has yet: in custody, looked at by the worker, and
/// kept for an hour. So that a number and its file are entered in one transaction or not at all.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/time/time.hpp"
#include "gateway/store/store.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::service {

struct Upload {
    std::string object; ///< store name; also what the caller names it by
    std::string sha256;
    pipe::Inspection inspection;
    std::string account; ///< whose it is; nobody else can use it
    Instant at{};
};

/// Thread-safe. What is in it is gone after a restart, and its objects with it (Jobs::recover).
class Uploads {
  public:
    explicit Uploads(store::Store const& store) : store_(store) {}

    /// Those that are older than an hour, and the oldest of more than a hundred, are removed.
    void put(Upload upload);
    std::optional<Upload> find(std::string const& object, std::string const& account);
    /// A document has it now.
    void release(std::string const& object);
    void remove(std::string const& object);

  private:
    store::Store const& store_;
    std::mutex mutex_;
    std::vector<Upload> all_; ///< oldest first
};

} // namespace imprimatur::service
