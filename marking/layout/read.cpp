#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "foundation/file/file.hpp"
#include "marking/layout/fields.hpp"
#include "marking/layout/layout.hpp"
#include "marking/layout/section.hpp"

namespace imprimatur::layout {

namespace {

template <class Value, std::size_t count>
using Words = std::array<std::pair<std::string_view, Value>, count>;

constexpr Words<Anchor, 7> anchors{{{"page-top-left", Anchor::PageTopLeft},
                                    {"page-top-right", Anchor::PageTopRight},
                                    {"page-bottom-left", Anchor::PageBottomLeft},
                                    {"page-bottom-right", Anchor::PageBottomRight},
                                    {"page-top", Anchor::PageTop},
                                    {"page-bottom", Anchor::PageBottom},
                                    {"type-area", Anchor::TypeArea}}};
constexpr Words<Pages, 3> pages{
    {{"all", Pages::All}, {"first", Pages::First}, {"following", Pages::Following}}};
constexpr Words<Side, 5> sides{{{"none", Side::None},
                                {"below", Side::Below},
                                {"above", Side::Above},
                                {"left", Side::Left},
                                {"right", Side::Right}}};
constexpr Words<bool, 2> places{{{"bound", false}, {"avoid", true}}};
constexpr Words<std::string_view, 3> aligns{
    {{"left", "left"}, {"centre", "centre"}, {"right", "right"}}};
constexpr Words<Level, 5> levels{{{"ordinary", Level::Ordinary},
                                  {"internal", Level::Internal},
                                  {"confidential", Level::Confidential},
                                  {"secret", Level::Secret},
                                  {"top-secret", Level::TopSecret}}};

template <class Value, std::size_t count>
Value word_or(Section& section, std::string_view key, Words<Value, count> const& words,
              Value fallback) {
    return section.word_or<Value>(key, std::span<std::pair<std::string_view, Value> const>(words),
                                  fallback);
}

constexpr std::uint64_t longest_template = 1U << 20U; // bytes
constexpr Range type_size{4, 200};                    // pt
constexpr Range on_paper{0, 2000};                    // mm

/// Fields known, braces and brackets paired, one number of the page.
std::string pattern(Section& section, std::string_view key) {
    auto text = section.text(key);
    auto parsed = parse(text);
    if (!parsed.stray.empty()) {
        section.refuse("layout.stray-bracket", key, {{"found", parsed.stray}});
    }
    auto const is_page = [](Part const& part) { return part.field == "page"; };
    if (std::count_if(parsed.parts.begin(), parsed.parts.end(), is_page) > 1) {
        section.refuse("layout.page-twice", key, {{"page_field", "{page}"}});
    }
    for (auto const& part : parsed.parts) {
        if (!part.field.empty() ? !fields().contains(part.field) : part.words.empty()) {
            section.refuse("layout.unknown-field", key,
                           {{"found", part.field}, {"expected", field_names()}});
        }
    }
    return text;
}

std::string colour_or(Section& section, std::string_view key, std::string const& fallback) {
    auto text = section.text_or(key, fallback);
    bool const is_colour =
        text.empty() || (text.size() == 7 && text.front() == '#' &&
                         text.find_first_not_of("0123456789abcdefABCDEF", 1) == text.npos);
    if (!is_colour) {
        section.refuse("layout.bad-colour", key, {{"found", text}});
    }
    return text;
}

Position position(Section& section, Source& source) {
    Section at(section.table("at"), source);
    Position out;
    out.anchor = word_or(at, "anchor", anchors, Anchor::PageTopLeft);
    // From the type area one may go outwards, into the margins.
    Range const range = out.anchor == Anchor::TypeArea ? Range{-200, 2000} : on_paper;
    out.x = at.number("x", range);
    out.y = at.number("y", range);
    at.done();
    return out;
}

std::optional<Level> level_at(Section& section, std::string_view key) {
    auto level = word_or(section, key, levels, Level::Ordinary);
    return section.has(key) ? std::optional(level) : std::nullopt;
}

Line read_line(toml::table const& table, Source& source) {
    Section section(table, source);
    Line line;
    line.name = section.text("name");
    line.text = pattern(section, "text");
    line.font = section.text("font");
    line.size = section.number("size", type_size);
    line.at = position(section, source);
    line.colour = colour_or(section, "colour", line.colour);
    line.border = colour_or(section, "border", "");
    line.background = colour_or(section, "background", "");
    if (section.has("width")) {
        line.width = section.number("width", {1, 2000});
    }
    line.align = word_or(section, "align", aligns, std::string_view("left"));
    line.from_level = level_at(section, "from_level");
    line.to_level = level_at(section, "to_level");
    line.pages = word_or(section, "pages", pages, Pages::All);
    line.strike = section.flag_or("strike", false);
    line.after = section.text_or("after", "");
    line.gap = section.number_or("gap", {0, 200}, line.gap);
    line.heavier = section.number_or("heavier", {0, 3}, 0);
    section.done();
    return line;
}

Qr read_qr(toml::table const& table, Source& source) {
    Section section(table, source);
    Qr qr;
    qr.at = position(section, source);
    // Below 0.4 mm office scanners at 200 dpi do not read every module.
    qr.module = section.number_or("module", {0.4, 2}, qr.module);
    qr.serial = word_or(section, "serial", sides, qr.serial);
    section.done();
    return qr;
}

/// Black on grey has 7:1 from a luminance of 0.3 up (WCAG 2.1, 1.4.6).
bool keeps_contrast(double grey) {
    double const luminance = grey <= 0.03928 ? grey / 12.92 : std::pow((grey + 0.055) / 1.055, 2.4);
    return (luminance + 0.05) / 0.05 >= 7;
}

Watermark read_watermark(toml::table const& table, Source& source) {
    Section section(table, source);
    Watermark out;
    out.text = pattern(section, "text");
    out.font = section.text("font");
    out.size = section.number_or("size", type_size, out.size);
    out.angle = section.number_or("angle", {-90, 90}, out.angle);
    out.step_x = section.number_or("step_x", {10, 2000}, out.step_x);
    out.step_y = section.number_or("step_y", {5, 2000}, out.step_y);
    out.grey = section.number_or("grey", {0, 0.97}, out.grey);
    if (!keeps_contrast(out.grey)) {
        section.refuse("layout.watermark-too-dark", "grey",
                       {{"found", std::to_string(out.grey).substr(0, 4)}});
    }
    section.done();
    return out;
}

Dots read_dots(toml::table const& table, Source& source) {
    constexpr double most_coverage = 0.02; // of the paper: what is not noticed in reading
    Section section(table, source);
    Dots out;
    // Smaller dots are lost on photocopies, and to printers of 600 dpi.
    out.width = section.number_or("width", {0.08, 0.3}, out.width);
    out.height = section.number_or("height", {0.08, 0.3}, out.height);
    out.pitch = section.number_or("pitch", {0.6, 1.6}, out.pitch);
    out.colour = colour_or(section, "colour", out.colour);
    if (coverage(out) > most_coverage) {
        section.refuse("layout.dots-too-dark",
                       section.has("height")  ? "height"
                       : section.has("width") ? "width"
                                              : "pitch",
                       {{"found", std::to_string(100 * coverage(out)).substr(0, 4)}});
    }
    section.done();
    return out;
}

template <class Item>
std::vector<Item> read_list(Section& top, toml::table const& file, std::string_view key,
                            Source& source, Item (*read_one)(toml::table const&, Source&)) {
    std::vector<Item> out;
    auto const* node = file.get(key);
    if (!top.has(key)) {
        return out;
    }
    auto const* array = node->as_array();
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        if (!array->get(i)->is_table()) {
            array = nullptr;
            break;
        }
        out.push_back(read_one(*array->get(i)->as_table(), source));
    }
    if (array == nullptr) {
        top.refuse("layout.wrong-kind", key,
                   {{"found", "value"}, {"expected", "[[" + std::string(key) + "]]"}});
    }
    return out;
}

/// Names are given once, and `after` looks back only, so that lines can be set in their order.
void check_names(std::vector<Line> const& lines, toml::table const& file, Source& source) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& where = file.get("line")->as_array()->get(i)->source();
        if (!lines[i].after.empty() && !seen.contains(lines[i].after)) {
            source.refuse("layout.unknown-line", where,
                          {{"key", "after"}, {"found", lines[i].after}});
        }
        if (!seen.insert(lines[i].name).second) {
            source.refuse("layout.name-twice", where, {{"found", lines[i].name}});
        }
    }
}

