#include "foundation/step/step.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/print/job_states.hpp"

namespace imprimatur::print {

std::string_view identifier(Verdict verdict) {
    switch (verdict) {
    case Verdict::Deliver:
        return "deliver";
    case Verdict::Hold:
        return "hold";
    case Verdict::Refuse:
        return "refuse";
    case Verdict::Finished:
        return "finished";
    case Verdict::Authenticate:
        break;
    }
    return "authenticate";
}

std::string device_name(Serial serial) {
    return "imprimatur-" + serial.plain();
}

Result<void> move_job(registry::Transaction& transaction, registry::Job& job, registry::JobState to,
                      registry::Entry const& entry) {
    auto from = job.state;
    if (!is_allowed_move(from, to)) {
        return fail(Fault::Internal, {"print.record-damaged", {}},
                    "job " + job.id + ": no move " + std::to_string(static_cast<int>(from)) +
                        " to " + std::to_string(static_cast<int>(to)));
    }
    job.state = to;
    return transaction.change_job(job, from, entry);
}

Result<void> end_job(registry::Transaction& transaction, registry::Job& job, registry::JobState to,
                     Told const& told, std::map<std::string, std::string> details) {
    job.sentence = to_note(told);
    details["sentence"] = told.sentence.id;
    auto what = to == registry::JobState::Refused     ? "job.refused"
                : to == registry::JobState::Cancelled ? "job.cancelled"
                                                      : "job.finished";
    return move_job(transaction, job, to,
                    {what, "job:" + job.id, told.clauses, std::move(details)});
}

Result<std::vector<std::string>> recipients_of(registry::Transaction& transaction,
                                               registry::Job const& job) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    return as_accounts(*people, split_names(option_of(job, "imprimatur-recipients")));
}

namespace {

Proceeding told_again(registry::Job const& job, Verdict verdict) {
    auto told = read_told(job.sentence);
    if (!told) {
        return {verdict, told.error().sentence, {}, {}, {}};
    }
    return {verdict, told->sentence, told->reason, told->clauses, {}};
}

/// What nobody here can change by trying again: the person hears it and the job ends.
bool is_final(Error const& error) {
    return error.fault == Fault::BadInput || error.fault == Fault::Unsupported ||
           (error.fault == Fault::Exhausted && error.sentence.id.starts_with("pipe."));
}

/// A worker died on the document or took too long: it stays in custody, and the job is held.
bool is_stuck(Error const& error) {
    return error.fault == Fault::Internal || error.fault == Fault::TimedOut;
}

} // namespace

Result<pipe::Inspection> Jobs::Inside::inspection_of(registry::Job& job) {
    if (!job.inspection.empty()) {
        return read_inspection(job.inspection);
    }
    auto document = parts.store.open_object(job.object);
    if (!document) {
        return pass_on(document);
    }
    auto inspection = parts.documents.inspect(*document);
    if (inspection) {
        job.inspection = to_note(*inspection);
        step("inspect.done");
    }
    return inspection;
}

Result<Proceeding> Jobs::proceed(std::string const& id) {
    auto held = inside_->locks.hold(id);
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    switch (job->state) {
    case registry::JobState::Arriving:
        return fail(Fault::Conflict, {"print.document-missing", {}});
    case registry::JobState::InCustody:
    case registry::JobState::Waiting:
        return inside_->consider(*job);
    case registry::JobState::Reserved:
        return inside_->deliver_rest(*job);
    case registry::JobState::Finished:
        return inside_->finish(*job);
    case registry::JobState::Refused:
    case registry::JobState::Cancelled:
        break;
    }
    return told_again(*job, Verdict::Refuse);
}

namespace {

Result<Proceeding> unauthenticated(Parts const& parts, registry::Job const& job) {
    auto transaction = parts.registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = transaction->record({"job.unauthenticated", "job:" + job.id, {"P9.1.7"}, {}});
    if (!recorded) {
        return pass_on(recorded);
    }
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    return Proceeding{Verdict::Authenticate,
                      {"print.not-authenticated", {}},
                      "imprimatur-authentication-needed",
                      {"P9.1.7"},
                      {}};
}

} // namespace

Result<Proceeding> Jobs::Inside::consider(registry::Job const& known) {
    auto job = known;
    if (job.user == nobody) {
        return unauthenticated(parts, job);
    }
    // Outside of any transaction: the worker may take its time.
    auto inspection = inspection_of(job);
    if (!inspection && is_stuck(inspection.error())) {
        parts.say("job " + job.id + ": " + inspection.error().cause);
        return Proceeding{
            Verdict::Hold, inspection.error().sentence, "imprimatur-unreadable", {}, {}};
    }
    if (!inspection && !is_final(inspection.error())) {
        return pass_on(inspection);
    }
    auto transaction = parts.registry.begin(job.user);
    if (!transaction) {
        return pass_on(transaction);
    }
    if (!inspection) {
        return refuse(std::move(*transaction), job,
                      {inspection.error().sentence, "imprimatur-unreadable", {}});
    }
    auto person = transaction->find_person(job.user);
    if (!person) {
        return pass_on(person);
    }
    if (!*person) {
        return refuse(std::move(*transaction), job,
                      {{"print.person-unknown", {{"account", job.user}}}, "", {"P9.1.7"}});
    }
    auto identified = identify(parts, *transaction, job, *inspection);
    if (!identified) {
        return pass_on(identified);
    }
    if (auto const* unfit = std::get_if<Unfit>(&*identified)) {
        return refuse(std::move(*transaction), job, {unfit->sentence, "", unfit->clauses});
    }
    auto recipients = recipients_of(*transaction, job);
    if (!recipients) {
        return pass_on(recipients);
    }
    Desk desk{std::move(*transaction),         job,
              std::get<Identity>(*identified), *recipients,
              inspection->fingerprint.text,    parts.clock.now()};
    return decide(std::move(desk));
}

} // namespace imprimatur::print
