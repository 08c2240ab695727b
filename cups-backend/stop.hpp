/// SIGTERM as something that can be waited for. Private to cups-backend.
#pragma once

#include <chrono>

#include "foundation/file/file.hpp"

namespace imprimatur::backend {

/// From its making on, SIGTERM does not end this process: it is told here. One for a process.
class Stop {
  public:
    Stop();
    /// Readable once the scheduler asked us to stop.
    int descriptor() const { return reading_.number(); }
    bool is_asked() const;
    /// @return whether it was asked before `time` passed.
    bool wait(std::chrono::milliseconds time) const;
    /// From now on waits are whole again; what was asked is remembered by the caller.
    void forget();

  private:
    Descriptor reading_;
    Descriptor writing_;
};

} // namespace imprimatur::backend
