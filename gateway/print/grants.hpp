/// Which grant a job may use, and for whom the copies then are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// What a grant must fit: the same document and file, the same person, the same kind of copy.
struct Wanted {
    registry::Id document = 0;
    std::string fingerprint;
    std::string account;
    policy::Action action = policy::Action::Print;
    std::optional<Serial> parent;
    std::uint32_t count = 1;
};

struct Found {
    std::optional<registry::Grant> usable;    ///< has enough left and its time has not run out
    std::optional<registry::Grant> used_up;   ///< fits, but has too little left or is over
    std::optional<registry::Request> waiting; ///< asked for already, by no other job
};

Result<Found> find_grants(Parts const& parts, registry::Transaction& transaction,
                          Wanted const& wanted, Instant now);

/// The grant of a request. @error Corrupt it has none.
Result<registry::Grant> grant_of(registry::Transaction& transaction,
                                 registry::Request const& request);

bool is_over(registry::Grant const& grant, Instant now);
inline std::uint32_t left_of(registry::Grant const& grant) {
    return grant.count - grant.used;
}

/// Recipients of the grant who have no copy of it yet, in its order (a void copy counts as none).
Result<std::vector<std::string>> open_recipients(registry::Transaction& transaction,
                                                 registry::Grant const& grant);

/// Takes `names` out of `open`, each once; empty when one is not there.
std::optional<std::vector<std::string>> take_out(std::vector<std::string> open,
                                                 std::vector<std::string> const& names);

} // namespace imprimatur::print
