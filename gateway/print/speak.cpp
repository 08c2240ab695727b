#include <algorithm>
#include <map>

#include "foundation/step/step.hpp"
#include "gateway/print/granting.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/print/views.hpp"

namespace imprimatur::print {

namespace {

/// What people call these roles, in both languages.
std::map<std::string, std::string> named(Parts const& parts,
                                         std::vector<policy::Role> const& roles) {
    auto terms = parts.policies.current().roles();
    std::map<std::string, std::string> out{{"roles_zh", ""}, {"roles_en", ""}};
    auto add = [&](std::string const& key, std::string const& text) {
        out[key] += (out[key].empty() ? "" : ", ") + text;
    };
    for (auto const& role : roles) {
        auto found = std::find_if(terms.begin(), terms.end(),
                                  [&](auto const& term) { return term.id == role; });
        add("roles_zh", found == terms.end() ? role : found->chinese);
        add("roles_en", found == terms.end() ? role : found->english);
    }
    return out;
}

/// In which role the word is said. @error Denied in none; BadInput several fit.
Result<policy::Role> role_for(Parts const& parts, RequestView const& view,
                              std::string const& account, Word const& word) {
    if (view.request.requester == account) {
        return fail(Fault::Denied, {"print.own-request", {}});
    }
    auto const& due = view.decision.steps[*view.due_step];
    auto const& open = view.may_speak_as;
    if (open.empty()) {
        auto values = named(parts, due.roles);
        values["department"] = due.department;
        values["clause"] = due.clause;
        return fail(Fault::Denied, {"print.not-your-step", values});
    }
    if (!word.role && open.size() > 1) {
        return fail(Fault::BadInput, {"print.which-role", named(parts, open)});
    }
    auto role = word.role.value_or(open.front());
    if (std::find(open.begin(), open.end(), role) == open.end()) {
        auto values = named(parts, open);
        values["role"] = role;
        return fail(Fault::Denied, {"print.role-does-not-fit", values});
    }
    return role;
}

Result<RequestView> waiting_view(Parts const& parts, registry::Transaction& transaction,
                                 registry::Id id, std::string const& account) {
    auto request = transaction.request(id);
    if (!request) {
        return pass_on(request);
    }
    auto view = view_of(parts, transaction, *request, account);
    if (!view) {
        return pass_on(view);
    }
    auto person = transaction.find_person(account);
    if (!person) {
        return pass_on(person);
    }
    if (!is_seen_by(*view, *person, account)) {
        return fail(Fault::NotFound, {"print.request-unknown", {{"request", std::to_string(id)}}});
    }
    if (request->state != registry::RequestState::Waiting || !view->due_step) {
        return fail(Fault::Conflict, {"print.request-decided", {{"request", std::to_string(id)}}});
    }
    return view;
}

Result<std::vector<registry::Job>> refuse_request(registry::Transaction& transaction,
                                                  registry::Id id, std::string const& clause,
                                                  Word const& word) {
    auto closed = transaction.close_request(
        id, registry::RequestState::Refused, word.note,
        {"request.refused", "request:" + std::to_string(id), {clause}, {{"note", word.note}}});
    if (!closed) {
        return pass_on(closed);
    }
    return end_waiting_jobs(
        transaction, id, registry::JobState::Refused,
        {{"print.request-refused", {{"request", std::to_string(id)}, {"reason", word.note}}},
         "imprimatur-refused",
         {clause}});
}

/// All have agreed, this was the last word: the grant, if the rules allow just that.
Result<void> grant_now(Parts const& parts, registry::Transaction& transaction,
                       registry::Request const& request, std::string const& account,
                       Word const& word) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    auto granted = narrowed(parts, *people, request, word.narrowing);
    if (!granted) {
        return pass_on(granted);
    }
    auto decision =
        decide_request(parts, transaction, request, granted->count, granted->recipients);
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict != policy::Verdict::Allow) {
        return fail(Fault::Denied, decision->sentence);
    }
    auto made = make_grant(parts, transaction, request, word.narrowing, account, *decision);
    if (!made) {
        return pass_on(made);
    }
    return {};
}

Result<std::vector<registry::Job>> jobs_waiting_for(registry::Transaction& transaction,
                                                    registry::Id id) {
    auto jobs = transaction.jobs(registry::JobState::Waiting);
    if (!jobs) {
        return pass_on(jobs);
    }
    std::erase_if(*jobs, [&](auto const& job) { return job.request != id; });
    return *jobs;
}

Result<std::vector<registry::Job>> agree(Parts const& parts, registry::Transaction& transaction,
                                         registry::Id id, std::string const& account,
                                         Word const& word) {
    auto request = transaction.request(id);
    if (!request) {
        return pass_on(request);
    }
    auto decision =
        decide_request(parts, transaction, *request, request->count, request->recipients);
    if (!decision) {
        return pass_on(decision);
    }
    bool is_last = std::all_of(decision->steps.begin(), decision->steps.end(),
                               [](auto const& due) { return due.is_done; });
    if (!is_last) {
        if (!word.narrowing.is_empty()) {
            return fail(Fault::Conflict, {"print.narrowing-too-early", {}});
        }
        return std::vector<registry::Job>();
    }
    auto granted = grant_now(parts, transaction, *request, account, word);
    if (!granted) {
        return pass_on(granted);
    }
    return jobs_waiting_for(transaction, id);
}

} // namespace

Result<RequestView> Requests::speak(registry::Id id, std::string const& account,
                                    Word const& word) const {
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto view = waiting_view(parts_, *transaction, id, account);
    if (!view) {
        return view;
    }
    auto role = role_for(parts_, *view, account, word);
    if (!role) {
        return pass_on(role);
    }
    bool agrees = word.verdict == registry::ApprovalVerdict::Agree;
    if (!agrees && word.note.empty()) {
        return fail(Fault::BadInput, {"print.refusal-needs-reason", {}});
    }
    auto const& due = view->decision.steps[*view->due_step];
    auto said = transaction->add_approval(
        {id, static_cast<std::uint32_t>(*view->due_step), *role, account, word.verdict, word.note,
         parts_.clock.now()},
        {agrees ? "approval.given" : "approval.refused",
         "request:" + std::to_string(id),
         {due.clause},
         {{"role", *role}, {"step", std::to_string(*view->due_step)}, {"note", word.note}}});
    if (!said) {
        return pass_on(said);
    }
    auto jobs = agrees ? agree(parts_, *transaction, id, account, word)
                       : refuse_request(*transaction, id, due.clause, word);
    if (!jobs) {
        return pass_on(jobs);
    }
    step("grant.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    step("grant.recorded");
    release_all(parts_, *jobs);
    return show(id, account, true);
}

} // namespace imprimatur::print
