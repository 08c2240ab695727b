#include "cups-backend/errand.hpp"

#include <algorithm>
#include <array>
#include <sys/stat.h>
#include <unistd.h>

#include "cups-backend/parts.hpp"
#include "cups-backend/text.hpp"
#include "foundation/step/step.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::chrono::milliseconds patience_with_cups{5000};
constexpr std::chrono::milliseconds before_another_run{3000};
constexpr std::chrono::milliseconds before_another_copy{10000};

} // namespace

Errand::Errand(Invocation const& invocation, Sentences const& sentences, Voice& voice, Stop& stop)
    : invocation_(invocation), sentences_(sentences), voice_(voice), stop_(stop),
      service_(invocation.destination, invocation.language, stop,
               [this](Error const& error) { say(Tone::Notice, error.sentence); }),
      device_(open_device(
          invocation, stop,
          [this](std::vector<std::string> const& states, std::string const& message) {
              voice_.show_states(states);
              if (!message.empty()) {
                  voice_.say(Tone::Progress, message);
              }
          },
          [this](Sentence const& sentence) { say(Tone::Notice, sentence); },
          [this](std::string_view text) { voice_.note(text); })) {}

std::string Errand::text_of(Sentence const& sentence) const {
    return sentences_.say(sentence, invocation_.language);
}

void Errand::say(Tone tone, Sentence const& sentence) {
    voice_.say(tone, text_of(sentence));
}

Exit Errand::go() {
    auto const exit = run();
    drain(); // to the filter, an end before this is a violent one
    return exit;
}

Exit Errand::run() {
    if (!is_known_person(invocation_.user)) {
        drain();
        say(Tone::Notice, {"backend.not-authenticated", {}});
        return Exit::AuthRequired;
    }
    auto own = cups::Scheduler({}, patience_with_cups).read_job(invocation_.job);
    if (!own && own.error().fault != Fault::NotFound) {
        return end_with(own.error());
    }
    identity_ = own && !own->uuid.empty() ? cups::identity_of(*own) : invocation_.uuid;
    if (own && own->documents > 1) {
        return refuse_several_documents();
    }
    return announce();
}

/// CUPS would bring each file of the job in a run of its own, and nothing tells the second from the
/// first one brought again.
Exit Errand::refuse_several_documents() {
    Sentence const sentence{"backend.several-documents", {}};
    drain();
    auto announced = service_.announce(invocation_, identity_);
    if (!announced) {
        return end_with(announced.error());
    }
    if (auto cancelled = service_.cancel(announced->job, text_of(sentence)); !cancelled) {
        return end_with(cancelled.error());
    }
    say(Tone::Refusal, sentence);
    voice_.clear_printer();
    return Exit::Cancel;
}

Exit Errand::announce() {
    auto announced = service_.announce(invocation_, identity_);
    if (!announced) {
        return end_with(announced.error());
    }
    job_ = announced->job;
    step("backend.announced");
    if (!announced->needs_document) {
        drain();
    } else if (auto exit = bring_in()) {
        return *exit;
    }
    step("backend.in-custody");
    return follow_service();
}

std::optional<Exit> Errand::bring_in() {
    auto parts = Parts::open(invocation_.document, stop_, invocation_.is_framed);
    if (!parts) {
        return end_with(parts.error());
    }
    if (invocation_.arrangement.is_shaping && !parts->is_arranged()) {
        return refuse_unarranged();
    }
    if (parts->has_original()) {
        if (auto put = service_.put_original(job_, parts->original()); !put) {
            return end_with(put.error());
        }
        step("backend.original-in-custody");
    }
    auto put = service_.put_document(job_, parts->document());
    return put ? std::nullopt : std::optional(end_with(put.error()));
}

/// The whole document instead of the pages that were asked for would be other paper than was
/// wanted, and counted as such.
Exit Errand::refuse_unarranged() {
    Sentence const sentence{"backend.not-arranged", {{"options", invocation_.arrangement.text}}};
    drain();
    if (auto cancelled = service_.cancel(job_, text_of(sentence)); !cancelled) {
        return end_with(cancelled.error());
    }
    say(Tone::Refusal, sentence);
    voice_.clear_printer();
    return Exit::Cancel;
}

/// The filter before us must be able to end even when we need nothing of it; and while it runs, its
/// messages and ours would get into each other.
void Errand::drain() {
    struct stat facts {};
    if (::fstat(invocation_.document.number(), &facts) != 0 || S_ISREG(facts.st_mode)) {
        return;
    }
    std::array<char, 65536> room{};
    while (::read(invocation_.document.number(), room.data(), room.size()) > 0 &&
           !stop_.is_asked()) {
    }
}

Exit Errand::follow_service() {
    for (;;) {
        if (stop_.is_asked()) {
            return stopped(std::nullopt);
        }
        auto proceeding = service_.proceed(job_);
        if (!proceeding) {
            return end_with(proceeding.error());
        }
        step("backend.decided");
        if (auto exit = obey(*proceeding)) {
            return *exit;
        }
    }
}

