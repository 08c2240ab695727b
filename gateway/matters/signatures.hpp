/// Signatures at the desk: the full name as the signer types it, and the PIN that only they know.
#pragma once

#include "gateway/matters/matters.hpp"

namespace imprimatur::matters {

/// Wrong tries before a PIN is locked.
inline constexpr std::uint32_t most_failures = 5;
inline constexpr std::size_t least_pin = 6; ///< characters

/// Every signature is right, or none counts. A wrong try is counted in a transaction of its own,
/// so that it stays counted.
/// @error Denied a name that is not the account's full name, a wrong, locked, old or missing PIN
/// (K11: P5.6; K30: P4.last).
Result<void> check_signatures(print::Parts const& parts, std::string const& actor,
                              std::vector<Signature> const& signatures);

} // namespace imprimatur::matters
