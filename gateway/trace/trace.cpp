#include "gateway/trace/trace.hpp"

#include <algorithm>
#include <set>

#include "foundation/sentence/figures.hpp"
#include "gateway/keys/digest.hpp"
#include "gateway/trace/pattern.hpp"
#include "gateway/trace/signs.hpp"
#include "gateway/trace/story.hpp"
#include "marking/mark/typing.hpp"

namespace imprimatur::trace {

namespace {

constexpr std::size_t most_candidates = 20;

/// Names the one who asks, and writes a line in the log of what was asked and found.
Result<Trace> logged(registry::Transaction& transaction, std::vector<registry::Copy> const& copies,
                     Trace trace, std::map<std::string, std::string> details) {
    auto person = transaction.find_person(trace.asked.by);
    if (!person) {
        return pass_on(person);
    }
    trace.asked.by_name = *person ? (*person)->full_name : "";
    std::string serials;
    for (auto const& copy : copies) {
        serials += (serials.empty() ? "" : " ") + copy.serial.text();
    }
    details["found"] = serials;
    auto subject = copies.empty() ? "registry" : "copy:" + copies.front().serial.text();
    auto recorded = transaction.record({"trace.asked", subject, {}, std::move(details)});
    auto done = recorded ? transaction.commit() : recorded;
    if (!done) {
        return pass_on(done);
    }
    return trace;
}

/// One look, with a line in the log of what was found.
Result<Trace> told(registry::Registry& registry, TitleOf const& title_of,
                   std::vector<registry::Copy> const& copies, Trace trace,
                   std::map<std::string, std::string> details) {
    auto transaction = registry.begin(trace.asked.by);
    if (!transaction) {
        return pass_on(transaction);
    }
    for (auto const& copy : copies) {
        auto story = story_of(*transaction, copy, title_of);
        if (!story) {
            return pass_on(story);
        }
        if (story->alarm && trace.asked.serial.empty()) { // a serial may just be looked up
            trace.warnings.push_back(*story->alarm);
        }
        trace.stories.push_back(std::move(*story));
    }
    return logged(*transaction, copies, std::move(trace), std::move(details));
}

/// As told(), but of each copy no more than who holds it, and only of the first.
Result<Trace> listed(registry::Registry& registry, std::vector<registry::Copy> copies, Trace trace,
                     std::map<std::string, std::string> details) {
    auto transaction = registry.begin(trace.asked.by);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto const all = copies.size();
    trace.further = all - std::min(all, most_candidates);
    copies.resize(all - trace.further);
    for (auto const& copy : copies) {
        auto document = transaction->document(copy.document);
        auto holder = transaction->find_person(copy.holder);
        if (!document || !holder) {
            return document ? pass_on(holder) : pass_on(document);
        }
        bool const has_name = *holder && !(*holder)->full_name.empty();
        trace.candidates.push_back({copy, document->number, document->title,
                                    has_name ? (*holder)->full_name : copy.holder});
    }
    trace.sentence = {trace.further > 0 ? "trace.many-fit" : "trace.several-fit",
                      {{"count", std::to_string(all)}, {"further", std::to_string(trace.further)}}};
    details["fitting"] = std::to_string(all);
    return logged(*transaction, copies, std::move(trace), std::move(details));
}

/// All of them, in the order of their documents.
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
    return out;
}

/// The one copy of a whole serial, or none.
Result<std::vector<registry::Copy>> copies_of(registry::Registry& registry,
                                              std::string const& text) {
    auto serial = Serial::read(text); // says where a slip of the hand is
    if (!serial) {
        return pass_on(serial);
    }
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto copy = transaction->find_copy(*serial);
    if (!copy) {
        return pass_on(copy);
    }
    return *copy ? std::vector{**copy} : std::vector<registry::Copy>();
}

/// Dots that cannot be told from chance tell nothing.
bool tells(Found const& found) {
    return found.fit != Fit::Foreign && found.sentence.id != "trace.found-dots-faint";
}

Sentence outcome_of(Trace const& trace, std::size_t stories) {
    bool const is_forged_beside =
        std::all_of(trace.disagreements.begin(), trace.disagreements.end(),
                    [](Sentence const& sentence) { return sentence.id == "trace.forged-on-copy"; });
    if (!is_forged_beside) {
        return {"trace.disagree", {}};
    }
    if (stories == 1 && !trace.disagreements.empty()) {
        return {"trace.one-forged", {}};
    }
    if (stories > 0) {
        return {stories == 1 ? "trace.one" : "trace.several", {{"count", std::to_string(stories)}}};
    }
    bool is_foreign = false;
    for (bool const unsure_too : {false, true}) {
        for (auto const& found : trace.findings) {
            is_foreign = is_foreign || found.fit == Fit::Foreign;
            if (tells(found) && (found.fit != Fit::Unsure || unsure_too)) {
                return found.sentence;
            }
        }
    }
    return {is_foreign ? "trace.only-foreign" : "trace.nothing", {}};
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

/// As a phone reads a code: its text without blanks around it. Empty: it is no text of a code.
std::string code_in(std::string_view text) {
    constexpr std::size_t serial_length = 16; // what begins so and is no longer may be a serial
    std::string out;
    for (char c : half_width(text)) {
        if (c != ' ' && c != '\n' && c != '\r') {
            out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    bool const is_code = (out.starts_with("IM0") || out.starts_with("IM1")) &&
                         out.size() > serial_length && out.find_first_of("-?*.") == out.npos;
    return is_code ? out : std::string();
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
    case Fit::Elsewhere:
        return "elsewhere";
    case Fit::Unsealed:
        return "unsealed";
    case Fit::Unchecked:
        return "unchecked";
    case Fit::Unsure:
        return "unsure";
    case Fit::Foreign:
        break;
    }
    return "foreign";
}

Result<Trace> Tracer::by_text(std::string const& text, std::string const& account) const {
    if (auto const code = code_in(text); !code.empty()) {
        return by_code(code, account);
    }
    auto pattern = Pattern::read(text);
    if (!pattern) {
        return pass_on(pattern);
    }
    auto copies = pattern->is_whole() ? copies_of(registry_, pattern->text())
                                      : copies_that_fit(registry_, *pattern);
    if (!copies) {
        return pass_on(copies);
    }
    Trace trace;
    trace.asked = {account, {}, clock_.now(), pattern->text(), {}, {}};
    if (copies->size() > 1) {
        return listed(registry_, std::move(*copies), std::move(trace),
                      {{"asked", pattern->text()}});
    }
    trace.sentence = outcome_of(trace, copies->size());
    auto out = told(registry_, title_of_, *copies, std::move(trace), {{"asked", pattern->text()}});
    if (out && copies->empty()) {
        return fail(Fault::NotFound, {"trace.serial-unknown", {{"serial", pattern->text()}}});
    }
    return out;
}

Result<Trace> Tracer::by_code(std::string const& text, std::string const& account) const {
    auto const seal = find_seal(text);
    if (!seal) {
        return fail(Fault::BadInput, {"trace.code-not-whole", {}});
    }
    auto known = Known::of(registry_);
    if (!known) {
        return pass_on(known);
    }
    Trace trace;
    trace.asked = {account, {}, clock_.now(), seal->serial.plain(), {}, {}};
    pipe::Reading const reading{{}, {{1, *seal, text, {}}}, {}, {}, {}};
    judge(keys_, reader_, *known, reading, trace);
    trace.regions.clear(); // no picture, no places on it
    std::vector<registry::Copy> copies;
    if (trace.findings.front().fit == Fit::Ours) {
        copies.push_back(known->copy(seal->serial));
    }
    trace.sentence = outcome_of(trace, copies.size());
    return told(registry_, title_of_, copies, std::move(trace),
                {{"asked", seal->serial.plain()}, {"codes", "1"}});
}

Result<Trace> Tracer::by_picture(Descriptor const& picture, std::string const& file,
                                 std::string const& account) const {
    auto sha256 = keys::sha256_of(picture);
    if (!sha256) {
        return pass_on(sha256);
    }
    Trace trace;
    trace.asked = {account, {}, clock_.now(), {}, file, *sha256};
    auto reading = reader_.read(picture);
    if (!reading) {
        auto failed =
            told(registry_, title_of_, {}, std::move(trace),
                 {{"file", file}, {"sha256", *sha256}, {"failed", reading.error().sentence.id}});
        return failed ? Result<Trace>(pass_on(reading)) : failed;
    }
    auto known = Known::of(registry_);
    if (!known) {
        return pass_on(known);
    }
    judge(keys_, reader_, *known, *reading, trace);
    trace.unread = reading->unread;
    if (!trace.unread.empty()) {
        trace.warnings.push_back(
            {"trace.partial",
             {{"pages", spans_of(trace.unread)}, {"all", std::to_string(reading->pages.size())}}});
    }
    auto const copies = copies_in(trace, *known);
    auto const regions = regions_text(trace);
    trace.sentence = outcome_of(trace, copies.size());
    return told(registry_, title_of_, copies, std::move(trace),
                {{"file", file},
                 {"sha256", *sha256},
                 {"codes", std::to_string(reading->codes.size())},
                 {"regions", regions},
                 {"unread", spans_of(reading->unread)},
                 {"unread_cause", reading->unread_cause}});
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
