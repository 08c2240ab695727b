/// Confidentiality agreements and trainings that people have to sign or attend again (K23; P2.4,
/// P4.5, P4.6, P6.7).
#pragma once

#include "gateway/matters/matters.hpp"

namespace imprimatur::matters {

struct DuePaper {
    enum class Sort { Agreement, Training };
    registry::Person person;
    Sort sort = Sort::Agreement;
    std::optional<Date> last; ///< when it was signed or attended; empty: never
    Date due{};               ///< the first day on which it no longer holds; never: today
    std::vector<std::string> clauses;
    bool is_overdue = false;
};
std::string_view identifier(DuePaper::Sort sort);

/// Of everybody in office who is no outsider, what falls due within `ahead` days from today and
/// what is over; the first day first.
std::vector<DuePaper> due_papers(policy::Policy const& policy,
                                 std::vector<registry::Person> const& people, Date today,
                                 int ahead);

} // namespace imprimatur::matters
