#include "foundation/step/step.hpp"
#include "gateway/print/inside.hpp"

namespace imprimatur::print {

namespace {

registry::Request request_for(Desk const& desk, policy::Policy const& policy) {
    registry::Request request;
    request.document = desk.identity.document.id;
    request.action = identifier(desk.identity.action);
    request.requester = desk.job.user;
    request.count = desk.job.copies;
    request.recipients = desk.recipients;
    request.purpose = option_of(desk.job, "imprimatur-purpose");
    request.job = desk.job.id;
    if (desk.identity.parent) {
        request.parent = desk.identity.parent->serial;
    }
    request.policy = PolicyBook::name_of(policy);
    request.fingerprint = desk.fingerprint;
    request.created_at = desk.now;
    return request;
}

} // namespace

Result<void> Jobs::Inside::register_new(Desk& desk) {
    if (!desk.identity.is_new()) {
        return {};
    }
    auto document = desk.identity.document;
    document.registered_at = desk.now;
    auto added = desk.transaction.add_document(
        document, {"document.registered",
                   "document:" + document.number,
                   {},
                   {{"level", std::string(identifier(document.level))}, {"job", desk.job.id}}});
    if (!added) {
        return pass_on(added);
    }
    desk.identity.document = *added;
    if (!is_classified(document.level)) {
        return {}; // known as a whole file only (recognise.hpp)
    }
    return desk.transaction.index_pages(added->id, desk.page_keys);
}

Result<Proceeding> Jobs::Inside::hold(Desk desk, policy::Decision const& decision,
                                      std::optional<registry::Request> request) {
    auto registered = register_new(desk);
    if (!registered) {
        return pass_on(registered);
    }
    if (!request) {
        auto added = desk.transaction.add_request(
            request_for(desk, parts.policies.current()),
            {"request.made",
             "document:" + desk.identity.document.number,
             decision.clauses,
             {{"job", desk.job.id},
              {"count", std::to_string(desk.job.copies)},
              {"action", std::string(identifier(desk.identity.action))}}});
        if (!added) {
            return pass_on(added);
        }
        request = *added;
    }
    Told told{decision.sentence, "imprimatur-approval-needed", decision.clauses};
    auto& job = desk.job;
    job.document = desk.identity.document.id;
    job.request = request->id;
    job.parent = request->parent;
    job.sentence = to_note(told);
    auto moved =
        move_job(desk.transaction, job, registry::JobState::Waiting,
                 {"job.held",
                  "job:" + job.id,
                  decision.clauses,
                  {{"request", std::to_string(request->id)}, {"sentence", decision.sentence.id}}});
    if (!moved) {
        return pass_on(moved);
    }
    step("decide.before-commit");
    auto done = commit(std::move(desk.transaction));
    if (!done) {
        return pass_on(done);
    }
    step("request.recorded");
    parts.say("job " + job.id + " held: " + told.sentence.id + ", request " +
              std::to_string(request->id));
    return Proceeding{Verdict::Hold, told.sentence, told.reason, told.clauses, {}};
}

/// Another job was quicker with the last of the grant, or there are no more numbers: a refusal, not
/// an error.
Result<Proceeding> Jobs::Inside::reservation_refused(Desk& desk, Error const& error,
                                                     policy::Decision const& decision) {
    bool is_refusal =
        error.fault == Fault::Exhausted && (error.sentence.id.starts_with("registry.grant-") ||
                                            error.sentence.id == "registry.numbers-exhausted");
    if (!is_refusal) {
        return tl::unexpected<Error>(error);
    }
    desk.job.grant.reset();
    return refuse(std::move(desk.transaction), desk.job,
                  {error.sentence, "imprimatur-grant-exhausted", decision.clauses});
}

namespace {

/// Which of the document's pages, and with which page options; empty details are left out.
Result<void> add_pages(Desk const& desk, std::map<std::string, std::string>& details) {
    if (!desk.job.arrangement.empty()) {
        details["arrangement"] = desk.job.arrangement;
    }
    auto const seen = read_seen(desk.job.inspection);
    if (!seen) {
        return pass_on(seen);
    }
    for (auto const& recognised : seen->recognised) {
        if (recognised.document == desk.identity.document.id && !recognised.printed.empty()) {
            details["pages"] = to_ranges(recognised.printed);
        }
    }
    return {};
}

} // namespace

Result<Proceeding> Jobs::Inside::reserve(Desk& desk, policy::Decision const& decision,
                                         std::vector<std::string> recipients,
                                         std::optional<registry::Id> grant) {
    auto registered = register_new(desk);
    if (!registered) {
        return pass_on(registered);
    }
    auto& job = desk.job;
    job.document = desk.identity.document.id;
    job.grant = grant;
    if (desk.identity.parent) {
        job.parent = desk.identity.parent->serial;
    }
    // A copy always has somebody who answers for it.
    recipients.resize(job.copies, job.user);
    registry::Transaction::Ask ask;
    ask.document = *job.document;
    ask.job = job.id;
    ask.grant = grant;
    ask.count = job.copies;
    ask.numbered = decision.obligations.number;
    ask.recipients = recipients;
    ask.parent = job.parent;
    ask.place = job.queue;
    ask.printed_by = job.user;
    std::map<std::string, std::string> details{
        {"document", desk.identity.document.number},
        {"count", std::to_string(job.copies)},
        {"grant", grant ? std::to_string(*grant) : ""},
        {"action", std::string(identifier(desk.identity.action))}};
    if (auto added = add_pages(desk, details); !added) {
        return pass_on(added);
    }
    auto reservation = desk.transaction.reserve(
        ask, desk.now, {"copy.reserved", "job:" + job.id, decision.clauses, std::move(details)});
    if (!reservation) {
        return reservation_refused(desk, reservation.error(), decision);
    }
    job.sentence = to_note({decision.sentence, "", decision.clauses});
    auto moved = move_job(desk.transaction, job, registry::JobState::Reserved,
                          {"job.reserved",
                           "job:" + job.id,
                           decision.clauses,
                           {{"copies", std::to_string(reservation->copies().size())}}});
    if (!moved) {
        return pass_on(moved);
    }
    step("reserve.before-commit");
    auto done = commit(std::move(desk.transaction));
    if (!done) {
        return pass_on(done);
    }
    step("reserve.committed");
    parts.say("job " + job.id + " reserved " + std::to_string(job.copies) + " copies");
    return deliver_rest(job);
}

} // namespace imprimatur::print
