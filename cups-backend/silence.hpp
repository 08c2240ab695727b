/// How long a printer that gives no sign of life is waited for. Private to cups-backend.
#pragma once

#include <chrono>
#include <functional>

#include "cups-backend/device.hpp"

namespace imprimatur::backend {

/// From its making on, and after each end(), silence grows; once a minute of it has passed the
/// person is told, and then every minute.
class Silence {
  public:
    Silence(std::chrono::seconds patience, Trouble const& trouble);
    /// The printer gave a sign of life.
    void end();
    /// Whether it has lasted for the whole patience. Tells when it is time to tell.
    bool is_over();

  private:
    using Clock = std::chrono::steady_clock;
    std::chrono::seconds patience_;
    Trouble const& trouble_;
    Clock::time_point since_ = Clock::now();
    std::chrono::minutes told_{0};
};

} // namespace imprimatur::backend
