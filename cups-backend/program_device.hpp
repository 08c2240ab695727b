/// A device behind one of the scheduler's own backends, which is run as a child. Private to
/// cups-backend.
#pragma once

#include <filesystem>
#include <optional>

#include "cups-backend/device.hpp"
#include "cups-backend/program.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

class ProgramDevice : public Device {
  public:
    ProgramDevice(Invocation const& invocation, Stop const& stop, Watcher watcher, Trouble trouble,
                  Note note);

    /// Proves to the device who we are, where it wants that, before the copy is on its way.
    /// @error BadInput as find_proof(); Unavailable it does not believe us, or we do not believe
    /// it.
    Result<void> prepare(Copy const& copy) override;
    Result<Fate> send(Copy const& copy, Descriptor const& document) override;
    /// A backend keeps no memory of its jobs: always spoiled.
    Result<Fate> look(Copy const& copy) override;
    Result<Fate> cancel(Copy const& copy) override;

  private:
    Result<void> show_proof();
    /// Of a copy whose backend is gone.
    Fate fate_of(Descriptor const& document, std::optional<int> status, bool is_silent,
                 std::string const& doubt) const;

    Invocation const& invocation_;
    Stop const& stop_;
    Watcher watcher_;
    Trouble trouble_;
    Note note_;
    std::filesystem::path program_;
    std::optional<cups::Proof> proof_;
};

} // namespace imprimatur::backend
