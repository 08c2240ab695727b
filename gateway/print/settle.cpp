#include "foundation/step/step.hpp"
#include "gateway/print/ending.hpp"
#include "gateway/print/job_states.hpp"

namespace imprimatur::print {

using registry::CopyState;

namespace {

Result<registry::Copy> copy_of_job(registry::Transaction& transaction, registry::Job const& job,
                                   Serial serial) {
    auto copy = transaction.find_copy(serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (!*copy || (*copy)->job != job.id) {
        return fail(Fault::NotFound, {"print.copy-unknown", {{"serial", serial.text()}}});
    }
    return **copy;
}

tl::unexpected<Error> past_that(Serial serial) {
    return fail(Fault::Conflict, {"print.copy-past-that", {{"serial", serial.text()}}});
}

CopyState state_after(Outcome outcome) {
    return outcome == Outcome::Issued    ? CopyState::Issued
           : outcome == Outcome::Spoiled ? CopyState::Spoiled
                                         : CopyState::Void;
}

char const* event_of(Outcome outcome) {
    return outcome == Outcome::Issued    ? "copy.issued"
           : outcome == Outcome::Spoiled ? "copy.spoiled"
                                         : "copy.void";
}

} // namespace

Result<void> Jobs::deliver(std::string const& id, Serial serial, std::string const& actor,
                           pid_t process) {
    auto held = inside_->locks.hold(id);
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    if (!inside_->shelf.has(id, serial) && job->state == registry::JobState::Reserved) {
        // Started again since it was marked; nothing of it has left.
        auto marked = inside_->mark_rest(*job);
        if (!marked) {
            return marked;
        }
    }
    auto transaction = inside_->parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto copy = copy_of_job(*transaction, *job, serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (copy->state == CopyState::Delivering) {
        if (inside_->carriers.is_carried_by(serial, process)) {
            return {}; // the answer to the first call got lost
        }
        // Passing: that one settles it, and then the job has gone on.
        return fail(Fault::Unavailable, {"print.copy-with-another", {{"serial", serial.text()}}});
    }
    if (copy->state != CopyState::Reserved) {
        return past_that(serial);
    }
    if (!inside_->shelf.has(id, serial)) {
        return fail(Fault::Conflict, {"print.copy-not-at-hand", {{"serial", serial.text()}}});
    }
    auto moved = transaction->move_copy(serial, CopyState::Delivering, "",
                                        moved_entry("copy.delivering", *job, serial, ""));
    if (!moved) {
        return pass_on(moved);
    }
    step("deliver.before-commit");
    auto done = commit(std::move(*transaction));
    if (done) {
        inside_->carriers.take(serial, process);
        step("deliver.recorded");
    }
    return done;
}

Result<Descriptor> Jobs::fetch(std::string const& id, Serial serial) {
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    auto transaction = inside_->parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto copy = copy_of_job(*transaction, *job, serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (copy->state != CopyState::Delivering) {
        return past_that(serial);
    }
    auto file = inside_->shelf.find(id, serial);
    if (!file) {
        return fail(Fault::Conflict, {"print.copy-not-at-hand", {{"serial", serial.text()}}});
    }
    step("fetch.asked");
    return std::move(*file);
}

Result<void> Jobs::settle(std::string const& id, Serial serial, Outcome outcome,
                          std::string const& note, std::string const& actor) {
    auto held = inside_->locks.hold(id);
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    auto transaction = inside_->parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto copy = copy_of_job(*transaction, *job, serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (copy->state == state_after(outcome)) {
        return {};
    }
    if (!is_open(*copy)) {
        return past_that(serial);
    }
    // What a device says of a copy that came out is for the log; it is nothing about the copy.
    auto moved =
        transaction->move_copy(serial, state_after(outcome), outcome == Outcome::Issued ? "" : note,
                               moved_entry(event_of(outcome), *job, serial, note));
    if (!moved) {
        return pass_on(moved);
    }
    job->way = inside_->shelf.way_of(id);
    auto finished = finish_if_settled(*transaction, *job, std::nullopt);
    if (!finished) {
        return pass_on(finished);
    }
    step("settle.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return done;
    }
    step("settle.recorded");
    inside_->carriers.forget(serial);
    if (*finished) {
        inside_->parts.say("job " + id + " finished");
        inside_->leave_custody(*job);
    }
    return {};
}

Result<void> Jobs::cancel(std::string const& id, std::string const& note,
                          std::string const& actor) {
    auto held = inside_->locks.hold(id);
    return inside_->cancel(id, note, actor);
}

Result<void> Jobs::Inside::cancel(std::string const& id, std::string const& note,
                                  std::string const& actor) {
    auto job = find(id);
    if (!job) {
        return pass_on(job);
    }
    if (is_over(job->state)) {
        return {};
    }
    auto transaction = parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    Told told{{"print.cancelled", {{"account", actor}}}, "imprimatur-cancelled", {}};
    bool is_ended = true;
    if (job->state == registry::JobState::Reserved) {
        auto voided = void_reserved(*transaction, *job, note);
        if (!voided) {
            return voided;
        }
        auto finished = finish_if_settled(*transaction, *job, told);
        if (!finished) {
            return pass_on(finished);
        }
        is_ended = *finished; // what is on its way is settled by the backend
    } else {
        auto ended =
            end_job(*transaction, *job, registry::JobState::Cancelled, told, {{"note", note}});
        if (ended) {
            ended = withdraw_questions(*transaction, *job, note, {});
        }
        if (!ended) {
            return ended;
        }
    }
    step("cancel.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return done;
    }
    step("cancel.recorded");
    parts.say("job " + id + " cancelled");
    if (is_ended) {
        leave_custody(*job);
    }
    return {};
}

} // namespace imprimatur::print
