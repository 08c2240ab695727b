/// The process `imprimaturd`: the HTTP API of docs/api.yaml over the rooms of the gateway.
///
/// Promise: a request is answered for the person that the kernel names; every failure is one
/// sentence with a status; it stops gracefully, and goes on from what is on record.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/service/office.hpp"

namespace imprimatur::service {

class Service {
  public:
    /// Opens the office, recovers open jobs, and listens. @error as the rooms; Conflict another
    /// service listens there.
    static Result<std::unique_ptr<Service>> start(Settings settings, Log log,
                                                  std::shared_ptr<Clock const> clock);
    ~Service();

    /// Protections of the workers that this kernel does not give (demand_every_protection = false).
    std::vector<std::string> missing_protections() const;
    /// Reads the policies again (SIGHUP), and does what is due under them. The old ones stay when
    /// the new ones are wrong.
    void reload();
    /// Takes no more requests and lets the running ones end. May be called twice.
    void stop();

  private:
    struct Inside;
    explicit Service(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

} // namespace imprimatur::service
