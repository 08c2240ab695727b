#include "foundation/step/step.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/print/job_states.hpp"
#include "gateway/print/ranges.hpp"

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

/// Why a job ends, for the print system.
std::string reason_of(Error const& error) {
    return error.sentence.id.starts_with("print.") ? "imprimatur-refused" : "imprimatur-unreadable";
}

} // namespace

Result<std::optional<Arranged>> Jobs::Inside::arranged_of(registry::Job const& job) {
    if (job.original.empty() || job.arrangement.empty()) {
        return std::optional<Arranged>();
    }
    auto document = parts.store.open_object(job.object);
    auto inspection =
        document ? parts.documents.inspect(*document) : Result<pipe::Inspection>(pass_on(document));
    if (!inspection) {
        return pass_on(inspection);
    }
    return std::optional(Arranged{inspection->pages, std::move(inspection->findings)});
}

Result<Seen> Jobs::Inside::seen_of(registry::Job& job) {
    if (!job.inspection.empty()) {
        return read_seen(job.inspection);
    }
    // Page options and filters come after the person's document: it is known by what was sent.
    auto document = parts.store.open_object(job.original.empty() ? job.object : job.original);
    if (!document) {
        return pass_on(document);
    }
    auto inspection = parts.documents.inspect(*document);
    if (inspection && !job.original.empty()) { // before what the filters made of it is looked at
        if (auto trouble = find_range_trouble(job.arrangement, inspection->pages)) {
            return fail(Fault::BadInput, *trouble, job.arrangement);
        }
    }
    auto arranged = inspection ? arranged_of(job) : pass_on(inspection);
    if (!arranged) {
        return pass_on(arranged);
    }
    step("inspect.done");
    auto recognised = recognise(parts, *document, job, *inspection);
    if (!recognised) {
        return pass_on(recognised);
    }
    Seen seen{std::move(*inspection), std::move(*recognised), std::move(*arranged)};
    job.inspection = to_note(seen);
    return seen;
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

Result<std::optional<registry::Review>> Jobs::Inside::review_of(registry::Job const& job) const {
    auto transaction = parts.registry.look();
    return transaction ? transaction->find_review(job.id) : pass_on(transaction);
}

Result<Proceeding> Jobs::Inside::consider(registry::Job const& known) {
    auto job = known;
    if (job.user == nobody) {
        return unauthenticated(parts, job);
    }
    auto review = review_of(job);
    if (!review) {
        return pass_on(review);
    }
    if (*review && (*review)->state == registry::ReviewState::Waiting) {
        return told_again(job, Verdict::Hold);
    }
    if (!job.document) {
        job.inspection.clear(); // what is registered may have changed since
    }
    // Outside of any transaction: the worker may take its time.
    auto seen = seen_of(job);
    if (!seen && is_stuck(seen.error())) {
        parts.say("job " + job.id + ": " + seen.error().cause);
        return Proceeding{Verdict::Hold, seen.error().sentence, "imprimatur-unreadable", {}, {}};
    }
    if (!seen && !is_final(seen.error())) {
        return pass_on(seen);
    }
    auto transaction = parts.registry.begin(job.user);
    if (!transaction) {
        return pass_on(transaction);
    }
    if (!seen) {
        return refuse(std::move(*transaction), job,
                      {seen.error().sentence, reason_of(seen.error()), {}});
    }
    auto person = transaction->find_person(job.user);
    if (!person) {
        return pass_on(person);
    }
    if (!*person) {
        return refuse(std::move(*transaction), job,
                      {{"print.person-unknown", {{"account", job.user}}}, "", {"P9.1.7"}});
    }
    return consider_seen(std::move(*transaction), std::move(job), *seen);
}

Result<Proceeding> Jobs::Inside::consider_seen(registry::Transaction transaction, registry::Job job,
                                               Seen const& seen) {
    auto review = transaction.find_review(job.id);
    if (!review) {
        return pass_on(review);
    }
    if (*review && (*review)->state == registry::ReviewState::Refused) {
        return refuse(std::move(transaction), job,
                      {{"print.review-refused", {{"reason", (*review)->note}}}, "", {"P7.13.1"}});
    }
    auto identified = identify(parts, transaction, job, seen, *review);
    if (!identified) {
        return pass_on(identified);
    }
    if (auto const* unfit = std::get_if<Unfit>(&*identified)) {
        return refuse(std::move(transaction), job, {unfit->sentence, "", unfit->clauses});
    }
    if (auto const* doubt = std::get_if<Doubt>(&*identified)) {
        return hold_for_review(std::move(transaction), std::move(job), *doubt);
    }
    auto recipients = recipients_of(transaction, job);
    if (!recipients) {
        return pass_on(recipients);
    }
    return decide({std::move(transaction), job, std::get<Identity>(*identified), *recipients,
                   seen.inspection.fingerprint.text, seen.inspection.page_keys, parts.clock.now()});
}

} // namespace imprimatur::print
