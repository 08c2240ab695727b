#include "gateway/backup/adopt.hpp"

#include <algorithm>
#include <set>

namespace imprimatur::backup {

namespace {

using registry::CopyState;
using registry::JobState;

// docs/decisions.md says why so many.
constexpr std::uint64_t step_of_log = 1'000'000;
constexpr std::uint64_t step_of_ids = 1'000'000;
constexpr std::uint32_t margin = 1'000;
constexpr std::uint32_t numbers_when_nobody_knows = 10'000;

constexpr char const* actor = "imprimaturd";

/// What was lost of the log; empty: nobody knows.
std::optional<std::uint64_t> lost_entries(Content const& content,
                                          std::optional<head::Kept> const& known) {
    if (!known) {
        return std::nullopt;
    }
    return known->sequence > content.sequence ? known->sequence - content.sequence : 0;
}

/// Both moves are written: the copy was given to the printer for all that anybody knows.
Result<std::uint64_t> spoil_open_copies(registry::Transaction& transaction,
                                        registry::Job const& job, std::string const& note,
                                        std::vector<registry::Item>& items) {
    auto copies = transaction.copies_of_job(job.id);
    if (!copies) {
        return pass_on(copies);
    }
    std::uint64_t count = 0;
    for (auto const& copy : *copies) {
        if (copy.state != CopyState::Reserved && copy.state != CopyState::Delivering) {
            continue;
        }
        std::vector<std::pair<CopyState, char const*>> moves{{CopyState::Spoiled, "copy.spoiled"}};
        if (copy.state == CopyState::Reserved) {
            moves.insert(moves.begin(), {CopyState::Delivering, "copy.delivering"});
        }
        for (auto const& [to, what] : moves) {
            auto moved = transaction.move_copy(copy.serial, to, note,
                                               {what,
                                                "copy:" + copy.serial.text(),
                                                {},
                                                {{"job", job.id}, {"why", "registry restored"}}});
            if (!moved) {
                return pass_on(moved);
            }
        }
        items.push_back({0, copy.serial, copy.recipient, "expected", std::nullopt, {}});
        ++count;
    }
    return count;
}

struct Ended {
    std::uint64_t jobs = 0;
    std::uint64_t spoiled = 0;
    std::set<std::string> printers;
    std::vector<registry::Item> items;
};

/// Jobs that had their copies, or were still coming: nobody knows how far they went. Those that
/// wait for an approval go on waiting, if the print system still has them.
Result<Ended> end_jobs(registry::Transaction& transaction, std::string const& note) {
    Ended out;
    for (auto state : {JobState::Arriving, JobState::Reserved}) {
        auto jobs = transaction.jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        for (auto& job : *jobs) {
            auto spoiled = spoil_open_copies(transaction, job, note, out.items);
            if (!spoiled) {
                return pass_on(spoiled);
            }
            out.spoiled += *spoiled;
            out.jobs += 1;
            job.state = state == JobState::Arriving ? JobState::Cancelled : JobState::Finished;
            auto changed = transaction.change_job(
                job, state,
                {state == JobState::Arriving ? "job.cancelled" : "job.finished",
                 "job:" + job.id,
                 {},
                 {{"why", "registry restored"}}});
            if (!changed) {
                return pass_on(changed);
            }
        }
    }
    auto all = transaction.jobs();
    if (!all) {
        return pass_on(all);
    }
    for (auto const& job : *all) {
        out.printers.insert(job.device);
    }
    out.printers.erase("");
    return out;
}

std::string joined(std::set<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) {
        out += (out.empty() ? "" : "、") + text;
    }
    return out.empty() ? "-" : out;
}

/// A stock-take (K22) that is open from the beginning: its officer scans what turns up, and cannot
/// close it without a word on what differs.
Result<registry::Id> open_matter(registry::Transaction& transaction, Ended const& ended,
                                 std::map<std::string, std::string> const& values, Wish const& wish,
                                 Instant now) {
    auto id = transaction.next_matter();
    if (!id) {
        return id;
    }
    registry::Matter matter;
    matter.id = *id;
    matter.kind = "inspection";
    matter.opened_by = actor;
    matter.purpose = wish.purpose;
    matter.details = values;
    matter.details["sort"] = "stock-take";
    matter.state = "open";
    matter.opened_at = now;
    auto items = ended.items;
    for (auto& item : items) {
        item.matter = *id;
    }
    registry::Act act;
    act.what = "open";
    act.note = wish.note ? wish.note(values) : std::string();
    auto added = transaction.add_matter(matter, items, act,
                                        {"matter.opened",
                                         "matter:" + std::to_string(*id),
                                         {},
                                         {{"kind", "inspection"}, {"why", "registry restored"}}});
    return added ? id : pass_on(added);
}

} // namespace

registry::Transaction::Leap leap_from(Content const& content,
                                      std::optional<head::Kept> const& known,
                                      std::optional<std::uint32_t> wished) {
    constexpr std::uint64_t most = 999'999;
    auto numbers = std::uint64_t{numbers_when_nobody_knows};
    if (known) {
        auto const lost = known->numbers_given > content.numbers_given
                              ? known->numbers_given - content.numbers_given
                              : 0;
        numbers = lost + margin;
    }
    numbers = std::max(numbers, std::uint64_t{wished.value_or(0)});
    auto const last = std::max(content.sequence, known ? known->sequence : 0);
    return {(last / step_of_log + 1) * step_of_log + 1,
            static_cast<std::uint32_t>(std::min(numbers, most)), step_of_ids};
}

Result<Restored> adopt(registry::Registry& registry, Content const& content,
                       std::optional<head::Kept> const& known, Wish const& wish,
                       Clock const& clock) {
    auto transaction = registry.begin(actor);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto const leap = leap_from(content, known, wish.numbers);
    Restored out;
    out.before = {content.sequence, content.hash};
    out.lost = lost_entries(content, known);
    out.numbers = leap.numbers;
    std::map<std::string, std::string> values{{"at", local_text(content.at)},
                                              {"sequence", std::to_string(content.sequence)},
                                              {"lost", out.lost ? std::to_string(*out.lost) : "?"},
                                              {"numbers", std::to_string(out.numbers)}};
    auto details = values;
    details["at"] = to_text(content.at);
    if (known && known->sequence > content.sequence) {
        details["kept_sequence"] = std::to_string(known->sequence);
        details["kept_hash"] = known->hash;
    }
    auto done = transaction->leap(leap, {"registry.restored", "registry", {}, details});
    auto ended = done ? end_jobs(*transaction, wish.purpose) : Result<Ended>(pass_on(done));
    if (!ended) {
        return pass_on(ended);
    }
    values["printers"] = joined(ended->printers);
    auto matter = open_matter(*transaction, *ended, values, wish, clock.now());
    auto head = matter ? transaction->head() : Result<registry::Head>(pass_on(matter));
    done = head ? transaction->commit() : pass_on(head);
    if (!done) {
        return pass_on(done);
    }
    out.jobs = ended->jobs;
    out.spoiled = ended->spoiled;
    out.matter = *matter;
    out.after = *head;
    return out;
}

} // namespace imprimatur::backup
