#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <openssl/rand.h>

#include "foundation/step/step.hpp"
#include "gateway/print/ending.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/print/job_states.hpp"
#include "gateway/print/tame.hpp"

namespace imprimatur::print {

namespace {

constexpr std::size_t longest_title = 255;
constexpr std::size_t longest_option = 8192;
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_arrangement = 1000;
constexpr std::uint32_t most_copies = 9999;
constexpr std::array<std::string_view, 5> kept_options{"imprimatur-document", "imprimatur-purpose",
                                                       "imprimatur-recipients", "imprimatur-level",
                                                       "imprimatur-period"};

Result<std::string> new_job_id() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        return fail(Fault::Internal, {"print.record-damaged", {}}, "RAND_bytes");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (auto byte : bytes) {
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

Result<registry::Job> job_of(Announcement const& said, Instant now) {
    if (said.queue.empty() || said.cups_job < 1 || said.copies < 1 || said.copies > most_copies) {
        return fail(Fault::BadInput, {"print.announcement-malformed", {}});
    }
    auto id = new_job_id();
    if (!id) {
        return pass_on(id);
    }
    registry::Job job;
    job.id = *id;
    job.queue = tame(said.queue, longest_name);
    job.cups_job = said.cups_job;
    job.cups_uuid = tame(said.cups_uuid, longest_name);
    job.user = said.user.empty() ? std::string(nobody) : tame(said.user, longest_name);
    job.title = tame(said.title, longest_title);
    job.device = tame(said.device, longest_name);
    job.arrangement = tame(said.arrangement, longest_arrangement);
    job.copies = said.copies;
    for (auto const& [name, value] : said.options) {
        if (std::find(kept_options.begin(), kept_options.end(), name) != kept_options.end()) {
            job.options.emplace_back(name, tame(value, longest_option));
        }
    }
    job.created_at = now;
    job.changed_at = now;
    return job;
}

/// Numbers of the print system are used again, and its other marks may be forged: whatever they
/// say, nobody comes by another's job and its copies.
Result<Announced> not_theirs(registry::Transaction transaction, registry::Job const& known,
                             std::string const& user) {
    auto recorded = transaction.record(
        {"job.not-theirs",
         "job:" + known.id,
         {"P9.1.7"},
         {{"user", user}, {"queue", known.queue}, {"cups_job", std::to_string(known.cups_job)}}});
    auto done = recorded ? commit(std::move(transaction)) : recorded;
    return done ? Result<Announced>(
                      fail(Fault::Denied, {"print.job-not-theirs",
                                           {{"cups_job", std::to_string(known.cups_job)}}}))
                : pass_on(done);
}

Announced announced(registry::Job const& job) {
    return {job.id, job.state, job.state == registry::JobState::Arriving};
}

} // namespace

Jobs::Jobs(Parts const& parts) : inside_(std::make_unique<Inside>(parts)) {}
Jobs::~Jobs() = default;

Result<Announced> Jobs::announce(Announcement announcement, std::string const& actor) {
    auto const& parts = inside_->parts;
    auto job = job_of(announcement, parts.clock.now());
    if (!job) {
        return pass_on(job);
    }
    // Twice: another backend of the same job may be quicker between looking and writing.
    for (int attempt = 0;; ++attempt) {
        auto transaction = parts.registry.begin(actor);
        if (!transaction) {
            return pass_on(transaction);
        }
        auto known = transaction->find_cups_job(job->queue, job->cups_job, job->cups_uuid);
        if (!known) {
            return pass_on(known);
        }
        if (*known && (*known)->user != job->user) {
            return not_theirs(std::move(*transaction), **known, job->user);
        }
        if (*known) {
            return announced(**known);
        }
        auto added = transaction->add_job(*job, {"job.arrived",
                                                 "job:" + job->id,
                                                 {},
                                                 {{"queue", job->queue},
                                                  {"cups_job", std::to_string(job->cups_job)},
                                                  {"user", job->user},
                                                  {"copies", std::to_string(job->copies)}}});
        step("arrive.before-commit");
        auto done = added ? commit(std::move(*transaction)) : Result<void>(pass_on(added));
        if (done) {
            step("arrive.recorded");
            return announced(*added);
        }
        if (done.error().fault != Fault::Conflict || attempt == 1) {
            return pass_on(done);
        }
    }
}

Result<registry::Job> Jobs::Inside::find(std::string const& job) const {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto found = transaction->find_job(job);
    if (!found) {
        return pass_on(found);
    }
    if (!*found) {
        return fail(Fault::NotFound, {"print.job-unknown", {{"job", job}}});
    }
    return **found;
}

namespace {

Result<store::Store::Writer::Object> keep(Parts const& parts, Source const& source) {
    auto writer = parts.store.create();
    if (!writer) {
        return pass_on(writer);
    }
    std::array<std::byte, 65536> room{};
    for (std::uint64_t total = 0;;) {
        auto count = source(room);
        if (!count) {
            return pass_on(count);
        }
        if (*count == 0) {
            return writer->commit();
        }
        total += *count;
        if (total > parts.settings.largest_job) {
            return fail(
                Fault::Exhausted,
                {"file.too-large", {{"limit", std::to_string(parts.settings.largest_job)}}});
        }
        auto written = writer->write(
            {reinterpret_cast<char const*>(room.data()), *count}); // bytes as they are
        if (!written) {
            return pass_on(written);
        }
    }
}

} // namespace

Result<void> Jobs::take_original(std::string const& id, Source const& source,
                                 std::string const& actor) {
    auto const& parts = inside_->parts;
    auto held = inside_->locks.hold(id);
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    if (job->state != registry::JobState::Arriving) {
        return {};
    }
    auto object = keep(parts, source);
    if (!object) {
        return pass_on(object);
    }
    step("original.stored");
    auto transaction = parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto const before = std::exchange(job->original, object->name);
    job->original_sha256 = object->sha256;
    auto changed = transaction->change_job(
        *job, registry::JobState::Arriving,
        {"job.original-in-custody",
         "job:" + id,
         {},
         {{"sha256", object->sha256}, {"bytes", std::to_string(object->size)}}});
    if (!changed) {
        return changed;
    }
    step("original.before-commit");
    auto done = commit(std::move(*transaction));
    if (!done) {
        return done;
    }
    step("original.recorded");
    if (!before.empty()) { // of a backend that ended before it had brought all
        inside_->remove(*job, before);
    }
    return {};
}

Result<void> Jobs::take_document(std::string const& id, Source const& source,
                                 std::string const& actor) {
    auto const& parts = inside_->parts;
    auto held = inside_->locks.hold(id);
    auto job = inside_->find(id);
    if (!job) {
        return pass_on(job);
    }
    if (job->state != registry::JobState::Arriving) {
        return {};
    }
    auto object = keep(parts, source);
    if (!object) {
        return pass_on(object);
    }
    step("custody.stored");
    auto transaction = parts.registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    job->object = object->name;
    job->sha256 = object->sha256;
    auto moved = move_job(*transaction, *job, registry::JobState::InCustody,
                          {"job.in-custody",
                           "job:" + id,
                           {},
                           {{"sha256", object->sha256}, {"bytes", std::to_string(object->size)}}});
    if (!moved) {
        return moved;
    }
    step("custody.before-commit");
    auto done = commit(std::move(*transaction));
    if (done) {
        step("custody.recorded");
    }
    return done;
}

void Jobs::Inside::leave_custody(registry::Job const& job) {
    shelf.clear(job.id);
    auto const names = objects_of(job);
    for (auto const& name : names) {
        remove(job, name);
    }
    if (!names.empty()) {
        step("custody.removed");
    }
}

void Jobs::Inside::remove(registry::Job const& job, std::string const& object) {
    auto removed = parts.store.remove(object);
    if (!removed) { // found and removed at the next start
        parts.say("job " + job.id + ": its object stays: " + removed.error().cause);
    }
}

Result<void> Jobs::recover() {
    auto const& parts = inside_->parts;
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    std::set<std::string> living;
    for (auto state : {registry::JobState::Arriving, registry::JobState::InCustody,
                       registry::JobState::Waiting, registry::JobState::Reserved}) {
        auto jobs = transaction->jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto const& job : *jobs) {
            living.insert(job.object);
            living.insert(job.original);
        }
    }
    auto kept = transaction->kept_objects();
    auto names = parts.store.names();
    if (!kept || !names) {
        return kept ? pass_on(names) : pass_on(kept);
    }
    living.insert(kept->begin(), kept->end());
    for (auto const& name : *names) {
        if (living.contains(name)) {
            continue;
        }
        parts.say("removes object " + name + ", which belongs to no living job and no document");
        auto removed = parts.store.remove(name);
        if (!removed) {
            return removed;
        }
    }
    return wake();
}

} // namespace imprimatur::print
