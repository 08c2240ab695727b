/// Where copies go, from the device URI of our queue. Private to cups-backend.
///
/// `imprimatur:/QUEUE` is another queue of the same scheduler; `imprimatur:/ipp://host/…` is a
/// device behind one of the scheduler's own backends. `socket=/path` and `wait=SECONDS` may stand
/// behind a `?`
/// (`imprimatur-socket`, `imprimatur-wait` where the device has a query of its own).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "foundation/result/result.hpp"

namespace imprimatur::backend {

inline constexpr char const* default_socket = "/run/imprimatur/socket";

struct Destination {
    std::string queue;  ///< name of a queue; empty where `device` is set
    std::string device; ///< URI of a device
    std::string scheme; ///< of `device`
    std::string socket = default_socket;
    std::chrono::seconds wait{
        20}; ///< for a service that is away, before CUPS is asked to try again
};

/// @error BadInput it says no destination, or one of our own scheme.
Result<Destination> read_destination(std::string_view uri);

} // namespace imprimatur::backend
