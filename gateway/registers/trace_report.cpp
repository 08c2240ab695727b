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

} // namespace

form::Sheet Registers::trace_report(trace::Trace const& trace, Language language) const {
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = words("trace-report");
    sheet.subtitle = organisation_;
    if (!trace.stories.empty()) {
        auto const& story = trace.stories.front();
        sheet.facts = {{words("document"), story.document.number},
                       {words("title"), story.document.title},
                       {words("level"), words.level(story.document)},
                       {words("number"), number_text(story.copy.number)},
                       {words("serial"), story.copy.serial.text()},
                       {words("recipient"), story.name_of(story.copy.recipient)},
                       {words("state"), words.state(story.copy.state)}};
    }
    if (!trace.findings.empty()) {
        sheet.tables.push_back(findings_table(trace, words));
    }
    for (auto const& story : trace.stories) {
        sheet.tables.push_back(story_table(story, words));
    }
    sheet.paragraphs = {words.say(trace.sentence)};
    sheet.signatures = {words("sign-officer")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    return sheet;
}

} // namespace imprimatur::registers
