#include <algorithm>
#include <cmath>

#include "gateway/registers/candidates.hpp"
#include "gateway/registers/registers.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

form::Sheet::Table findings_table(trace::Trace const& trace, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("findings");
    table.columns = words.columns({{"page", 16}, {"finding", 0}});
    for (auto const& found : trace.findings) {
        table.rows.push_back(row({std::to_string(found.page), words.say(found.sentence)}));
    }
    return table;
}

/// "120 × 85 mm, 143 dpi, 12°": what is seen of a sheet, how closely, and how it is turned.
std::string lie_text(pipe::Lie const& lie) {
    auto whole = [](double value) { return std::to_string(std::lround(value)); };
    return lie.resolution <= 0 ? "—"
                               : whole(lie.width) + " × " + whole(lie.height) + " mm, " +
                                     whole(lie.resolution) + " dpi, " + whole(lie.turn) + "°";
}

form::Sheet::Table regions_table(trace::Trace const& trace, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("regions");
    table.columns =
        words.columns({{"page", 16}, {"region", 16}, {"seen-of-sheet", 34}, {"finding", 0}});
    for (auto const& region : trace.regions) {
        table.rows.push_back(row({std::to_string(region.page), std::to_string(region.number),
                                  lie_text(region.lie), words.say(region.sentence)}));
    }
    return table;
}

form::Sheet::Table family_table(trace::Story const& story, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("family");
    table.columns = words.columns(
        {{"relation", 28}, {"number", 18}, {"serial", 40}, {"holder", 0}, {"state", 26}});
    auto add = [&](char const* relation, registry::Copy const& copy) {
        table.rows.push_back(row({words(relation), number_text(copy.number), copy.serial.text(),
                                  story.name_of(copy.holder), words.state(copy.state)}));
    };
    for (auto ancestor = story.ancestors.rbegin(); ancestor != story.ancestors.rend(); ++ancestor) {
        add("copied-from", *ancestor);
    }
    add("this-copy", story.copy);
    for (auto const& descendant : story.descendants) {
        add(descendant.parent == story.copy.serial ? "copied-to" : "copied-on", descendant);
    }
    for (auto const& other : story.others) {
        add("same-pages", other);
    }
    return table;
}

form::Sheet::Table next_table(trace::Story const& story, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("next");
    table.columns = words.columns({{"line", 12}, {"step", 0}});
    for (auto const& line : story.next) {
        table.rows.push_back(row({std::to_string(table.rows.size() + 1), words.say(line)}));
    }
    return table;
}

form::Sheet::Table story_table(trace::Story const& story, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("story", {{"number", number_text(story.copy.number)},
                                    {"serial", story.copy.serial.text()}});
    table.columns = words.columns({{"line", 12}, {"what", 0}});
    for (auto const& line : story.lines) {
        table.rows.push_back(row({std::to_string(table.rows.size() + 1), words.say(line)}));
    }
    return table;
}

/// What ties the report to its evidence.
void add_asked(form::Sheet& sheet, trace::Asked const& asked, Words const& words) {
    if (!asked.serial.empty()) {
        sheet.facts.emplace_back(words("asked-serial"), asked.serial);
    } else {
        sheet.facts.emplace_back(words("file"), asked.file.empty() ? "—" : asked.file);
        sheet.facts.emplace_back("SHA-256", asked.sha256);
    }
    auto const name = asked.by_name.empty() || asked.by_name == asked.by
                          ? asked.by
                          : asked.by_name + " (" + asked.by + ")";
    sheet.facts.emplace_back(words("asked-by"), name);
    sheet.facts.emplace_back(words("asked-at"), local_text(asked.at));
}

void add_copy(form::Sheet& sheet, trace::Story const& story, Words const& words) {
    for (auto const& [name, value] :
         {std::pair<char const*, std::string>{"document", story.document.number},
          {"title", story.document.title},
          {"level", words.level(story.document)},
          {"number", number_text(story.copy.number)},
          {"serial", story.copy.serial.text()},
          {"recipient", story.name_of(story.copy.recipient)},
          {"state", words.state(story.copy.state)}}) {
        sheet.facts.emplace_back(words(name), value);
    }
}

} // namespace

form::Sheet Registers::trace_report(trace::Trace const& trace, std::string const& key,
                                    Language language) const {
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = words("trace-report");
    sheet.subtitle = organisation_;
    sheet.opening = {words.say(trace.sentence)};
    for (auto const* sentences : {&trace.disagreements, &trace.warnings}) {
        for (auto const& sentence : *sentences) {
            sheet.opening.push_back(words.say(sentence));
        }
    }
    add_asked(sheet, trace.asked, words);
    if (trace.stories.size() == 1) { // of several none is the one
        auto const& story = trace.stories.front();
        add_copy(sheet, story, words);
    }
    if (!trace.findings.empty()) {
        sheet.tables.push_back(findings_table(trace, words));
    }
    if (!trace.regions.empty()) {
        sheet.tables.push_back(regions_table(trace, words));
    }
    if (!trace.candidates.empty()) {
        sheet.tables.push_back(candidates_table(trace, words));
    }
    for (auto const& story : trace.stories) {
        sheet.tables.push_back(story_table(story, words));
        sheet.tables.push_back(family_table(story, words));
        sheet.tables.push_back(next_table(story, words));
    }
    sheet.paragraphs = {words("signed", {{"key", key}})};
    sheet.signatures = {words("sign-officer")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    return sheet;
}

} // namespace imprimatur::registers
