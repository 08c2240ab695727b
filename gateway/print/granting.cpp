#include "gateway/print/granting.hpp"

#include <algorithm>

#include "foundation/step/step.hpp"
#include "gateway/print/ending.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/grants.hpp"

namespace imprimatur::print {

namespace {

tl::unexpected<Error> too_wide(char const* id, registry::Request const& request) {
    return fail(Fault::BadInput, {id, {{"asked", std::to_string(request.count)}}});
}

} // namespace

Result<Granted> narrowed(Parts const& parts, std::vector<registry::Person> const& people,
                         registry::Request const& request, Narrowing const& narrowing) {
    Granted out{request.count, request.recipients, std::nullopt};
    if (narrowing.recipients) {
        out.recipients = as_accounts(people, *narrowing.recipients);
        out.count = static_cast<std::uint32_t>(out.recipients.size());
        if (!request.recipients.empty() && !take_out(request.recipients, out.recipients)) {
            return too_wide("print.narrowing-other-people", request);
        }
    }
    if (narrowing.count) {
        out.count = *narrowing.count;
    }
    if (out.count < 1 || out.count > request.count) {
        return too_wide("print.narrowing-too-wide", request);
    }
    if (!out.recipients.empty() && out.recipients.size() != out.count) {
        return too_wide("print.narrowing-recipients", request);
    }
    auto now = parts.clock.now();
    if (narrowing.until) {
        out.until = end_of_day(*narrowing.until);
        if (*out.until <= now) {
            return too_wide("print.narrowing-past", request);
        }
    } else if (parts.settings.grant_days > 0) {
        std::chrono::sys_days last =
            std::chrono::sys_days{local_date(now)} + std::chrono::days{parts.settings.grant_days};
        out.until = end_of_day(Date{last});
    }
    return out;
}

Result<registry::Grant> make_grant(Parts const& parts, registry::Transaction& transaction,
                                   registry::Request const& request, Narrowing const& narrowing,
                                   std::string const& account, policy::Decision const& decision) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    auto granted = narrowed(parts, *people, request, narrowing);
    if (!granted) {
        return pass_on(granted);
    }
    registry::Grant grant;
    grant.request = request.id;
    grant.document = request.document;
    grant.fingerprint = request.fingerprint;
    grant.count = granted->count;
    grant.recipients = granted->recipients;
    grant.until = granted->until;
    grant.granted_by = account;
    grant.granted_at = parts.clock.now();
    return transaction.add_grant(grant, {"grant.made",
                                         "request:" + std::to_string(request.id),
                                         decision.clauses,
                                         {{"count", std::to_string(grant.count)},
                                          {"asked", std::to_string(request.count)},
                                          {"until", grant.until ? to_text(*grant.until) : ""}}});
}

Result<std::vector<registry::Job>> end_waiting_jobs(registry::Transaction& transaction,
                                                    registry::Id request, registry::JobState to,
                                                    Told const& told) {
    auto jobs = transaction.jobs(registry::JobState::Waiting);
    if (!jobs) {
        return pass_on(jobs);
    }
    std::vector<registry::Job> ended;
    for (auto& job : *jobs) {
        if (job.request != request) {
            continue;
        }
        auto done = end_job(transaction, job, to, told, {{"request", std::to_string(request)}});
        if (!done) {
            return pass_on(done);
        }
        ended.push_back(job);
    }
    return ended;
}

namespace {

void let_go_on(Parts const& parts, registry::Job const& job) {
    step("release.before");
    auto released = parts.releaser.release(job.queue, job.cups_job);
    if (!released) {
        parts.say("job " + job.id + " is not released yet: " + released.error().cause);
    }
    step("release.done");
    if (job.state == registry::JobState::Waiting ||
        (!released && released.error().fault == Fault::Unavailable)) {
        return; // its bytes are still needed, or they remind wake() of it
    }
    for (auto const& name : objects_of(job)) {
        if (auto removed = parts.store.remove(name); !removed) {
            parts.say("job " + job.id + ": its object stays: " + removed.error().cause);
        }
    }
}

} // namespace

void release_all(Parts const& parts, std::vector<registry::Job> const& jobs) {
    auto own = parts.store.names();
    if (!own) {
        parts.say("jobs are not released yet: " + own.error().cause);
        return;
    }
    for (auto const& job : jobs) {
        // What another gateway has in custody, its own print system lets go on.
        if (std::find(own->begin(), own->end(), job.object) != own->end()) {
            let_go_on(parts, job);
        }
    }
}

} // namespace imprimatur::print
