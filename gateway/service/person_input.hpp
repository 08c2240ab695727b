/// From what somebody writes of a person to a person that may be entered; shared by entry one by
/// one and by table.
#pragma once

#include "gateway/registry/registry.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/office.hpp"

namespace imprimatur::service {

/// Nobody is entered, or stays in office, without a signed agreement where the rules say so
/// (P10.9).
/// @error Denied
Result<void> check_entry(policy::Policy const& policy, registry::Person const& person);

/// @error BadInput "identity.account-malformed"
Result<void> check_account(std::string const& account);

/// What is given changes; what is not stays. @error BadInput
Result<registry::Person> changed(registry::Person person, Input& input);

/// Roles that the rules know, that go together, and not one's own. @error BadInput, Conflict,
/// Denied
Result<void> check_roles(Office const& office, registry::Person const& before,
                         registry::Person const& after, std::string const& by);

/// What the log says of it.
registry::Entry person_entry(registry::Person const& person, bool is_new);

} // namespace imprimatur::service
