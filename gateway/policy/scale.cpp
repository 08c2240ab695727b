#include "gateway/policy/scale.hpp"

#include <algorithm>

namespace imprimatur::policy {

namespace {

bool is_within(std::set<std::string> const& inner, std::set<std::string> const& outer) {
    return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

/// Whoever has completed `a` has completed `b`.
bool implies(StepRule const& a, StepRule const& b) {
    return is_within(a.roles, b.roles) && a.how_many >= b.how_many &&
           (a.of_issuing_department || !b.of_issuing_department);
}

/// Every step of `b` is implied by a step of `a` of its own.
bool covers(Steps const& a, Steps const& b) {
    std::vector<bool> used(a.list.size(), false);
    for (auto const& wanted : b.list) {
        bool found = false;
        for (std::size_t i = 0; i < a.list.size() && !found; ++i) {
            found = !used[i] && implies(a.list[i], wanted);
            used[i] = used[i] || found;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/// One step that implies both, where the roles of one lie within those of the other.
std::optional<StepRule> meet(StepRule const& a, StepRule const& b) {
    bool const narrower_a = is_within(a.roles, b.roles);
    if (!narrower_a && !is_within(b.roles, a.roles)) {
        return std::nullopt;
    }
    bool const same = a.roles == b.roles && a.how_many == b.how_many;
    bool const take_a = same         ? a.clause.starts_with('P') || !b.clause.starts_with('P')
                        : narrower_a ? a.roles != b.roles || a.how_many > b.how_many
                                     : false;
    auto out = take_a ? a : b; // its clause is the one to cite
    out.how_many = std::max(a.how_many, b.how_many);
    out.of_issuing_department = a.of_issuing_department || b.of_issuing_department;
    return out;
}

std::partial_ordering from(bool at_least, bool at_most) {
    if (at_least && at_most) {
        return std::partial_ordering::equivalent;
    }
    return at_least  ? std::partial_ordering::greater
           : at_most ? std::partial_ordering::less
                     : std::partial_ordering::unordered;
}

} // namespace

std::uint32_t Steps::people() const {
    std::uint32_t out = 0;
    for (auto const& step : list) {
        out += step.how_many;
    }
    return out;
}

std::partial_ordering strictness(Yes a, Yes b) {
    return static_cast<int>(a.value) <=> static_cast<int>(b.value);
}
std::partial_ordering strictness(Least a, Least b) {
    return a.value <=> b.value;
}
std::partial_ordering strictness(Most a, Most b) {
    return b.value <=> a.value;
}
std::partial_ordering strictness(Circle a, Circle b) {
    return a <=> b;
}
std::partial_ordering strictness(Outsiders a, Outsiders b) {
    return a <=> b;
}
std::partial_ordering strictness(TemplateName const& a, TemplateName const& b) {
    return a.rank <=> b.rank;
}
std::partial_ordering strictness(Rooms const& a, Rooms const& b) {
    return from(is_within(a.names, b.names), is_within(b.names, a.names));
}
std::partial_ordering strictness(Steps const& a, Steps const& b) {
    return from(covers(a, b), covers(b, a));
}

Rooms join(Rooms const& a, Rooms const& b) {
    Rooms out;
    std::set_intersection(a.names.begin(), a.names.end(), b.names.begin(), b.names.end(),
                          std::inserter(out.names, out.names.end()));
    return out;
}

/// Steps of `a` in their order, each narrowed by at most one of `b`; then what is left of `b`. One
/// to one, so that layering never asks fewer people than one layer alone.
Steps join(Steps const& a, Steps const& b) {
    Steps out = a;
    std::vector<bool> used(a.list.size(), false);
    for (auto const& step : b.list) {
        bool found = false;
        for (std::size_t i = 0; i < used.size() && !found; ++i) {
            auto both = used[i] ? std::nullopt : meet(out.list[i], step);
            if (both) {
                out.list[i] = *both;
                used[i] = found = true;
            }
        }
        if (!found) {
            out.list.push_back(step);
        }
    }
    return out;
}

std::vector<std::string> policies_of(std::vector<std::string> const& clauses) {
    std::vector<std::string> out;
    std::copy_if(clauses.begin(), clauses.end(), std::back_inserter(out),
                 [](auto const& clause) { return clause.starts_with('P'); });
    return out;
}

void cite(std::vector<std::string>& clauses, std::vector<std::string> const& more) {
    for (auto const& clause : more) {
        if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) {
            clauses.push_back(clause);
        }
    }
    std::stable_partition(clauses.begin(), clauses.end(),
                          [](auto const& clause) { return clause.starts_with('P'); });
}

} // namespace imprimatur::policy
