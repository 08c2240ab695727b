#include "marking/pipe/words.hpp"

#include <charconv>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace imprimatur::pipe {

namespace {

/// A whole number; the library would cut one that is too large for its type.
template <class Whole> Whole whole(Json const& json) {
    bool const fits =
        json.is_number_unsigned()
            ? std::in_range<Whole>(json.get<std::uint64_t>())
            : json.is_number_integer() && std::in_range<Whole>(json.get<std::int64_t>());
    if (!fits) {
        throw std::invalid_argument("no whole number, or too large a one");
    }
    return json.is_number_unsigned() ? static_cast<Whole>(json.get<std::uint64_t>())
                                     : static_cast<Whole>(json.get<std::int64_t>());
}

template <class Whole> std::vector<Whole> whole_list(Json const& json) {
    std::vector<Whole> out;
    for (auto const& item : json) {
        out.push_back(whole<Whole>(item));
    }
    return out;
}

/// An enumerator by its place, never beyond the last.
template <class Enum> Enum read_enum(Json const& json, Enum last) {
    auto const value = whole<unsigned>(json);
    if (value > static_cast<unsigned>(last)) {
        throw std::invalid_argument("no such enumerator");
    }
    return static_cast<Enum>(value);
}

template <class Enum> unsigned place_of(Enum value) {
    return static_cast<unsigned>(value);
}

Serial read_serial(Json const& json) {
    return Serial(whole<std::uint64_t>(json));
}

Json to_json(Seal const& seal) {
    return {{"serial", seal.serial.id()}, {"page", seal.page}, {"mac", seal.mac.value_or("")}};
}

Seal read_seal(Json const& json) {
    auto mac = json.at("mac").get<std::string>();
    return {read_serial(json.at("serial")), whole<std::uint32_t>(json.at("page")),
            mac.empty() ? std::nullopt : std::optional(std::move(mac))};
}

Json to_json(OldMark::Point const (&corners)[4]) {
    auto out = Json::array();
    for (auto const& corner : corners) {
        out.push_back(corner.x);
        out.push_back(corner.y);
    }
    return out;
}

void read_corners(Json const& json, OldMark::Point (&corners)[4]) {
    for (std::size_t i = 0; i < 4; ++i) {
        corners[i] = {json.at(2 * i).get<double>(), json.at(2 * i + 1).get<double>()};
    }
}

Json to_json(std::optional<CopyNumber> const& number) {
    return number ? Json(number->value) : Json();
}

std::optional<CopyNumber> read_number(Json const& json) {
    return json.is_null() ? std::nullopt : std::optional(CopyNumber{whole<std::uint32_t>(json)});
}

Json to_json(OldMark const& mark) {
    return {{"page", mark.page},
            {"seal", to_json(mark.seal)},
            {"corners", to_json(mark.corners)},
            {"number", to_json(mark.number)}};
}

OldMark read_old_mark(Json const& json) {
    OldMark mark{whole<std::uint32_t>(json.at("page")), read_seal(json.at("seal")), {}, {}};
    read_corners(json.at("corners"), mark.corners);
    mark.number = read_number(json.at("number"));
    return mark;
}

std::optional<Period> read_period(Json const& json) {
    return json.is_null() ? std::nullopt : find_period(json.get<std::string>());
}

/// The texts of a mark, each with its name in the message.
constexpr std::pair<char const*, std::string Mark::*> mark_texts[] = {
    {"document", &Mark::document},
    {"title", &Mark::title},
    {"recipient", &Mark::recipient},
    {"unit", &Mark::unit},
    {"copying_unit", &Mark::copying_unit},
    {"purpose", &Mark::purpose},
    {"scope", &Mark::scope},
    {"user", &Mark::user},
    {"printed", &Mark::printed},
    {"issued", &Mark::issued}};

Json to_json(Sheet::Table const& table) {
    auto columns = Json::array();
    for (auto const& column : table.columns) {
        columns.push_back({column.heading, column.width});
    }
    auto rows = Json::array();
    for (auto const& row : table.rows) {
        auto cells = Json::array();
        for (auto const& cell : row) {
            cells.push_back({cell.text, cell.seal});
        }
        rows.push_back(std::move(cells));
    }
    return {{"heading", table.heading}, {"columns", columns}, {"rows", rows}};
}

Sheet::Table read_table(Json const& json) {
    Sheet::Table table;
    table.heading = json.at("heading").get<std::string>();
    for (auto const& column : json.at("columns")) {
        table.columns.push_back({column.at(0).get<std::string>(), column.at(1).get<double>()});
    }
    for (auto const& row : json.at("rows")) {
        auto& cells = table.rows.emplace_back();
        for (auto const& cell : row) {
            cells.push_back({cell.at(0).get<std::string>(), cell.at(1).get<std::string>()});
        }
    }
    return table;
}

} // namespace