std::optional<Exit> Errand::obey(Proceeding const& proceeding) {
    auto tell = [&](Tone tone) {
        voice_.say(tone, proceeding.sentence);
        voice_.reason(proceeding.reason);
        voice_.clear_printer();
    };
    switch (proceeding.verdict) {
    case Verdict::Authenticate:
        tell(Tone::Notice);
        return Exit::AuthRequired;
    case Verdict::Hold:
        tell(Tone::Notice);
        return Exit::Hold;
    case Verdict::Refuse:
        tell(Tone::Refusal);
        return Exit::Cancel;
    case Verdict::Finished:
        voice_.clear_printer();
        return Exit::Ok;
    case Verdict::Deliver:
        break;
    }
    bool has_work = false;
    for (auto const& copy : proceeding.copies) {
        if (copy.state == CopyState::Over) {
            continue;
        }
        has_work = true;
        if (auto exit = bring(copy)) {
            return exit;
        }
    }
    if (!has_work) {
        return end_with({Fault::Internal, {"http.answer-broken", {}}, "nothing to deliver"});
    }
    return std::nullopt;
}

std::optional<Exit> Errand::bring(Copy const& copy) {
    say(Tone::Progress, {"backend.copy-at-device", {{"number", copy.number}}});
    bool is_new = copy.state == CopyState::Reserved;
    auto fate = is_new ? Result<Fate>(Fate{Trail::Unsent, Outcome::Void, {}}) : device_->look(copy);
    if (fate && fate->trail == Trail::Unsent) {
        fate = hand_over(copy);
    }
    if (!fate) {
        return stop_.is_asked() ? stopped(copy) : end_with(fate.error());
    }
    return fate->trail == Trail::Stopped ? stopped(copy) : settle(copy, *fate);
}

Result<Fate> Errand::hand_over(Copy const& copy) {
    if (auto prepared = device_->prepare(copy); !prepared) {
        return pass_on(prepared);
    }
    step("backend.prepared");
    if (copy.state == CopyState::Reserved) {
        if (auto recorded = service_.deliver(job_, copy); !recorded) {
            return pass_on(recorded);
        }
        step("backend.delivering");
    }
    auto document = service_.fetch(job_, copy);
    if (!document && document.error().fault == Fault::Conflict) {
        // The service began anew and has it no more; nothing of it left us.
        return Fate{Trail::Ended, Outcome::Void, {"backend.note-unsent", {}}};
    }
    if (!document) {
        return pass_on(document);
    }
    step("backend.fetched");
    return device_->send(copy, *document);
}

std::optional<Exit> Errand::settle(Copy const& copy, Fate const& fate) {
    step("backend.printed");
    if (fate.outcome == Outcome::Void && fate.note.id == "backend.note-unsent") {
        static_cast<void>(device_->cancel(copy)); // the empty job that waits for it
    }
    bool const is_asked = stop_.is_asked();
    stop_.forget(); // what became of the copy is said first
    auto settled = service_.settle(job_, copy, fate.outcome, text_of(fate.note));
    if (is_asked) {
        return stopped(std::nullopt);
    }
    if (!settled) {
        return end_with(settled.error());
    }
    step("backend.settled");
    if (fate.outcome != Outcome::Issued) {
        stop_.wait(before_another_copy); // a device that spoils every copy at once
    }
    return std::nullopt;
}

/// Told to stop: because the person cancelled, or because the queue or the scheduler stops. Only
/// the scheduler knows which; when it does not say, the job goes on later.
Exit Errand::stopped(std::optional<Copy> const& copy) {
    stop_.forget();
    auto own = cups::Scheduler({}, patience_with_cups).read_job(invocation_.job);
    bool is_cancelled =
        own && (own->state == cups::JobState::Canceled || own->state == cups::JobState::Aborted);
    if (!is_cancelled) {
        return Exit::RetryCurrent;
    }
    Sentence const note{"backend.note-cancelled", {}};
    if (copy) {
        auto fate = device_->cancel(*copy);
        auto outcome = fate ? fate->outcome : Outcome::Spoiled;
        static_cast<void>(service_.settle(job_, *copy, outcome, text_of(fate ? fate->note : note)));
    }
    if (auto cancelled = service_.cancel(job_, text_of(note)); !cancelled) {
        voice_.note(cancelled.error().cause);
    }
    return Exit::Cancel;
}

Exit Errand::end_with(Error const& error) {
    if (stop_.is_asked()) {
        return job_.empty() ? Exit::RetryCurrent : stopped(std::nullopt);
    }
    voice_.note(error.cause);
    if (is_passing(error.fault)) {
        say(Tone::Notice, error.sentence);
        stop_.wait(before_another_run);
        return Exit::RetryCurrent;
    }
    if (error.sentence.id == "backend.unsafe-program" ||
        error.sentence.id.starts_with("backend.secret-")) {
        say(Tone::Refusal, error.sentence);
        return Exit::StopQueue;
    }
    bool is_refusal = error.fault == Fault::BadInput || error.fault == Fault::Unsupported;
    say(is_refusal ? Tone::Refusal : Tone::Notice, error.sentence);
    voice_.clear_printer();
    return is_refusal ? Exit::Cancel : Exit::Hold;
}

} // namespace imprimatur::backend
