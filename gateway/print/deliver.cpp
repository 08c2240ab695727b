#include <algorithm>

#include "foundation/step/step.hpp"
#include "gateway/print/ending.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/marks.hpp"

namespace imprimatur::print {

namespace {

using registry::CopyState;

std::vector<CopyLine> lines_of(std::vector<registry::Copy> const& copies) {
    std::vector<CopyLine> out;
    for (auto const& copy : copies) {
        out.push_back({copy.serial, copy.number, copy.state, device_name(copy.serial)});
    }
    return out;
}

Result<std::vector<registry::Copy>> copies_of(Parts const& parts, std::string const& job) {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    return transaction->copies_of_job(job);
}

/// The template that the rules want for this job; they were asked whether it may be, at the
/// reservation.
Result<policy::Obligations> obligations_of(Parts const& parts, registry::Transaction& transaction,
                                           registry::Job const& job) {
    auto document = transaction.document(job.document.value_or(0));
    if (!document) {
        return pass_on(document);
    }
    Case about;
    about.action = job.parent ? policy::Action::Copy : policy::Action::Print;
    about.document = *document;
    about.account = job.user;
    about.count = job.copies;
    about.place = job.queue;
    about.request = job.request;
    auto facts = facts_of(transaction, about, local_date(parts.clock.now()));
    if (!facts) {
        return pass_on(facts);
    }
    auto rules = parts.policies.current();
    if (job.request) {
        auto request = transaction.request(*job.request);
        if (!request) {
            return pass_on(request);
        }
        rules = parts.policies.of(request->policy);
    }
    return rules.decide(*facts).obligations;
}

} // namespace

namespace {

/// What the worker is asked for; made in one look, so that no transaction waits for a worker.
struct MarkOrder {
    std::vector<Serial> serials;
    std::vector<Mark> marks;
    std::string template_name;
    pipe::Workers::Making how;
};

Result<MarkOrder> order_for(Parts const& parts, registry::Job const& job) {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto reservation = transaction->reserved_copies(job.id);
    if (!reservation) {
        return pass_on(reservation);
    }
    auto seen = read_seen(job.inspection);
    if (!seen) {
        return pass_on(seen);
    }
    auto marks = marks_of(parts, *transaction, job, *seen, *reservation);
    if (!marks) {
        return pass_on(marks);
    }
    auto obligations = obligations_of(parts, *transaction, job);
    if (!obligations) {
        return pass_on(obligations);
    }
    MarkOrder order{{}, *marks, obligations->template_name, making_of(*obligations, *marks)};
    for (auto const& copy : reservation->copies()) {
        order.serials.push_back(copy.serial);
    }
    return order;
}

/// What was out of the ordinary in marking stands in the log, with the pages it is about.
Result<void> record_remarks(Parts const& parts, registry::Job const& job,
                            pipe::Marked const& marked) {
    if (marked.remarks.empty()) {
        return {};
    }
    std::map<std::string, std::string> details{{"way", marked.way}};
    for (auto const& remark : marked.remarks) {
        parts.say("job " + job.id + ": " + remark.id);
        auto const pages = remark.values.find("pages");
        details[remark.id] = pages == remark.values.end() ? "yes" : pages->second;
    }
    auto transaction = parts.registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = transaction->record({"job.remarked", "job:" + job.id, {}, details});
    return recorded ? commit(std::move(*transaction)) : recorded;
}

} // namespace

Result<void> Jobs::Inside::mark_rest(registry::Job const& job) {
    auto order = order_for(parts, job);
    if (!order) {
        return pass_on(order);
    }
    if (std::all_of(order->serials.begin(), order->serials.end(),
                    [&](Serial serial) { return shelf.has(job.id, serial); })) {
        return {};
    }
    auto document = parts.store.open_object(job.object);
    if (!document) {
        return pass_on(document);
    }
    auto marked = parts.documents.mark(*document, order->template_name, order->marks, order->how);
    if (!marked) {
        return pass_on(marked);
    }
    if (marked->copies.size() != order->serials.size()) {
        return fail(Fault::Internal, {"print.record-damaged", {}},
                    "the worker gave another number of copies");
    }
    if (auto recorded = record_remarks(parts, job, *marked); !recorded) {
        return recorded;
    }
    for (std::size_t i = 0; i < order->serials.size(); ++i) {
        shelf.put(job.id, order->serials[i], std::move(marked->copies[i]));
    }
    shelf.note_way(job.id, marked->way);
    parts.say("job " + job.id + " marked: " + marked->way +
              (marked->causes.empty() ? "" : " (" + marked->causes + ")"));
    step("mark.done");
    return {};
}

Result<Proceeding> Jobs::Inside::deliver_rest(registry::Job const& job) {
    auto marked = mark_rest(job);
    if (!marked) {
        auto fault = marked.error().fault;
        if (fault == Fault::BadInput || fault == Fault::Unsupported || fault == Fault::NotFound) {
            return give_up(job, marked.error());
        }
        if (fault == Fault::Unavailable || fault == Fault::Exhausted) {
            return pass_on(marked);
        }
        parts.say("job " + job.id + " cannot be marked: " + marked.error().cause);
        return Proceeding{Verdict::Hold, marked.error().sentence, "imprimatur-unreadable", {}, {}};
    }
    auto copies = copies_of(parts, job.id);
    if (!copies) {
        return pass_on(copies);
    }
    auto told = read_told(job.sentence);
    if (!told) {
        return pass_on(told);
    }
    return Proceeding{Verdict::Deliver, told->sentence, "", told->clauses, lines_of(*copies)};
}

Result<Proceeding> Jobs::Inside::give_up(registry::Job const& known, Error const& error) {
    auto job = known;
    auto transaction = parts.registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    auto voided = void_reserved(*transaction, job, error.sentence.id);
    if (!voided) {
        return pass_on(voided);
    }
    auto finished =
        finish_if_settled(*transaction, job, Told{error.sentence, "imprimatur-unreadable", {}});
    if (!finished) {
        return pass_on(finished);
    }
    step("giveup.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    parts.say("job " + job.id + " cannot be marked: " + error.cause);
    if (!*finished) {
        return deliver_rest(job);
    }
    leave_custody(job);
    if (job.state == registry::JobState::Finished) {
        return finish(job);
    }
    return Proceeding{Verdict::Refuse, error.sentence, "imprimatur-unreadable", {}, {}};
}

Result<Proceeding> Jobs::Inside::finish(registry::Job const& job) {
    auto told = read_told(job.sentence);
    if (!told) {
        return pass_on(told);
    }
    auto copies = copies_of(parts, job.id);
    if (!copies) {
        return pass_on(copies);
    }
    return Proceeding{Verdict::Finished, told->sentence, "", told->clauses, lines_of(*copies)};
}

} // namespace imprimatur::print