std::string to_text(Json const& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(Sentence const& sentence) {
    return {{"id", sentence.id}, {"values", sentence.values}};
}

Sentence read_sentence(Json const& json) {
    return {json.at("id").get<std::string>(),
            json.at("values").get<std::map<std::string, std::string>>()};
}

Json to_json(Error const& error) {
    return {{"fault", place_of(error.fault)},
            {"sentence", to_json(error.sentence)},
            {"cause", error.cause}};
}

Error read_error(Json const& json) {
    return {read_enum(json.at("fault"), Fault::Internal), read_sentence(json.at("sentence")),
            json.at("cause").get<std::string>()};
}

Json to_json(Mark const& mark) {
    Json out{{"level", place_of(mark.level)},
             {"period", mark.period ? Json(mark.period->identifier()) : Json()},
             {"number", to_json(mark.number)},
             {"total", mark.total ? Json(*mark.total) : Json()},
             {"parent", to_json(mark.parent)},
             {"serial", mark.serial.id()},
             {"seals", mark.seals},
             {"dots", mark.dots},
             {"dots_mirrored", mark.dots_mirrored},
             {"old_marks", Json::array()}};
    for (auto const& [name, text] : mark_texts) {
        out[name] = mark.*text;
    }
    for (auto const& old : mark.old_marks) {
        out["old_marks"].push_back(to_json(old));
    }
    return out;
}

Mark read_mark(Json const& json) {
    Mark mark;
    mark.level = read_enum(json.at("level"), Level::TopSecret);
    mark.period = read_period(json.at("period"));
    mark.number = read_number(json.at("number"));
    if (auto const& total = json.at("total"); !total.is_null()) {
        mark.total = whole<std::uint32_t>(total);
    }
    mark.parent = read_number(json.at("parent"));
    mark.serial = read_serial(json.at("serial"));
    mark.seals = json.at("seals").get<std::vector<std::string>>();
    mark.dots = json.at("dots").get<std::string>();
    mark.dots_mirrored = json.at("dots_mirrored").get<bool>();
    for (auto const& [name, text] : mark_texts) {
        mark.*text = json.at(name).get<std::string>();
    }
    for (auto const& old : json.at("old_marks")) {
        mark.old_marks.push_back(read_old_mark(old));
    }
    return mark;
}

Json to_json(Finding const& finding) {
    return {{"page", finding.page},
            {"seal", finding.seal ? to_json(*finding.seal) : Json()},
            {"text", finding.text},
            {"corners", to_json(finding.corners)}};
}

Finding read_finding(Json const& json) {
    Finding finding{whole<std::uint32_t>(json.at("page")),
                    std::nullopt,
                    json.at("text").get<std::string>(),
                    {}};
    if (auto const& seal = json.at("seal"); !seal.is_null()) {
        finding.seal = read_seal(seal);
    }
    read_corners(json.at("corners"), finding.corners);
    return finding;
}

Json to_json(DotsSeen const& dots) {
    return {{"page", dots.page},
            {"corners", to_json(dots.corners)},
            {"serial", dots.serial ? Json(dots.serial->id()) : Json()},
            {"mirrored", dots.mirrored},
            {"lie", {dots.lie.width, dots.lie.height, dots.lie.resolution, dots.lie.turn}},
            {"lattices", dots.lattices},
            {"generation", dots.generation},
            {"placings", dots.placings}};
}

DotsSeen read_dots(Json const& json) {
    DotsSeen dots{whole<std::uint32_t>(json.at("page")), {}, {}};
    read_corners(json.at("corners"), dots.corners);
    if (auto const& serial = json.at("serial"); !serial.is_null()) {
        dots.serial = read_serial(serial);
    }
    dots.mirrored = json.at("mirrored").get<bool>();
    auto const lie = json.at("lie").get<std::array<double, 4>>();
    dots.lie = {lie[0], lie[1], lie[2], lie[3]};
    dots.lattices = json.at("lattices").get<double>();
    // Jobs that were inspected before keys had generations keep what was said of them.
    dots.generation = json.value("generation", std::uint32_t{0});
    for (auto const& placing : json.at("placings")) {
        dots.placings.push_back(whole_list<std::int8_t>(placing));
    }
    return dots;
}

Json to_json(Reading const& reading) {
    auto pages = Json::array();
    for (auto const& page : reading.pages) {
        pages.push_back({page.width, page.height});
    }
    return {{"pages", pages}, {"codes", to_json(reading.codes)}, {"dots", to_json(reading.dots)}};
}

Reading read_reading(Json const& json) {
    Reading out;
    for (auto const& page : json.at("pages")) {
        out.pages.push_back({page.at(0).get<double>(), page.at(1).get<double>()});
    }
    for (auto const& finding : json.at("codes")) {
        out.codes.push_back(read_finding(finding));
    }
    for (auto const& dots : json.at("dots")) {
        out.dots.push_back(read_dots(dots));
    }
    return out;
}

Json to_json(Workers::Outline const& outline) {
    return {{"page", outline.page},
            {"corners", to_json(outline.corners)},
            {"colour", outline.colour},
            {"number", outline.number}};
}

Workers::Outline read_outline(Json const& json) {
    Workers::Outline outline{whole<std::uint32_t>(json.at("page")),
                             {},
                             json.at("colour").get<std::string>(),
                             whole<std::uint32_t>(json.at("number"))};
    read_corners(json.at("corners"), outline.corners);
    return outline;
}

namespace {

constexpr std::size_t key_digits = 10; // 40 bits

/// Keys one after another, as hex digits: a tenth of the time that a list of numbers takes.
std::string to_digits(std::vector<std::uint64_t> const& keys) {
    std::string out;
    out.reserve(keys.size() * key_digits);
    for (auto key : keys) {
        fmt::format_to(std::back_inserter(out), "{:010x}", key);
    }
    return out;
}

std::vector<std::uint64_t> read_digits(std::string const& digits) {
    if (digits.size() % key_digits != 0) {
        throw std::invalid_argument("keys of another length");
    }
    std::vector<std::uint64_t> out(digits.size() / key_digits);
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const* from = digits.data() + i * key_digits;
        auto const read = std::from_chars(from, from + key_digits, out[i], 16);
        if (read.ec != std::errc() || read.ptr != from + key_digits) {
            throw std::invalid_argument("a key that is none");
        }
    }
    return out;
}

Json keys_to_json(std::vector<std::vector<std::uint64_t>> const& pages) {
    auto out = Json::array();
    for (auto const& keys : pages) {
        out.push_back(to_digits(keys));
    }
    return out;
}

std::vector<std::vector<std::uint64_t>> read_keys(Json const& json) {
    std::vector<std::vector<std::uint64_t>> out;
    for (auto const& keys : json) {
        out.push_back(read_digits(keys.get<std::string>()));
    }
    return out;
}

} // namespace

