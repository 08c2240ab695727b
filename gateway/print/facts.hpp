/// From the records of the registry to what the policy wants to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/policy/policy.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::print {

/// The end of `date` on the wall clock here.
Instant end_of_day(Date date);

/// Whether nothing of it is secret any more on `today` (K3: by itself, on the day its period ends).
bool is_declassified(registry::Document const& document, Date today);

policy::DocumentFacts facts_of(registry::Document const& document, Date today);

/// A case in the words of the registry.
struct Case {
    policy::Action action = policy::Action::Print;
    registry::Document document;
    bool is_registered = true;
    std::string account; ///< who asks
    std::uint32_t count = 1;
    std::vector<std::string> recipients; ///< accounts or names; may be empty
    std::string purpose;
    std::string place;
    std::optional<registry::Id> request; ///< whose approvals count
};

/// Everything that the policy looks at, as it stands in `transaction`. An account that nobody
/// entered is an outsider without a purpose.
Result<policy::Facts> facts_of(registry::Transaction& transaction, Case const& about, Date today);
/// The same, for those who have read everybody already.
Result<policy::Facts> facts_of(registry::Transaction& transaction, Case const& about,
                               std::vector<registry::Person> const& people, Date today);

/// Accounts for names that mean one person, the others as they are.
std::vector<std::string> as_accounts(std::vector<registry::Person> const& people,
                                     std::vector<std::string> names);

/// "a,b，c、d" → names, trimmed, none empty.
std::vector<std::string> split_names(std::string const& text);

} // namespace imprimatur::print
