#include "cups-backend/queue_device.hpp"

#include "foundation/step/step.hpp"

namespace imprimatur::backend {

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds first_pause{40};
constexpr Milliseconds longest_pause{500};
constexpr Milliseconds for_ever = std::chrono::hours(24 * 365);
constexpr Milliseconds for_a_cancelled_job{12000}; // cupsd kills us after JobKillDelay, 30 s

/// Created, and still waiting for its document: no paper can have come of it.
bool is_empty(cups::Job const& job) {
    return !cups::is_ended(job.state) && !job.has_begun && job.documents == 0;
}

/// Killed between taking the document and letting the job go, cupsd holds the job for ever after
/// its restart, though nobody asked it to.
bool is_forgotten(cups::Job const& job) {
    return job.state == cups::JobState::Held && job.hold_until == "no-hold" && job.documents > 0 &&
           !job.has_begun;
}

Fate fate_of(cups::Job const& job) {
    std::map<std::string, std::string> values{{"job", std::to_string(job.number)}};
    if (job.state == cups::JobState::Completed) {
        return {Trail::Ended, Outcome::Issued, {"backend.note-printed", values}};
    }
    if (!job.has_begun) {
        return {Trail::Ended, Outcome::Void, {"backend.note-never-begun", values}};
    }
    return {Trail::Ended, Outcome::Spoiled, {"backend.note-broken-off", values}};
}

} // namespace

Result<void> QueueDevice::prepare(Copy const& copy) {
    auto found = scheduler_.find_job(queue_, copy.name);
    if (!found) {
        return pass_on(found);
    }
    if (*found && is_empty(**found)) {
        prepared_ = (*found)->number;
        return {};
    }
    if (*found && ((*found)->has_begun || (*found)->documents > 0)) {
        return fail(Fault::Internal, {"backend.copy-was-there", {{"name", copy.name}}},
                    "job " + std::to_string((*found)->number));
    }
    auto made = scheduler_.create_job(queue_, copy.name, options_);
    if (!made) {
        auto error = made.error();
        error.fault = error.fault == Fault::Conflict ? Fault::Unavailable : error.fault;
        return tl::unexpected(error);
    }
    prepared_ = *made;
    return {};
}

Result<Fate> QueueDevice::send(Copy const&, Descriptor const& document) {
    auto sent = scheduler_.send_document(queue_, prepared_, document, "application/pdf");
    if (!sent) {
        return pass_on(sent);
    }
    step("backend.sent");
    return follow(prepared_, for_ever);
}

Result<Fate> QueueDevice::look(Copy const& copy) {
    auto found = scheduler_.find_job(queue_, copy.name);
    if (!found) {
        return pass_on(found);
    }
    if (!*found) {
        return Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-unknown", {}}};
    }
    if (is_empty(**found)) {
        prepared_ = (*found)->number;
        return Fate{Trail::Unsent, Outcome::Void, {"backend.note-unsent", {}}};
    }
    if (is_forgotten(**found)) {
        if (auto released = scheduler_.release_job((*found)->number); !released) {
            return pass_on(released);
        }
    }
    return follow((*found)->number, for_ever);
}

Result<Fate> QueueDevice::cancel(Copy const& copy) {
    auto found = scheduler_.find_job(queue_, copy.name);
    if (!found) {
        return pass_on(found);
    }
    if (!*found) {
        return Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-unknown", {}}};
    }
    if (auto cancelled = scheduler_.cancel_job((*found)->number); !cancelled) {
        return pass_on(cancelled);
    }
    auto fate = follow((*found)->number, for_a_cancelled_job);
    if (fate && fate->trail != Trail::Ended) {
        return Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-unknown", {}}};
    }
    return fate;
}

Result<Fate> QueueDevice::follow(int number, Milliseconds longest) {
    auto const end = std::chrono::steady_clock::now() + longest;
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        auto job = scheduler_.read_job(number);
        if (!job) {
            return pass_on(job);
        }
        if (cups::is_ended(job->state)) {
            watcher_({}, "");
            return fate_of(*job);
        }
        if (pause == longest_pause) {
            tell();
        }
        if (stop_.wait(pause) || std::chrono::steady_clock::now() >= end) {
            watcher_({}, "");
            return Fate{Trail::Stopped, Outcome::Spoiled, {"backend.note-unknown", {}}};
        }
    }
}

void QueueDevice::tell() {
    if (auto queue = scheduler_.read_queue(queue_)) {
        watcher_(queue->reasons, queue->message);
    }
}

} // namespace imprimatur::backend
