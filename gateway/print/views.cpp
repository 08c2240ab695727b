#include "gateway/print/views.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/grants.hpp"
#include "gateway/print/notes.hpp"

namespace imprimatur::print {

namespace {

std::optional<std::size_t> find_due(policy::Decision const& decision) {
    for (std::size_t i = 0; i < decision.steps.size(); ++i) {
        if (!decision.steps[i].is_done) {
            return i;
        }
    }
    return std::nullopt;
}

bool has_spoken(RequestView const& view, std::size_t due, std::string const& account) {
    return std::any_of(view.approvals.begin(), view.approvals.end(), [&](auto const& approval) {
        return approval.step == due && approval.account == account;
    });
}

std::vector<policy::Role> roles_on_due_step(RequestView const& view,
                                            registry::Person const& person) {
    std::vector<policy::Role> out;
    if (!view.due_step || !person.is_active || person.account == view.request.requester ||
        has_spoken(view, *view.due_step, person.account)) {
        return out;
    }
    auto const& due = view.decision.steps[*view.due_step];
    if (!due.department.empty() && due.department != person.department) {
        return out;
    }
    for (auto const& role : due.roles) {
        if (person.roles.contains(role)) {
            out.push_back(role);
        }
    }
    return out;
}

bool may_be_on_paper(registry::Copy const& copy) {
    return copy.state != registry::CopyState::Reserved && copy.state != registry::CopyState::Void;
}

Result<void> add_people(registry::Transaction& transaction, RequestView& view,
                        std::string const& account) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    for (auto const& name : view.request.recipients) {
        auto const* person = identity::find_meant(*people, name);
        view.recipient_names.push_back(person == nullptr ? name : person->full_name);
    }
    for (auto const& person : *people) {
        if (person.account == view.request.requester) {
            view.requester = person;
        }
        if (person.account == account && view.request.state == registry::RequestState::Waiting) {
            view.may_speak_as = roles_on_due_step(view, person);
        }
    }
    return {};
}

Result<void> add_copies(registry::Transaction& transaction, RequestView& view) {
    auto copies = transaction.copies(view.document.id);
    if (!copies) {
        return pass_on(copies);
    }
    view.copies_so_far =
        static_cast<std::uint32_t>(std::count_if(copies->begin(), copies->end(), may_be_on_paper));
    for (auto const& copy : *copies) {
        if (view.request.parent && copy.serial == *view.request.parent) {
            view.parent_number = copy.number;
        }
    }
    auto job = find_waiting_job(transaction, view.request.id);
    if (!job) {
        return pass_on(job);
    }
    if (*job) {
        view.arrangement = (*job)->arrangement;
    }
    if (*job && !(*job)->inspection.empty()) {
        auto seen = read_seen((*job)->inspection);
        if (!seen) {
            return pass_on(seen);
        }
        view.pages = seen->arranged ? seen->arranged->sheets : seen->inspection.pages;
    }
    return {};
}

} // namespace

Result<std::optional<registry::Job>> find_waiting_job(registry::Transaction& transaction,
                                                      registry::Id request) {
    auto jobs = transaction.jobs(registry::JobState::Waiting);
    if (!jobs) {
        return pass_on(jobs);
    }
    for (auto const& job : *jobs) {
        if (job.request == request) {
            return std::optional(job);
        }
    }
    return std::optional<registry::Job>();
}

Result<policy::Decision> decide_request(Parts const& parts, registry::Transaction& transaction,
                                        registry::Request const& request, std::uint32_t count,
                                        std::vector<std::string> const& recipients) {
    auto document = transaction.document(request.document);
    if (!document) {
        return pass_on(document);
    }
    auto job = find_waiting_job(transaction, request.id);
    if (!job) {
        return pass_on(job);
    }
    Case about;
    about.action = policy::find_action(request.action).value_or(policy::Action::Print);
    about.document = *document;
    about.account = request.requester;
    about.count = count;
    about.recipients = recipients;
    about.purpose = request.purpose;
    about.place = *job ? (*job)->queue : "";
    if (request.id != 0) {
        about.request = request.id;
    }
    auto facts = facts_of(transaction, about, local_date(parts.clock.now()));
    if (!facts) {
        return pass_on(facts);
    }
    auto policy = parts.policies.of(request.policy);
    auto decision = policy.decide(*facts);
    if (!*job && !decision.obligations.places.empty()) {
        facts->place = *decision.obligations.places.begin();
        decision = policy.decide(*facts);
    }
    return decision;
}

Result<RequestView> view_of(Parts const& parts, registry::Transaction& transaction,
                            registry::Request const& request, std::string const& account) {
    RequestView view;
    view.request = request;
    auto document = transaction.document(request.document);
    if (!document) {
        return pass_on(document);
    }
    view.document = *document;
    auto approvals = transaction.approvals(request.id);
    if (!approvals) {
        return pass_on(approvals);
    }
    view.approvals = *approvals;
    auto decision = decide_request(parts, transaction, request, request.count, request.recipients);
    if (!decision) {
        return pass_on(decision);
    }
    view.decision = *decision;
    if (request.state == registry::RequestState::Waiting) {
        view.due_step = find_due(*decision);
    }
    if (request.state == registry::RequestState::Granted) {
        auto grant = grant_of(transaction, request);
        if (!grant) {
            return pass_on(grant);
        }
        view.grant = *grant;
    }
    auto people = add_people(transaction, view, account);
    auto copies = people ? add_copies(transaction, view) : people;
    if (!copies) {
        return pass_on(copies);
    }
    return view;
}

bool is_seen_by(RequestView const& view, std::optional<registry::Person> const& person,
                std::string const& account) {
    if (view.request.requester == account) {
        return true;
    }
    if (!person || !person->is_active) {
        return false;
    }
    auto holds = [&](policy::Step const& step) {
        bool is_theirs = step.department.empty() || step.department == person->department;
        return is_theirs &&
               std::any_of(step.roles.begin(), step.roles.end(),
                           [&](auto const& role) { return person->roles.contains(role); });
    };
    bool has_said = std::any_of(view.approvals.begin(), view.approvals.end(),
                                [&](auto const& approval) { return approval.account == account; });
    return has_said || std::any_of(view.decision.steps.begin(), view.decision.steps.end(), holds);
}

} // namespace imprimatur::print
