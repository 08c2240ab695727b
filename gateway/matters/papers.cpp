#include "gateway/matters/papers.hpp"

#include <algorithm>

namespace imprimatur::matters {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<Date> due_day(std::optional<Date> const& last, policy::Policy::PaperTerm const& term,
                            Date today) {
    if (!last) {
        return today;
    }
    return term.months ? std::optional(add_months(*last, *term.months)) : std::nullopt;
}

} // namespace

std::string_view identifier(DuePaper::Sort sort) {
    return sort == DuePaper::Sort::Agreement ? "agreement" : "training";
}

std::vector<DuePaper> due_papers(policy::Policy const& policy,
                                 std::vector<registry::Person> const& people, Date today,
                                 int ahead) {
    std::vector<DuePaper> out;
    auto add = [&](registry::Person const& person, DuePaper::Sort sort,
                   std::optional<Date> const& last,
                   std::optional<policy::Policy::PaperTerm> const& term) {
        auto due = term ? due_day(last, *term, today) : std::nullopt;
        if (due && sys_days{*due} <= sys_days{today} + days{ahead}) {
            out.push_back({person, sort, last, *due, term->clauses, *due <= today});
        }
    };
    auto const agreement = policy.agreement_term();
    auto const training = policy.training_term();
    for (auto const& person : people) {
        if (person.is_active && !person.is_outsider) {
            add(person, DuePaper::Sort::Agreement, person.agreement, agreement);
            add(person, DuePaper::Sort::Training, person.training, training);
        }
    }
    std::ranges::stable_sort(out, {}, &DuePaper::due);
    return out;
}

} // namespace imprimatur::matters