Json to_json(PagePair const& pair) {
    return {{"page", pair.page}, {"registered", pair.registered}, {"likely", pair.is_likely}};
}

PagePair read_pair(Json const& json) {
    return {whole<std::uint32_t>(json.at("page")), whole<std::uint32_t>(json.at("registered")),
            json.at("likely").get<bool>()};
}

Json to_json(PageMatch const& match) {
    return {{"pair", to_json(match.pair)},
            {"likeness", place_of(match.likeness)},
            {"of_page", match.of_page},
            {"of_registered", match.of_registered}};
}

PageMatch read_match(Json const& json) {
    return {read_pair(json.at("pair")), read_enum(json.at("likeness"), Likeness::Same),
            json.at("of_page").get<double>(), json.at("of_registered").get<double>()};
}

Json to_json(Deeper const& deeper) {
    return {{"page", deeper.page},
            {"kept", to_digits(deeper.kept)},
            {"asked", to_digits(deeper.asked)},
            {"words", to_digits(deeper.words)},
            {"level", deeper.level ? Json(place_of(*deeper.level)) : Json()},
            {"certain", deeper.is_certain},
            {"where", deeper.where},
            {"silent", deeper.is_silent}};
}

Deeper read_deeper(Json const& json) {
    Deeper out{whole<std::uint32_t>(json.at("page")),
               read_digits(json.at("kept").get<std::string>()),
               read_digits(json.at("asked").get<std::string>()),
               read_digits(json.at("words").get<std::string>())};
    if (auto const& level = json.at("level"); !level.is_null()) {
        out.level = read_enum(level, Level::TopSecret);
    }
    out.is_certain = json.at("certain").get<bool>();
    out.where = json.at("where").get<std::string>();
    out.is_silent = json.at("silent").get<bool>();
    return out;
}

