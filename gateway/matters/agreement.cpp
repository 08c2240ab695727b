#include <algorithm>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

std::optional<std::size_t> due_step(policy::Decision const& decision) {
    auto found = std::find_if(decision.steps.begin(), decision.steps.end(),
                              [](auto const& step) { return !step.is_done; });
    return found == decision.steps.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - decision.steps.begin()));
}

std::string roles_text(Desk const& desk, policy::Step const& step, bool chinese) {
    std::string out;
    for (auto const& term : desk.policy.roles()) {
        if (std::find(step.roles.begin(), step.roles.end(), term.id) != step.roles.end()) {
            out += (out.empty() ? "" : ", ") + (chinese ? term.chinese : term.english);
        }
    }
    return out;
}

bool has_spoken(Desk const& desk, std::size_t step) {
    return std::any_of(desk.past.begin(), desk.past.end(), [&](auto const& said) {
        return said.what == "agree" && said.by == desk.account &&
               said.details.at("step") == std::to_string(step);
    });
}

/// In which role the word is said on the due step. @error Denied in none.
Result<policy::Role> role_for(Desk& desk, policy::Step const& step, std::size_t place,
                              Input const& input) {
    if (desk.matter.opened_by == desk.account || desk.matter.subject == desk.account) {
        return desk.refuse("matters.own-matter", {}, {"B.4"});
    }
    auto const* person = desk.find_person(desk.account);
    for (auto const& role : step.roles) {
        bool fits = person != nullptr && person->is_active && person->roles.contains(role) &&
                    (!input.role || *input.role == role) &&
                    (step.department.empty() || step.department == person->department);
        if (fits && !has_spoken(desk, place)) {
            return role;
        }
    }
    return desk.refuse(
        "matters.not-your-step",
        {{"roles_zh", roles_text(desk, step, true)}, {"roles_en", roles_text(desk, step, false)}},
        {step.clause});
}

/// The decision with the due step, and in which role the caller speaks on it.
Result<policy::Decision> speak(Desk& desk, Input const& input) {
    auto decision = desk.decide();
    if (!decision) {
        return pass_on(decision);
    }
    auto place = due_step(*decision);
    if (!place) {
        return fail(Fault::Conflict, {"matters.nothing-due", {}});
    }
    auto const& step = decision->steps[*place];
    auto role = role_for(desk, step, *place, input);
    if (!role) {
        return pass_on(role);
    }
    desk.act.role = *role;
    desk.act.details["step"] = std::to_string(*place);
    desk.cite(step.clause);
    return decision;
}

} // namespace

Result<void> seek_agreement(Desk& desk) {
    auto decision = desk.decide();
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict == policy::Verdict::Refuse) {
        return desk.refuse(decision->sentence.id, decision->sentence.values, decision->clauses);
    }
    for (auto const& clause : decision->clauses) {
        desk.cite(clause);
    }
    desk.matter.state = decision->verdict == policy::Verdict::Allow ? "agreed" : "waiting";
    return {};
}

Result<void> agree(Desk& desk, Input const& input) {
    auto spoken = speak(desk, input);
    if (!spoken) {
        return pass_on(spoken);
    }
    desk.act.by = desk.account;
    desk.past.push_back(desk.act);
    return seek_agreement(desk);
}

Result<void> decline(Desk& desk, Input const& input) {
    auto spoken = speak(desk, input);
    if (!spoken) {
        return pass_on(spoken);
    }
    desk.close("declined");
    return {};
}

Result<void> withdraw(Desk& desk, Input const&) {
    desk.close("withdrawn");
    return {};
}

} // namespace imprimatur::matters
