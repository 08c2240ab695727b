#include "marking/layout/fields.hpp"

#include <set>

#include "marking/layout/layout.hpp"

namespace imprimatur::layout {

namespace {

std::string number_text(std::optional<CopyNumber> const& number) {
    return number ? number->text() : std::string();
}

} // namespace

std::map<std::string, Value, std::less<>> const& fields() {
    static std::map<std::string, Value, std::less<>> const all{
        {"number", [](Mark const& m) { return number_text(m.number); }},
        {"parent", [](Mark const& m) { return number_text(m.parent); }},
        {"total", [](Mark const& m) { return m.total ? std::to_string(*m.total) : ""; }},
        {"serial", [](Mark const& m) { return m.serial.text(); }},
        {"level", [](Mark const& m) { return std::string(chinese_name(m.level)); }},
        {"level_english", [](Mark const& m) { return std::string(english_name(m.level)); }},
        {"level_mark",
         [](Mark const& m) {
             // What is not secret must not carry a level mark (law on guarding state secrets, art.
             // 22).
             return is_classified(m.level) ? level_mark(m.level, m.period) : std::string();
         }},
        {"period", [](Mark const& m) { return m.period ? m.period->text() : std::string(); }},
        {"recipient", [](Mark const& m) { return m.recipient; }},
        {"unit", [](Mark const& m) { return m.unit; }},
        {"copying_unit", [](Mark const& m) { return m.copying_unit; }},
        {"purpose", [](Mark const& m) { return m.purpose; }},
        {"scope", [](Mark const& m) { return m.scope; }},
        {"user", [](Mark const& m) { return m.user; }},
        {"printed", [](Mark const& m) { return m.printed; }},
        {"issued", [](Mark const& m) { return m.issued; }},
        {"document", [](Mark const& m) { return m.document; }},
        {"title", [](Mark const& m) { return m.title; }},
        {"page", [](Mark const&) { return std::string(); }}, // put in by numbered()
        {"pages", [](Mark const&) { return std::string(); }},
    };
    return all;
}

std::string field_names() {
    std::string out;
    for (auto const& [name, value] : fields()) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

Parsed parse(std::string_view text) {
    Parsed out;
    int groups = 0;
    bool in_brackets = false;
    auto group = [&] { return in_brackets ? groups : 0; };
    while (!text.empty()) {
        auto end = text.find_first_of("{}[]");
        if (end != 0) {
            out.parts.push_back({std::string(text.substr(0, end)), {}, group()});
            text.remove_prefix(std::min(end, text.size()));
            continue;
        }
        char const sign = text.front();
        auto close = sign == '{' ? text.find('}') : text.npos;
        bool const is_stray = sign == '{'   ? close == text.npos
                              : sign == '[' ? in_brackets || text.find(']') == text.npos
                                            : sign == '}' || !in_brackets;
        if (is_stray) {
            out.stray = sign;
            return out;
        }
        if (sign == '{') {
            out.parts.push_back({{}, std::string(text.substr(1, close - 1)), group()});
            text.remove_prefix(close + 1);
        } else {
            in_brackets = sign == '[';
            groups += in_brackets ? 1 : 0;
            text.remove_prefix(1);
        }
    }
    return out;
}

namespace {

/// The parts that are shown, with their words. @param kept a field that has a value all the same.
std::vector<Part> filled(std::string const& text, Mark const& mark, std::string_view kept) {
    auto parsed = parse(text);
    std::set<int> dropped;
    bool has_fields = false;
    bool has_values = false;
    for (auto& part : parsed.parts) {
        if (part.field.empty()) {
            continue;
        }
        has_fields = true;
        auto found = fields().find(part.field);
        part.words = found == fields().end() ? std::string() : found->second(mark);
        bool const has_value = part.field == kept || !part.words.empty();
        has_values = has_values || has_value;
        if (!has_value) {
            dropped.insert(part.group);
        }
    }
    if (has_fields && !has_values) {
        return {};
    }
    std::vector<Part> out;
    for (auto& part : parsed.parts) {
        if (part.group == 0 || !dropped.contains(part.group)) {
            out.push_back(std::move(part));
        }
    }
    return out;
}

} // namespace

std::string fill(std::string const& text, Mark const& mark) {
    std::string out;
    for (auto const& part : filled(text, mark, {})) {
        out += part.words;
    }
    return out;
}

std::optional<AroundPage> around_page(std::string const& text, Mark const& mark) {
    constexpr std::string_view page = "page";
    AroundPage out;
    bool is_before = true;
    for (auto const& part : filled(text, mark, page)) {
        is_before = is_before && part.field != page;
        (is_before ? out.before : out.behind) += part.words;
    }
    return is_before ? std::nullopt : std::optional(std::move(out));
}

bool has_field(std::string const& text, std::string const& field) {
    auto parsed = parse(text);
    return std::any_of(parsed.parts.begin(), parsed.parts.end(),
                       [&](Part const& part) { return part.field == field; });
}

namespace {

void replace_all(std::string& text, std::string_view what, std::string const& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
    }
}

} // namespace

Layout numbered(Layout layout, std::uint32_t page, std::uint32_t pages) {
    for (auto& line : layout.lines) {
        replace_all(line.text, "{pages}", std::to_string(pages));
        if (page != 0) {
            replace_all(line.text, "{page}", std::to_string(page));
        }
    }
    return layout;
}

bool is_for(Line const& line, bool first_page, Level level) {
    bool const on_page = line.pages == Pages::All || (line.pages == Pages::First) == first_page;
    return on_page && level >= line.from_level.value_or(Level::Ordinary) &&
           level <= line.to_level.value_or(Level::TopSecret);
}

} // namespace imprimatur::layout
