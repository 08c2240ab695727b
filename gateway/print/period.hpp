/// Whether a document's retention period (保密期限) may be that of its level (K3). Pure.
#pragma once

#include <optional>

#include "foundation/sentence/sentence.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::print {

/// The first day on which its period is over; empty where it has none, or an event ends it (P7.3).
std::optional<Date> end_of(registry::Document const& document);

/// A sentence when the period ends on the day of issue or before, so that nothing would ever be
/// secret, or later than the longest of the level (P7.3). Empty for what is open and for periods
/// that an event ends.
std::optional<Sentence> find_period_trouble(policy::Policy const& policy,
                                            registry::Document const& document);

} // namespace imprimatur::print
