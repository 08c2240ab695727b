#include <algorithm>

#include "gateway/registers/registers.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

namespace {

std::string joined(std::vector<std::string> const& texts, std::string const& between = "\n") {
    std::string out;
    for (auto const& text : texts) {
        if (!text.empty()) {
            out += (out.empty() ? "" : between) + text;
        }
    }
    return out;
}

/// A day and hour, or "—".
std::string when(std::optional<Instant> const& at) {
    return at ? local_text(*at) : "—";
}

/// A time that ends at a midnight is the day before it.
std::string due_text(std::optional<Instant> const& due) {
    if (!due) {
        return "—";
    }
    auto text = local_text(*due);
    return text.ends_with("00:00") ? to_text(local_date(*due - std::chrono::milliseconds{1}))
                                   : text;
}

/// A word of the rooms of matters, or the text itself where it is none ("2026-11-23", a name).
std::string word_or_text(Words const& words, std::string const& text) {
    return words.has_matter_word(text) ? words.matter_word(text) : text;
}

/// The full name, where it is an account that stands in the matter.
std::string name_in(matters::View const& view, std::string const& account) {
    auto found = view.names.find(account);
    return found == view.names.end() ? account : found->second;
}

std::string particulars(Words const& words, matters::View const& view,
                        std::map<std::string, std::string> const& details) {
    std::vector<std::string> out;
    for (auto const& [name, value] : details) {
        if (name != "step") {
            out.push_back(word_or_text(words, name) + "：" +
                          word_or_text(words, name_in(view, value)));
        }
    }
    return joined(out);
}

std::string copies_of(matters::View const& view) {
    std::vector<std::string> out;
    for (auto const& line : view.lines) {
        auto text = line.copy
                        ? line.copy->number ? line.copy->number->text() : line.copy->serial.text()
                        : std::string();
        if (std::find(out.begin(), out.end(), text) == out.end()) {
            out.push_back(text);
        }
    }
    return joined(out, "、");
}

std::string people_of(matters::View const& view) {
    std::vector<std::string> out{view.subject_name};
    for (auto const& line : view.lines) {
        bool is_new = std::find(out.begin(), out.end(), line.person_name) == out.end();
        if (is_new && line.person_name != view.subject_name) {
            out.push_back(line.person_name);
        }
    }
    return joined(out, "、");
}

std::string document_of(matters::View const& view) {
    return view.document ? joined({view.document->number, view.document->title})
                         : view.matter.title;
}

/// When the first thing in it falls due.
std::optional<Instant> first_due(matters::View const& view) {
    auto out = view.matter.due_at;
    for (auto const& line : view.lines) {
        if (line.item.due_at && (!out || *line.item.due_at < *out)) {
            out = line.item.due_at;
        }
    }
    return out;
}

form::Sheet::Table register_table(std::vector<matters::View> const& views, Words const& words) {
    form::Sheet::Table table;
    table.columns = words.columns({{"matter", 20},
                                   {"opened", 24},
                                   {"document", 0},
                                   {"number", 26},
                                   {"people", 34},
                                   {"particulars", 0},
                                   {"due", 24},
                                   {"state", 20},
                                   {"closed", 24}});
    for (auto const& view : views) {
        auto const& matter = view.matter;
        table.rows.push_back(
            row({std::to_string(matter.id) + "\n" + words.matter_word(matter.kind),
                 local_text(matter.opened_at), document_of(view), copies_of(view), people_of(view),
                 joined({matter.purpose, particulars(words, view, matter.details)}),
                 due_text(first_due(view)) + (view.is_overdue ? "\n" + words("overdue") : ""),
                 words.matter_word(matter.state), when(matter.closed_at)}));
    }
    return table;
}

form::Sheet::Table list_table(matters::View const& view, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("list");
    table.columns = words.columns({{"line", 10},
                                   {"number", 18},
                                   {"serial", 42},
                                   {"people", 28},
                                   {"state", 18},
                                   {"due", 0},
                                   {"signature", 30}});
    for (auto const& line : view.lines) {
        auto serial = line.item.serial ? line.item.serial->text() : std::string();
        auto cells = row({std::to_string(table.rows.size() + 1),
                          line.copy ? number_text(line.copy->number) : "—", serial,
                          line.person_name, words.matter_word(line.item.state),
                          joined({due_text(line.item.due_at),
                                  line.is_overdue ? words("overdue") : "", line.item.note}),
                          ""});
        cells[2].seal = serial;
        table.rows.push_back(std::move(cells));
    }
    return table;
}

std::string signatures_of(registry::Act const& act) {
    std::vector<std::string> out;
    for (auto const& [account, name] : act.signatures) {
        out.push_back(name + " (" + account + ")");
    }
    return joined(out);
}

form::Sheet::Table acts_table(matters::View const& view, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("acts");
    table.columns = words.columns(
        {{"time", 26}, {"act", 20}, {"people", 24}, {"by", 24}, {"note", 0}, {"signatures", 36}});
    for (auto const& act : view.acts) {
        table.rows.push_back(
            row({local_text(act.at), words.matter_word(act.what), name_in(view, act.person),
                 name_in(view, act.by), joined({act.note, particulars(words, view, act.details)}),
                 signatures_of(act)}));
    }
    return table;
}

} // namespace

form::Sheet Registers::matter_register(std::optional<matters::Kind> kind,
                                       std::vector<matters::View> const& views,
                                       Language language) const {
    Words words(sentences_, language);
    form::Sheet sheet;
    sheet.title = kind ? words.matter_word("register-" + std::string(matters::identifier(*kind)))
                       : words("matters-register");
    sheet.subtitle = organisation_;
    auto overdue =
        std::count_if(views.begin(), views.end(), [](auto const& view) { return view.is_overdue; });
    sheet.facts = {{words("lines"), std::to_string(views.size())},
                   {words("overdue"), std::to_string(overdue)}};
    sheet.tables = {register_table(views, words)};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    sheet.landscape = true;
    return sheet;
}

form::Sheet Registers::slip(matters::View const& view, Language language) const {
    Words words(sentences_, language);
    auto const& matter = view.matter;
    form::Sheet sheet;
    sheet.title = words.matter_word("slip-" + matter.kind);
    sheet.subtitle = organisation_;
    sheet.facts = {
        {words("matter"), std::to_string(matter.id)},
        {words("opened"), local_text(matter.opened_at) + " " + name_in(view, matter.opened_by)}};
    auto add = [&](std::string const& label, std::string const& value) {
        if (!value.empty()) {
            sheet.facts.emplace_back(label, value);
        }
    };
    if (view.document) {
        add(words("document"), view.document->number);
        add(words("title"), view.document->title);
        add(words("level"), words.level(*view.document));
        sheet.level_mark = level_mark(view.document->level, view.document->period);
    }
    add(words("subject"), view.subject_name);
    add(words("purpose"), matter.purpose);
    for (auto const& [name, value] : matter.details) {
        add(word_or_text(words, name), word_or_text(words, name_in(view, value)));
    }
    add(words("due"), due_text(matter.due_at));
    add(words("state"), words.matter_word(matter.state));
    add(words("rules"), matter.policy);
    if (!view.lines.empty()) {
        sheet.tables.push_back(list_table(view, words));
    }
    sheet.tables.push_back(acts_table(view, words));
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    return sheet;
}

} // namespace imprimatur::registers
