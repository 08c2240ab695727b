/// Released jobs at the print system of this machine.
#pragma once

#include "gateway/cups/cups.hpp"
#include "gateway/print/parts.hpp"

namespace imprimatur::service {

class CupsReleaser : public print::Releaser {
  public:
    explicit CupsReleaser(std::string server) : scheduler_(std::move(server)) {}
    Result<void> release(std::string const& queue, std::int64_t cups_job) override;
    Result<bool> is_gone(std::string const& queue, std::int64_t cups_job,
                         std::string const& cups_uuid) override;

  private:
    cups::Scheduler scheduler_;
};

} // namespace imprimatur::service