Result<Layout> layout_of(toml::table const& file, std::string const& name, Source& source) {
    Section top(file, source);
    Layout out;
    out.name = name;
    Section title(top.table("title"), source);
    out.title_chinese = title.text("zh");
    out.title_english = title.text("en");
    title.done();
    out.printable_margin = top.number_or("printable_margin", {0, 30}, out.printable_margin);
    out.avoids = word_or(top, "place", places, false);
    out.lines = read_list(top, file, "line", source, read_line);
    out.qrs = read_list(top, file, "qr", source, read_qr);
    if (top.has("watermark")) {
        out.watermark = read_watermark(top.table("watermark"), source);
    }
    if (top.has("dots")) {
        out.dots = read_dots(top.table("dots"), source);
    }
    for (auto const* key : {"line", "qr", "watermark", "dots"}) {
        top.know(key);
    }
    top.done();
    check_names(out.lines, file, source);
    if (source.error()) {
        return tl::unexpected<Error>(*source.error());
    }
    return out;
}

/// A name comes from people and jobs; it must never lead out of the folder.
bool is_name(std::string const& name) {
    return !name.empty() && name.size() <= 64 &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
}

} // namespace

double coverage(Dots const& dots) {
    return dots.width * dots.height / (2 * dots.pitch * dots.pitch);
}

Result<Layout> read(std::filesystem::path const& folder, std::string const& name) {
    auto path = folder / (name + ".toml");
    std::error_code ignored;
    if (!is_name(name) || !std::filesystem::is_regular_file(path, ignored)) {
        return fail(Fault::NotFound, {"layout.not-found", {{"name", name.substr(0, 64)}}},
                    "no such file in " + folder.string());
    }
    auto const file = open_file(path.string());
    auto const text =
        file ? read_whole(*file, longest_template) : Result<std::string>(pass_on(file));
    return text ? read_text(*text, name) : Result<Layout>(pass_on(text));
}

Result<Layout> read_text(std::string_view text, std::string const& name) {
    Source source(name + ".toml");
    try {
        return layout_of(toml::parse(text), name, source);
    } catch (toml::parse_error const& e) {
        source.refuse("layout.syntax", e.source(), {{"found", std::string(e.description())}});
        return tl::unexpected<Error>(*source.error());
    }
}

Result<std::vector<std::string>> list(std::filesystem::path const& folder) {
    std::error_code trouble;
    std::filesystem::directory_iterator entries(folder, trouble);
    if (trouble) {
        return fail(Fault::NotFound, {"layout.no-folder", {{"folder", folder.string()}}},
                    trouble.message());
    }
    std::vector<std::string> out;
    for (auto const& entry : entries) {
        if (entry.path().extension() == ".toml" && is_name(entry.path().stem().string())) {
            out.push_back(entry.path().stem().string());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace imprimatur::layout
