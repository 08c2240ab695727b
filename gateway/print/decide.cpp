#include "foundation/step/step.hpp"
#include "gateway/print/ending.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::print {

namespace {

Case case_of(Desk const& desk, std::uint32_t count, std::vector<std::string> const& recipients,
             registry::Request const* request) {
    Case out;
    out.action = desk.identity.action;
    out.document = desk.identity.document;
    out.is_registered = !desk.identity.is_new();
    out.account = desk.job.user;
    out.count = count;
    out.recipients = recipients;
    out.purpose = option_of(desk.job, "imprimatur-purpose");
    out.place = desk.job.queue;
    out.request = request == nullptr ? std::nullopt : std::optional(request->id);
    return out;
}

/// By the rules that the request was made under, or those in force when nothing is asked for yet.
Result<policy::Decision> decision_on(Parts const& parts, Desk& desk, std::uint32_t count,
                                     std::vector<std::string> const& recipients,
                                     registry::Request const* request) {
    auto facts =
        facts_of(desk.transaction, case_of(desk, count, recipients, request), local_date(desk.now));
    if (!facts) {
        return pass_on(facts);
    }
    auto rules = request == nullptr ? parts.policies.current() : parts.policies.of(request->policy);
    return rules.decide(*facts);
}

/// The clause that says how many may be made (K5), as far as these rules have one.
std::string count_clause(policy::Decision const& decision) {
    auto found = decision.obligations.clauses.find("fixed_count");
    if (found != decision.obligations.clauses.end()) {
        return found->second;
    }
    return decision.steps.empty() ? "P7.13.1" : decision.steps.front().clause;
}

/// Null when the grant allows just this; else what is wrong with it.
std::optional<Told> trouble_with(registry::Grant const& grant, std::uint32_t asked, Instant now,
                                 policy::Decision const& decision) {
    auto clause = count_clause(decision);
    std::map<std::string, std::string> values{{"granted", std::to_string(grant.count)},
                                              {"left", std::to_string(left_of(grant))},
                                              {"asked", std::to_string(asked)},
                                              {"clause", clause}};
    if (is_over(grant, now)) {
        values["until"] = to_text(local_date(*grant.until - std::chrono::milliseconds{1}));
        return Told{{"print.grant-over", values}, "imprimatur-grant-exhausted", {clause}};
    }
    if (left_of(grant) == 0) {
        return Told{{"print.grant-spent", values}, "imprimatur-grant-exhausted", {clause}};
    }
    if (left_of(grant) < asked) {
        return Told{{"print.grant-too-small", values}, "imprimatur-grant-exhausted", {clause}};
    }
    if (decision.obligations.fixed_count && asked < left_of(grant)) {
        return Told{{"print.count-kept-back", values}, "imprimatur-refused", {clause}};
    }
    return std::nullopt;
}

/// Whom the copies are for: as the person says, if the grant says so too; else as the grant says.
std::optional<std::vector<std::string>> choose(std::vector<std::string> const& open,
                                               std::vector<std::string> const& stated,
                                               std::uint32_t count) {
    if (open.empty()) {
        return stated;
    }
    if (!stated.empty()) {
        return take_out(open, stated) ? std::optional(stated) : std::nullopt;
    }
    auto end =
        open.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, open.size()));
    return std::vector<std::string>(open.begin(), end);
}

Told refused_by(policy::Decision const& decision) {
    return {decision.sentence, "imprimatur-refused", decision.clauses};
}

} // namespace

Result<Proceeding> Jobs::Inside::refuse(registry::Transaction transaction, registry::Job job,
                                        Told const& given) {
    auto told = given;
    if (told.reason.empty()) {
        told.reason = "imprimatur-refused";
    }
    auto ended = end_job(transaction, job, registry::JobState::Refused, told,
                         {{"queue", job.queue}, {"copies", std::to_string(job.copies)}});
    if (ended) {
        ended = withdraw_questions(transaction, job, told.sentence.id, told.clauses);
    }
    if (!ended) {
        return pass_on(ended);
    }
    step("refuse.before-commit");
    auto done = commit(std::move(transaction));
    if (!done) {
        return pass_on(done);
    }
    step("refuse.recorded");
    parts.say("job " + job.id + " refused: " + told.sentence.id);
    leave_custody(job);
    return Proceeding{Verdict::Refuse, told.sentence, told.reason, told.clauses, {}};
}

