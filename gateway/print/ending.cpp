#include "gateway/print/ending.hpp"

#include <algorithm>

namespace imprimatur::print {

using registry::CopyState;

namespace {

bool may_be_on_paper(registry::Copy const& copy) {
    return copy.state != CopyState::Reserved && copy.state != CopyState::Void;
}

std::map<std::string, std::string> counted(std::vector<registry::Copy> const& copies) {
    auto count = [&](CopyState state) {
        return std::to_string(std::count_if(copies.begin(), copies.end(),
                                            [&](auto const& copy) { return copy.state == state; }));
    };
    return {{"issued", count(CopyState::Issued)},
            {"spoiled", count(CopyState::Spoiled)},
            {"void", count(CopyState::Void)}};
}

} // namespace

std::vector<std::string> objects_of(registry::Job const& job) {
    std::vector<std::string> out;
    for (auto const& name : {job.original, job.object}) {
        if (!name.empty()) {
            out.push_back(name);
        }
    }
    return out;
}

bool is_open(registry::Copy const& copy) {
    return copy.state == CopyState::Reserved || copy.state == CopyState::Delivering;
}

Result<bool> finish_if_settled(registry::Transaction& transaction, registry::Job& job,
                               std::optional<Told> const& why) {
    auto copies = transaction.copies_of_job(job.id);
    if (!copies) {
        return pass_on(copies);
    }
    if (std::any_of(copies->begin(), copies->end(), is_open)) {
        return false;
    }
    bool is_paper = std::any_of(copies->begin(), copies->end(), may_be_on_paper);
    auto values = counted(*copies);
    Told told = why && !is_paper ? *why : Told{{"print.finished", values}, "", {}};
    auto to = is_paper || !why                        ? registry::JobState::Finished
              : told.reason == "imprimatur-cancelled" ? registry::JobState::Cancelled
                                                      : registry::JobState::Refused;
    auto ended = end_job(transaction, job, to, told, values);
    if (!ended) {
        return pass_on(ended);
    }
    return true;
}

registry::Entry moved_entry(char const* what, registry::Job const& job, Serial serial,
                            std::string const& note) {
    registry::Entry entry{what, "copy:" + serial.text(), {}, {{"job", job.id}}};
    if (!note.empty()) {
        entry.details["note"] = note;
    }
    return entry;
}

Result<void> void_reserved(registry::Transaction& transaction, registry::Job const& job,
                           std::string const& note) {
    auto copies = transaction.copies_of_job(job.id);
    if (!copies) {
        return pass_on(copies);
    }
    for (auto const& copy : *copies) {
        if (copy.state != CopyState::Reserved) {
            continue;
        }
        auto moved = transaction.move_copy(copy.serial, CopyState::Void, note,
                                           moved_entry("copy.void", job, copy.serial, note));
        if (!moved) {
            return pass_on(moved);
        }
    }
    return {};
}

namespace {

Result<void> withdraw_review(registry::Transaction& transaction, registry::Job const& job,
                             std::string const& why, std::vector<std::string> const& clauses) {
    auto found = transaction.find_review(job.id);
    if (!found || !*found || (*found)->state != registry::ReviewState::Waiting) {
        return found ? Result<void>() : pass_on(found);
    }
    auto review = **found;
    review.state = registry::ReviewState::Withdrawn;
    review.note = why;
    return transaction.decide_review(
        review,
        {"review.withdrawn", "job:" + job.id, clauses, {{"review", std::to_string(review.id)}}});
}

} // namespace

Result<void> withdraw_questions(registry::Transaction& transaction, registry::Job const& job,
                                std::string const& why, std::vector<std::string> const& clauses) {
    if (auto withdrawn = withdraw_review(transaction, job, why, clauses); !withdrawn) {
        return withdrawn;
    }
    if (!job.request) {
        return {};
    }
    auto request = transaction.request(*job.request);
    if (!request) {
        return pass_on(request);
    }
    if (request->state != registry::RequestState::Waiting) {
        return {};
    }
    return transaction.close_request(request->id, registry::RequestState::Withdrawn, why,
                                     {"request.withdrawn",
                                      "request:" + std::to_string(request->id),
                                      clauses,
                                      {{"job", job.id}}});
}

} // namespace imprimatur::print
