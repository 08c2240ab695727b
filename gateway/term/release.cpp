#include "gateway/term/release.hpp"

namespace imprimatur::term {

namespace {

/// The job waits on, but for nothing: the next look at it decides by what the document is now.
Result<void> free_jobs(registry::Transaction& transaction, registry::Id request,
                       Release const& release) {
    auto jobs = transaction.jobs(registry::JobState::Waiting);
    if (!jobs) {
        return pass_on(jobs);
    }
    for (auto& job : *jobs) {
        if (job.request != request) {
            continue;
        }
        job.request.reset();
        auto changed = transaction.change_job(job, registry::JobState::Waiting,
                                              {"job.freed",
                                               "job:" + job.id,
                                               release.clauses,
                                               {{"document", release.document.number}}});
        if (!changed) {
            return changed;
        }
    }
    return {};
}

Result<void> close_requests(registry::Transaction& transaction, Release const& release) {
    auto requests = transaction.requests(registry::RequestState::Waiting);
    if (!requests) {
        return pass_on(requests);
    }
    for (auto const& request : *requests) {
        if (request.document != release.document.id) {
            continue;
        }
        auto closed =
            transaction.close_request(request.id, registry::RequestState::Withdrawn, "declassified",
                                      {"request.withdrawn",
                                       "request:" + std::to_string(request.id),
                                       release.clauses,
                                       {{"note", "declassified"}}});
        closed = closed ? free_jobs(transaction, request.id, release) : closed;
        if (!closed) {
            return closed;
        }
    }
    return {};
}

} // namespace

Result<void> release(registry::Transaction& transaction, Release const& release) {
    auto const& document = release.document;
    auto done =
        transaction.declassify(document, release.day, release.clauses,
                               {"document.declassified",
                                "document:" + document.number,
                                release.clauses,
                                {{"day", to_text(release.day)},
                                 {"level", std::string(identifier(document.level))},
                                 {"period", document.period ? document.period->identifier() : ""},
                                 {"why", release.why}}});
    if (!done) {
        return pass_on(done);
    }
    return close_requests(transaction, release);
}

} // namespace imprimatur::term
