/// What a document made out of others has from them: the highest level, the longest period, the
/// readers of all (K8, K37). Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/policy/policy.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::print {

struct Inherited {
    Level level = Level::Ordinary;
    /// As it is marked on a document of that day of issue; empty: nothing of it is secret.
    std::optional<Period> period;
    std::optional<Date> end;     ///< of the period; empty: no period, or something must happen
    std::set<std::string> scope; ///< who may read every source
    bool is_limited = false;     ///< some source has a scope
};

/// @param issued the day of issue of the new document, from which its own period runs.
Inherited inherit(policy::Policy const& policy, std::vector<registry::Document> const& sources,
                  std::vector<registry::Person> const& people, std::optional<Date> issued,
                  Date today);

/// A sentence when `document` is less than its sources make it: a lower level, a shorter period, or
/// readers who may not read all of them.
std::optional<Sentence> find_shortfall(Inherited const& inherited,
                                       registry::Document const& document,
                                       std::vector<registry::Person> const& people,
                                       std::vector<std::string> const& clauses);

} // namespace imprimatur::print
