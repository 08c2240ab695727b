/// Counters for Prometheus. No names, no titles: numbers only.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace imprimatur::service {

/// Thread-safe.
class Metrics {
  public:
    /// One answered request; `route` is the pattern of the table, never what was asked.
    void answered(std::string const& method, std::string const& route, unsigned status,
                  std::chrono::microseconds took);
    void proceeded(std::string const& verdict);

    /// Text format 0.0.4. @param gauges name with labels → value, e.g.
    /// `imprimatur_jobs{state="waiting"}`.
    std::string text(std::map<std::string, std::int64_t> const& gauges) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::tuple<std::string, std::string, unsigned>, std::uint64_t> requests_;
    std::map<std::string, std::uint64_t> verdicts_;
    std::chrono::microseconds busy_{};
    std::uint64_t count_ = 0;
};

} // namespace imprimatur::service