Result<Proceeding> Jobs::Inside::decide(Desk desk) {
    if (!desk.recipients.empty() && desk.recipients.size() != desk.job.copies &&
        !desk.job.request) {
        return refuse(std::move(desk.transaction), desk.job,
                      {{"print.recipients-count",
                        {{"given", std::to_string(desk.recipients.size())},
                         {"copies", std::to_string(desk.job.copies)}}},
                       "",
                       {"P7.13.1"}});
    }
    if (desk.job.request) {
        auto request = desk.transaction.request(*desk.job.request);
        if (!request) {
            return pass_on(request);
        }
        return follow_request(std::move(desk), *request);
    }
    auto decision = decision_on(parts, desk, desk.job.copies, desk.recipients, nullptr);
    if (!decision) {
        return pass_on(decision);
    }
    switch (decision->verdict) {
    case policy::Verdict::Refuse:
        return refuse(std::move(desk.transaction), desk.job, refused_by(*decision));
    case policy::Verdict::Allow:
        return reserve(desk, *decision, desk.recipients, std::nullopt);
    case policy::Verdict::Ask:
        break;
    }
    return seek_grant(std::move(desk), *decision);
}

Result<Proceeding> Jobs::Inside::follow_request(Desk desk, registry::Request const& request) {
    if (request.state == registry::RequestState::Granted) {
        auto grant = grant_of(desk.transaction, request);
        if (!grant) {
            return pass_on(grant);
        }
        auto used = use_grant(desk, *grant, request, true);
        if (!used) {
            return pass_on(used);
        }
        return **used;
    }
    if (request.state != registry::RequestState::Waiting) {
        return refuse(std::move(desk.transaction), desk.job,
                      {{"print.request-refused",
                        {{"request", std::to_string(request.id)}, {"reason", request.reason}}},
                       "",
                       {}});
    }
    auto decision = decision_on(parts, desk, request.count, request.recipients, &request);
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict == policy::Verdict::Refuse) {
        return refuse(std::move(desk.transaction), desk.job, refused_by(*decision));
    }
    // Also when the rules have become milder meanwhile: the agreement that was asked for is given
    // or not.
    auto told = read_told(desk.job.sentence);
    auto sentence =
        decision->verdict == policy::Verdict::Ask || !told ? decision->sentence : told->sentence;
    return Proceeding{Verdict::Hold, sentence, "imprimatur-approval-needed", decision->clauses, {}};
}

Result<Proceeding> Jobs::Inside::seek_grant(Desk desk, policy::Decision const& decision) {
    if (desk.identity.is_new()) {
        return hold(std::move(desk), decision, std::nullopt);
    }
    Wanted wanted{desk.identity.document.id,
                  desk.fingerprint,
                  desk.job.user,
                  desk.identity.action,
                  desk.identity.parent ? std::optional(desk.identity.parent->serial) : std::nullopt,
                  desk.job.copies};
    auto found = find_grants(parts, desk.transaction, wanted, desk.now);
    if (!found) {
        return pass_on(found);
    }
    if (found->usable) {
        auto request = desk.transaction.request(found->usable->request);
        if (!request) {
            return pass_on(request);
        }
        auto used = use_grant(desk, *found->usable, *request, false);
        if (!used) {
            return pass_on(used);
        }
        if (*used) {
            return **used;
        }
    }
    // A job that names nobody wants the copies that were granted. One that names its recipients
    // asks anew.
    bool claims_a_grant = desk.recipients.empty() && !found->waiting;
    if (claims_a_grant && !found->usable && found->used_up) {
        auto told = trouble_with(*found->used_up, desk.job.copies, desk.now, decision);
        if (told) {
            return refuse(std::move(desk.transaction), desk.job, *told);
        }
    }
    return hold(std::move(desk), decision, found->waiting);
}

Result<std::optional<Proceeding>> Jobs::Inside::use_grant(Desk& desk, registry::Grant const& grant,
                                                          registry::Request const& request,
                                                          bool is_own) {
    auto refused = [&](Told const& told) -> Result<std::optional<Proceeding>> {
        auto answer = refuse(std::move(desk.transaction), desk.job, told);
        if (!answer) {
            return pass_on(answer);
        }
        return std::optional(*answer);
    };
    // A job that waited takes what was granted, which may be less than it asked for.
    auto count = is_own ? std::min(desk.job.copies, grant.count) : desk.job.copies;
    auto open = open_recipients(desk.transaction, grant);
    if (!open) {
        return pass_on(open);
    }
    auto recipients = choose(*open, is_own ? std::vector<std::string>{} : desk.recipients, count);
    if (!recipients) { // for other people: that is another request
        return std::optional<Proceeding>();
    }
    auto decision = decision_on(parts, desk, count, *recipients, &request);
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict == policy::Verdict::Refuse) {
        return refused(refused_by(*decision));
    }
    if (decision->verdict == policy::Verdict::Ask) {
        if (!is_own) {
            return std::optional<Proceeding>();
        }
        return refused(
            {{"print.approval-lapsed", decision->sentence.values}, "", decision->clauses});
    }
    if (auto told = trouble_with(grant, count, desk.now, *decision)) {
        return refused(*told);
    }
    desk.job.copies = count;
    desk.job.request = request.id;
    auto answer = reserve(desk, *decision, *recipients, grant.id);
    if (!answer) {
        return pass_on(answer);
    }
    return std::optional(*answer);
}

} // namespace imprimatur::print
