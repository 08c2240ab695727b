/// From what somebody writes of a document to a document that the rules allow; shared by
/// registration one by one, by table, and from other documents.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gateway/policy/policy.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/service/input.hpp"

namespace imprimatur::service {

/// Takes over the fields of DocumentInput that are there; wrong ones are noted in `input`.
void read_common(Input& input, registry::Document& document,
                 std::vector<registry::Person> const& people);

/// A new document. Where no level is stated, its category proposes one (K2).
registry::Document read_new_document(Input& input, policy::Policy const& policy,
                                     std::vector<registry::Person> const& people,
                                     std::string const& department, Date today);

/// Level, category and period must fit each other (K2, K3); a missing period becomes the usual one.
/// @error BadInput
Result<void> check_level(policy::Policy const& policy, registry::Document& document);

/// A period that is over before the document is entered, or becomes so by a change, is asked about:
/// it is mostly a day typed wrong, and what is out of secrecy is printed without any approval (K3).
/// @param before what stands; null for a new one. @param is_said that it is meant ("is_over")
/// @error Conflict "service.period-over"
Result<void> check_end(registry::Document const* before, registry::Document const& after,
                       Date today, bool is_said);

/// Whether it answers a search: number, text, level, state, category, department in the query.
bool fits(registry::Document const& document, http::Target const& target);

/// The account that a written name means; the name itself when it means nobody.
std::string as_account(std::vector<registry::Person> const& people, std::string const& name);

/// What the log says of a registration.
registry::Entry registered_entry(registry::Document const& document);

} // namespace imprimatur::service
