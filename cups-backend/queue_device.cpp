#include "cups-backend/queue_device.hpp"

#include <algorithm>

#include "cups-backend/silence.hpp"
#include "cups-backend/talk.hpp"
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

/// Of those, cupsd adds and takes away the first by itself; the others its backends say.
bool is_absence(std::string_view keyword) {
    return keyword == "connecting-to-device" || keyword.starts_with("offline") ||
           keyword.starts_with("shutdown") || keyword.starts_with("timed-out");
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
    if (auto doubt = tell().doubt; !doubt.empty()) {
        return fail(Fault::Unavailable,
                    {"backend.queue-tells-nothing", {{"queue", queue_}, {"reason", doubt}}}, doubt);
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
    Silence silence(patience_, trouble_);
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        auto job = scheduler_.read_job(number);
        if (!job) {
            return pass_on(job);
        }
        if (cups::is_ended(job->state)) {
            auto fate = fate_of(*job);
            watcher_({}, "");
            return fate;
        }
        // A job that has not begun waits for the printer without harm, for as long as it takes.
        if (pause == longest_pause && (!tell().is_away || !job->has_begun)) {
            silence.end();
        }
        if (silence.is_over()) {
            return give_up(number);
        }
        if (stop_.wait(pause) || std::chrono::steady_clock::now() >= end) {
            watcher_({}, "");
            return Fate{Trail::Stopped, Outcome::Spoiled, {"backend.note-unknown", {}}};
        }
    }
}

Fate QueueDevice::fate_of(cups::Job const& job) {
    std::map<std::string, std::string> values{{"job", std::to_string(job.number)}};
    if (job.state == cups::JobState::Completed) {
        return tell().doubt.empty()
                   ? Fate{Trail::Ended, Outcome::Issued, {"backend.note-printed", values}}
                   : Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-not-known", {}}};
    }
    if (!job.has_begun) {
        return {Trail::Ended, Outcome::Void, {"backend.note-never-begun", values}};
    }
    return {Trail::Ended, Outcome::Spoiled, {"backend.note-broken-off", values}};
}

/// Whatever comes of it at the device now, it has been waited for long enough.
Result<Fate> QueueDevice::give_up(int number) {
    watcher_({}, "");
    if (auto cancelled = scheduler_.cancel_job(number); !cancelled) {
        return pass_on(cancelled);
    }
    return Fate{Trail::Ended, Outcome::Spoiled, {"backend.note-silent", {}}};
}

QueueDevice::Signs QueueDevice::tell() {
    Signs signs;
    auto queue = scheduler_.read_queue(queue_);
    if (!queue) {
        return signs;
    }
    watcher_(queue->reasons, queue->message);
    signs.is_away = queue->state == cups::QueueState::Stopped;
    for (auto const& reason : queue->reasons) {
        signs.is_away = signs.is_away || is_absence(reason);
        signs.doubt = is_doubt(reason) ? reason : signs.doubt;
    }
    return signs;
}

} // namespace imprimatur::backend
