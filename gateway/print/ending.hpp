/// How copies and jobs come to their end; each call is part of a transaction of the caller.
#pragma once

#include "gateway/print/inside.hpp"

namespace imprimatur::print {

/// Reserved or on its way.
bool is_open(registry::Copy const& copy);

/// Ends the job when nothing of it is open any more. @param why it ended before paper: it is then
/// Refused, or Cancelled when that is the reason. @return whether it came to its end.
Result<bool> finish_if_settled(registry::Transaction& transaction, registry::Job& job,
                               std::optional<Told> const& why);

/// Voids every copy that is certainly not on paper.
Result<void> void_reserved(registry::Transaction& transaction, registry::Job const& job,
                           std::string const& note);

/// Ends the request and the review of a job where they still wait.
Result<void> withdraw_questions(registry::Transaction& transaction, registry::Job const& job,
                                std::string const& why, std::vector<std::string> const& clauses);

/// Names in custody of all that a job brought; the one that reminds wake() of the job comes last.
std::vector<std::string> objects_of(registry::Job const& job);

registry::Entry moved_entry(char const* what, registry::Job const& job, Serial serial,
                            std::string const& note);

} // namespace imprimatur::print
