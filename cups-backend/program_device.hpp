/// A device behind one of the scheduler's own backends, which is run as a child. Private to
/// cups-backend.
#pragma once

#include <filesystem>
#include <optional>

#include "cups-backend/device.hpp"
#include "cups-backend/program.hpp"

namespace imprimatur::backend {

class ProgramDevice : public Device {
  public:
    ProgramDevice(Invocation const& invocation, Stop const& stop, Watcher watcher, Trouble trouble,
                  Note note);

    Result<void> prepare(Copy const& copy) override;
    Result<Fate> send(Copy const& copy, Descriptor const& document) override;
    /// A backend keeps no memory of its jobs: always spoiled.
    Result<Fate> look(Copy const& copy) override;
    Result<Fate> cancel(Copy const& copy) override;

  private:
    /// Of a copy whose backend is gone.
    Fate fate_of(Descriptor const& document, std::optional<int> status, bool is_silent,
                 std::string const& doubt) const;

    Invocation const& invocation_;
    Stop const& stop_;
    Watcher watcher_;
    Trouble trouble_;
    Note note_;
    std::filesystem::path program_;
};

} // namespace imprimatur::backend
