#include <set>

#include "gateway/print/ending.hpp"
#include "gateway/print/granting.hpp"

namespace imprimatur::print {

namespace {

/// How long the backend of an ended job has to tell what became of its copies.
constexpr std::chrono::minutes patience{1};

struct Open {
    registry::Job job;
    bool is_decided = false; ///< waits, though its request is decided
};

/// Jobs whose bytes are in the custody of this gateway: on one registry there may be several, each
/// with a print system of its own.
Result<std::set<std::string>> own_objects(store::Store const& store) {
    auto names = store.names();
    if (!names) {
        return pass_on(names);
    }
    return std::set<std::string>(names->begin(), names->end());
}

Result<std::vector<Open>> open_jobs(Parts const& parts, std::set<std::string> const& own) {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    std::vector<Open> out;
    for (auto state : {registry::JobState::Arriving, registry::JobState::InCustody,
                       registry::JobState::Waiting, registry::JobState::Reserved}) {
        auto jobs = transaction->jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto const& job : *jobs) {
            bool is_arriving = state == registry::JobState::Arriving;
            if (!own.contains(is_arriving ? job.original : job.object)) {
                continue;
            }
            Open open{job};
            if (state == registry::JobState::Waiting && !job.request) {
                auto review = transaction->find_review(job.id);
                if (!review) {
                    return pass_on(review);
                }
                // Without one, what it waited for is asked for no more.
                open.is_decided = !*review || (*review)->state != registry::ReviewState::Waiting;
            } else if (state == registry::JobState::Waiting) {
                auto request = transaction->request(*job.request);
                if (!request) {
                    return pass_on(request);
                }
                open.is_decided = request->state != registry::RequestState::Waiting;
            }
            out.push_back(std::move(open));
        }
    }
    return out;
}

/// Ours, but ended by the word of an approver at another gateway.
Result<std::vector<registry::Job>> ended_elsewhere(Parts const& parts, std::set<std::string> own,
                                                   std::vector<Open> const& open) {
    for (auto const& [job, is_decided] : open) {
        own.erase(job.object);
        own.erase(job.original);
    }
    std::vector<registry::Job> out;
    if (own.empty()) {
        return out;
    }
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    for (auto state : {registry::JobState::Refused, registry::JobState::Cancelled}) {
        auto jobs = transaction->jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto const& job : *jobs) {
            if (own.contains(job.object)) {
                out.push_back(job);
            }
        }
    }
    return out;
}

} // namespace

bool Jobs::Inside::is_gone_long_enough(registry::Job const& job) {
    std::lock_guard lock(gone_mutex);
    auto now = parts.clock.now();
    auto first = gone_since.emplace(job.id, now).first->second;
    return job.state == registry::JobState::Waiting || now - first >= patience;
}

/// Nobody will tell any more: what was on its way may be on paper, and is accounted for (K19,
/// P7.13.4).
Result<void> Jobs::Inside::abandon(registry::Job const& job) {
    constexpr auto why = "the print system has the job no more";
    auto held = locks.hold(job.id);
    if (job.state == registry::JobState::Reserved) {
        auto transaction = parts.registry.begin("imprimaturd");
        if (!transaction) {
            return pass_on(transaction);
        }
        auto copies = transaction->copies_of_job(job.id);
        if (!copies) {
            return pass_on(copies);
        }
        for (auto const& copy : *copies) {
            if (copy.state != registry::CopyState::Delivering) {
                continue;
            }
            auto moved = transaction->move_copy(copy.serial, registry::CopyState::Spoiled, why,
                                                moved_entry("copy.spoiled", job, copy.serial, why));
            if (!moved) {
                return pass_on(moved);
            }
        }
        auto done = commit(std::move(*transaction));
        if (!done) {
            return done;
        }
    }
    return cancel(job.id, why, "imprimaturd");
}

Result<void> Jobs::Inside::look_after(registry::Job const& job, bool is_decided) {
    auto gone = parts.releaser.is_gone(job.queue, job.cups_job, job.cups_uuid);
    if (!gone) {
        return pass_on(gone);
    }
    if (*gone) {
        return is_gone_long_enough(job) ? abandon(job) : Result<void>();
    }
    return is_decided ? parts.releaser.release(job.queue, job.cups_job) : Result<void>();
}

Result<void> Jobs::wake() {
    auto const& parts = inside_->parts;
    auto own = own_objects(parts.store);
    if (!own) {
        return pass_on(own);
    }
    auto open = open_jobs(parts, *own);
    if (!open) {
        return pass_on(open);
    }
    auto ended = ended_elsewhere(parts, *own, *open);
    if (!ended) {
        return pass_on(ended);
    }
    release_all(parts, *ended);
    for (auto const& [job, is_decided] : *open) {
        auto done = inside_->look_after(job, is_decided);
        if (!done && done.error().fault == Fault::Unavailable) {
            return done; // the print system is away: for the others too
        }
        if (!done) {
            parts.say("job " + job.id + ": " + done.error().sentence.id + " " + done.error().cause);
        }
    }
    return {};
}

} // namespace imprimatur::print