Json to_json(Inspection const& inspection) {
    return {
        {"kind", place_of(inspection.kind)},
        {"pages", inspection.pages},
        {"findings", to_json(inspection.findings)},
        {"level", inspection.written_level ? Json(place_of(*inspection.written_level)) : Json()},
        {"certain", inspection.is_level_certain},
        {"where", inspection.written_where},
        {"fingerprint", inspection.fingerprint.text},
        {"signed", inspection.is_signed},
        {"dots", to_json(inspection.dots)},
        {"unread", inspection.unread_pages},
        {"page_keys", keys_to_json(inspection.page_keys)},
        {"asked_keys", keys_to_json(inspection.asked_keys)},
        {"hard", inspection.hard_pages},
        {"silent", inspection.silent_pages}};
}

Inspection read_inspection(Json const& json) {
    Inspection out;
    out.kind = read_enum(json.at("kind"), FileKind::Unknown);
    out.pages = whole<std::uint32_t>(json.at("pages"));
    for (auto const& finding : json.at("findings")) {
        out.findings.push_back(read_finding(finding));
    }
    if (auto const& level = json.at("level"); !level.is_null()) {
        out.written_level = read_enum(level, Level::TopSecret);
    }
    out.is_level_certain = json.at("certain").get<bool>();
    out.written_where = json.at("where").get<std::string>();
    out.fingerprint.text = json.at("fingerprint").get<std::string>();
    out.is_signed = json.at("signed").get<bool>();
    for (auto const& dots : json.at("dots")) {
        out.dots.push_back(read_dots(dots));
    }
    out.unread_pages = whole_list<std::uint32_t>(json.at("unread"));
    out.page_keys = read_keys(json.at("page_keys"));
    out.asked_keys = read_keys(json.at("asked_keys"));
    out.hard_pages = whole_list<std::uint32_t>(json.at("hard"));
    out.silent_pages = whole_list<std::uint32_t>(json.at("silent"));
    return out;
}

Json to_json(Sheet const& sheet) {
    auto tables = Json::array();
    for (auto const& table : sheet.tables) {
        tables.push_back(to_json(table));
    }
    return {{"title", sheet.title},
            {"subtitle", sheet.subtitle},
            {"opening", sheet.opening},
            {"facts", sheet.facts},
            {"tables", tables},
            {"paragraphs", sheet.paragraphs},
            {"signatures", sheet.signatures},
            {"foot", sheet.foot},
            {"level_mark", sheet.level_mark},
            {"landscape", sheet.landscape}};
}

Sheet read_sheet(Json const& json) {
    Sheet sheet;
    sheet.title = json.at("title").get<std::string>();
    sheet.subtitle = json.at("subtitle").get<std::string>();
    sheet.opening = json.at("opening").get<std::vector<std::string>>();
    sheet.facts = json.at("facts").get<std::vector<std::pair<std::string, std::string>>>();
    for (auto const& table : json.at("tables")) {
        sheet.tables.push_back(read_table(table));
    }
    sheet.paragraphs = json.at("paragraphs").get<std::vector<std::string>>();
    sheet.signatures = json.at("signatures").get<std::vector<std::string>>();
    sheet.foot = json.at("foot").get<std::string>();
    sheet.level_mark = json.at("level_mark").get<std::string>();
    sheet.landscape = json.at("landscape").get<bool>();
    return sheet;
}

} // namespace imprimatur::pipe
