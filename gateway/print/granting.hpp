/// The moment of a grant, and what follows for the jobs that wait for it.
#pragma once

#include <vector>

#include "gateway/print/notes.hpp"
#include "gateway/print/requests.hpp"

namespace imprimatur::print {

/// Count and people after narrowing. @error BadInput wider than asked, or it does not say for whom.
struct Granted {
    std::uint32_t count = 0;
    std::vector<std::string> recipients;
    std::optional<Instant> until;
};
Result<Granted> narrowed(Parts const& parts, std::vector<registry::Person> const& people,
                         registry::Request const& request, Narrowing const& narrowing);

/// Makes the grant of a waiting request in `transaction`.
Result<registry::Grant> make_grant(Parts const& parts, registry::Transaction& transaction,
                                   registry::Request const& request, Narrowing const& narrowing,
                                   std::string const& account, policy::Decision const& decision);

/// Ends every job that waits for the request. @return those jobs, to be released after the commit.
Result<std::vector<registry::Job>> end_waiting_jobs(registry::Transaction& transaction,
                                                    registry::Id request, registry::JobState to,
                                                    Told const& told);

/// Lets the held jobs go on, so that their backends ask again. What fails is tried again by
/// Jobs::wake().
void release_all(Parts const& parts, std::vector<registry::Job> const& jobs);

} // namespace imprimatur::print
