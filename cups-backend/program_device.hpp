/// A device behind one of the scheduler's own backends, which is run as a child. Private to
/// cups-backend.
#pragma once

#include <filesystem>

#include "cups-backend/device.hpp"
#include "cups-backend/program.hpp"

namespace imprimatur::backend {

class ProgramDevice : public Device {
  public:
    ProgramDevice(Invocation const& invocation, Stop const& stop);

    Result<void> prepare(Copy const& copy) override;
    Result<Fate> send(Copy const& copy, Descriptor const& document) override;
    /// A backend keeps no memory of its jobs: always spoiled.
    Result<Fate> look(Copy const& copy) override;
    Result<Fate> cancel(Copy const& copy) override;

  private:
    Invocation const& invocation_;
    Stop const& stop_;
    std::filesystem::path program_;
};

} // namespace imprimatur::backend
