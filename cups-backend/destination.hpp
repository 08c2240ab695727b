/// Where copies go, from the device URI of our queue. Private to cups-backend.
///
/// `imprimatur:/QUEUE` is another queue of the same scheduler; `imprimatur:/ipp://host/…` is a
/// device behind one of the scheduler's own backends. `socket=/path`, `wait=SECONDS` and
/// `patience=SECONDS` may stand behind a `?` (`imprimatur-socket`, … where the device has a query
/// of its own), and `imprimatur-proofs=/path`. A password does not: addresses are seen by
/// everybody.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "foundation/result/result.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

inline constexpr char const* default_socket = "/run/imprimatur/socket";

struct Destination {
    std::string queue;  ///< name of a queue; empty where `device` is set
    std::string device; ///< URI of a device
    std::string scheme; ///< of `device`
    std::string socket = default_socket;
    std::string proofs = cups::proofs_file; ///< what proves to devices who we are
    std::chrono::seconds wait{
        20}; ///< for a service that is away, before CUPS is asked to try again
    /// For a printer that gives no sign of life while a copy is there. Long enough to find the
    /// person who has the key to its room, short enough that the paper is asked after the same day.
    std::chrono::seconds patience{3600};
};

/// @error BadInput it says no destination, or one of our own scheme; "backend.secret-in-address"
/// it has a name or a password in it.
Result<Destination> read_destination(std::string_view uri);

} // namespace imprimatur::backend
