/// Signatures and PINs on their way to the service: typed at the terminal, or from a file that only
/// its owner can read.
#pragma once

#include "gateway/cli/service.hpp"
#include "gateway/cli/session.hpp"

namespace imprimatur::cli {

/// Of --signer, who type at this terminal in turn, or of --signatures FILE; empty when neither was
/// given. @error BadInput no terminal, or not such a file; Denied others may read the file.
Result<Json> signatures_of(Session& session, Arguments const& arguments);

/// JSON of a file of secrets. @error as above.
Result<Json> read_secrets(std::string const& path);

} // namespace imprimatur::cli
