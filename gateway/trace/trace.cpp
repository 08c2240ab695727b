#include "gateway/trace/trace.hpp"

#include <algorithm>
#include <set>

#include "gateway/keys/digest.hpp"
#include "gateway/trace/pattern.hpp"
#include "gateway/trace/signs.hpp"
#include "gateway/trace/story.hpp"

namespace imprimatur::trace {

namespace {

constexpr std::size_t most_stories = 20;

/// One look, with a line in the log of what was found.
Result<Trace> told(registry::Registry& registry, TitleOf const& title_of,
                   std::vector<registry::Copy> const& copies, Trace trace,
                   std::map<std::string, std::string> details) {
    auto transaction = registry.begin(trace.asked.by);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto person = transaction->find_person(trace.asked.by);
    if (!person) {
        return pass_on(person);
    }
    trace.asked.by_name = *person ? (*person)->full_name : "";
    std::string serials;
    for (auto const& copy : copies) {
        auto story = story_of(*transaction, copy, title_of);
        if (!story) {
            return pass_on(story);
        }
        serials += (serials.empty() ? "" : " ") + copy.serial.text();
        if (story->alarm && trace.asked.serial.empty()) { // a serial may just be looked up
            trace.warnings.push_back(*story->alarm);
        }
        trace.stories.push_back(std::move(*story));
    }
    details["found"] = serials;
    auto subject = copies.empty() ? "registry" : "copy:" + copies.front().serial.text();
    auto recorded = transaction->record({"trace.asked", subject, {}, std::move(details)});
    auto done = recorded ? transaction->commit() : recorded;
    if (!done) {
        return pass_on(done);
    }
    return trace;
}

Result<std::vector<registry::Copy>> copies_that_fit(registry::Registry& registry,
                                                    Pattern const& pattern) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    std::vector<registry::Copy> out;
    for (auto const& document : *documents) {
        auto copies = transaction->copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        std::copy_if(copies->begin(), copies->end(), std::back_inserter(out),
                     [&](auto const& copy) { return pattern.fits(copy.serial); });
    }
    if (out.size() > most_stories) {
        return fail(Fault::BadInput, {"trace.too-little", {}});
    }
    return out;
}

Result<std::optional<registry::Copy>> find_copy(registry::Registry& registry, Serial serial) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    return transaction->find_copy(serial);
}

Sentence outcome_of(Trace const& trace, std::size_t stories) {
    if (!trace.disagreements.empty()) {
        return {"trace.disagree", {}};
    }
    if (stories > 0) {
        return {stories == 1 ? "trace.one" : "trace.several", {{"count", std::to_string(stories)}}};
    }
    for (bool const unsure_too : {false, true}) {
        for (auto const& found : trace.findings) {
            if (found.fit != Fit::Foreign && (found.fit != Fit::Unsure || unsure_too)) {
                return found.sentence;
            }
        }
    }
    return {trace.findings.empty() ? "trace.nothing" : "trace.only-foreign", {}};
}

/// Each once; those that dots name first, as a code can be copied onto another page.
std::vector<registry::Copy> copies_in(Trace const& trace, Known const& known) {
    std::vector<registry::Copy> out;
    std::set<Serial> seen;
    for (bool const by_dots : {true, false}) {
        for (auto const& region : trace.regions) {
            if ((region.by_dots || !by_dots) && seen.insert(region.serial).second) {
                out.push_back(known.copy(region.serial));
            }
        }
    }
    return out;
}

/// For the log.
std::string regions_text(Trace const& trace) {
    std::string out;
    for (auto const& region : trace.regions) {
        out += (out.empty() ? "" : "; ") + std::to_string(region.page) + ": " +
               region.serial.text() + (region.by_code ? " code" : "") +
               (region.by_dots ? " dots" : "") + " " + chance_text(region.chance);
    }
    return out;
}

} // namespace

std::string_view identifier(Sign sign) {
    return sign == Sign::Code ? "code" : "dots";
}

std::string_view identifier(Fit fit) {
    switch (fit) {
    case Fit::Ours:
        return "ours";
    case Fit::Unknown:
        return "unknown";
    case Fit::Forged:
        return "forged";
    case Fit::Unsealed:
        return "unsealed";
    case Fit::Unsure:
        return "unsure";
    case Fit::Foreign:
        break;
    }
    return "foreign";
}

Result<Trace> Tracer::by_text(std::string const& text, std::string const& account) const {
    auto pattern = Pattern::read(text);
    if (!pattern) {
        return pass_on(pattern);
    }
    std::vector<registry::Copy> copies;
    if (pattern->is_whole()) {
        auto serial = Serial::read(pattern->text()); // says where a slip of the hand is
        if (!serial) {
            return pass_on(serial);
        }
        auto copy = find_copy(registry_, *serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (*copy) {
            copies.push_back(**copy);
        }
    } else {
        auto fitting = copies_that_fit(registry_, *pattern);
        if (!fitting) {
            return pass_on(fitting);
        }
        copies = *fitting;
    }
    Trace trace;
    trace.asked = {account, {}, clock_.now(), pattern->text(), {}, {}};
    trace.sentence = outcome_of(trace, copies.size());
    auto out = told(registry_, title_of_, copies, std::move(trace), {{"asked", pattern->text()}});
    if (out && copies.empty()) {
        return fail(Fault::NotFound, {"trace.serial-unknown", {{"serial", pattern->text()}}});
    }
    return out;
}

Result<Trace> Tracer::by_picture(Descriptor const& picture, std::string const& file,
                                 std::string const& account) const {
    auto sha256 = keys::sha256_of(picture);
    if (!sha256) {
        return pass_on(sha256);
    }
    auto reading = reader_.read(picture);
    if (!reading) {
        return pass_on(reading);
    }
    auto known = Known::of(registry_);
    if (!known) {
        return pass_on(known);
    }
    Trace trace;
    trace.asked = {account, {}, clock_.now(), {}, file, *sha256};
    judge(keys_, reader_, *known, *reading, trace);
    auto const copies = copies_in(trace, *known);
    auto const regions = regions_text(trace);
    trace.sentence = outcome_of(trace, copies.size());
    return told(registry_, title_of_, copies, std::move(trace),
                {{"file", file},
                 {"sha256", *sha256},
                 {"codes", std::to_string(reading->codes.size())},
                 {"regions", regions}});
}

Result<Story> Tracer::story(Serial serial) const {
    auto transaction = registry_.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto copy = transaction->find_copy(serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (!*copy) {
        return fail(Fault::NotFound, {"trace.serial-unknown", {{"serial", serial.text()}}});
    }
    return story_of(*transaction, **copy, title_of_);
}

} // namespace imprimatur::trace
