/// What proves to a device that it is the gateway who prints. Private to cups-backend.
///
/// Promise: it comes from a file that the backend's account alone can read, goes to a device over
/// TLS only, and is said nowhere else: no argument, address, message or log shows it.
#pragma once

#include <optional>
#include <string>

#include "foundation/result/result.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

/// The proof for a device. Without the file, or a table of that address in it, there is none.
/// @param file TOML: `["ipps://host/ipp/print"]` with `user` and `password`. @param device its
/// address; what stands behind a '?' does not matter.
/// @error BadInput "backend.secret-unsafe" others can read or have written the file;
/// "backend.secret-broken"; "backend.secret-in-clear" the address is not of TLS.
Result<std::optional<cups::Proof>> find_proof(std::string const& file, std::string const& device);

} // namespace imprimatur::backend
