#include "gateway/service/table_input.hpp"

#include <algorithm>

#include "gateway/print/facts.hpp"
#include "gateway/service/reply.hpp"
#include "marking/mark/typed.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::uint64_t largest_table = 16U << 20U; ///< bytes
constexpr std::size_t most_rows = 20000;

std::string known_headings(std::span<TableColumn const> columns) {
    std::string out;
    for (auto const& column : columns) {
        out += (out.empty() ? "" : "、") + std::string(column.chinese);
    }
    return out;
}

TableColumn const* find_column(std::span<TableColumn const> columns, std::string const& heading) {
    auto found = std::find_if(columns.begin(), columns.end(), [&](auto const& column) {
        return without_blanks(heading) == column.chinese || heading == column.field;
    });
    return found == columns.end() ? nullptr : &*found;
}

/// Cells up to the last that is not empty: spreadsheets end rows with commas.
std::size_t width_of(csv::Row const& row) {
    auto width = row.cells.size();
    while (width > 0 && without_blanks(row.cells[width - 1]).empty()) {
        --width;
    }
    return width;
}

/// A day as a spreadsheet counts it where a cell has no format of a day: 46086 is 2026-03-05.
/// @source ECMA-376-1, 18.17.4.1: day 0 is 1899-12-30 in the 1900 date system
std::string day_of(std::string const& cell) {
    auto const digits = without_blanks(cell);
    bool const is_count =
        digits.size() == 5 && digits.find_first_not_of("0123456789") == digits.npos;
    if (!is_count) {
        return cell;
    }
    using namespace std::chrono;
    constexpr sys_days first = 1899y / December / 30;
    return to_text(Date{first + days{std::stoi(digits)}});
}

/// The column of each heading, in the order of the file.
std::vector<TableColumn const*> read_headings(TableInput& table, csv::Row const& row,
                                              std::span<TableColumn const> columns) {
    std::vector<TableColumn const*> out;
    for (auto const& heading : std::span(row.cells).first(width_of(row))) {
        auto const* column = find_column(columns, heading);
        if (column == nullptr) {
            table.mistakes.push_back(
                {row.line,
                 heading,
                 {"service.import-heading",
                  {{"found", heading}, {"expected", known_headings(columns)}}}});
        } else if (!table.headings.emplace(column->field, heading).second) {
            table.mistakes.push_back(
                {row.line, heading, {"service.import-heading-twice", {{"found", heading}}}});
        }
        out.push_back(column);
    }
    for (auto const& column : columns) {
        if (column.is_needed && !table.headings.contains(std::string(column.field))) {
            table.mistakes.push_back(
                {row.line,
                 std::string(column.chinese),
                 {"service.import-heading-missing", {{"expected", std::string(column.chinese)}}}});
        }
    }
    return out;
}

json value_of(TableInput& table, csv::Row const& row, TableColumn const& column,
              std::string const& cell) {
    if (column.kind == TableColumn::Kind::List) {
        return print::split_names(cell);
    }
    if (column.kind == TableColumn::Kind::Text) {
        return cell;
    }
    if (column.kind == TableColumn::Kind::Day) {
        return day_of(cell);
    }
    auto const word = without_blanks(cell);
    for (auto const* yes : {"是", "yes", "true", "1"}) {
        if (word == yes) {
            return true;
        }
    }
    for (auto const* no : {"否", "no", "false", "0"}) {
        if (word == no) {
            return false;
        }
    }
    table.wrong(row.line, std::string(column.field), cell, {"是, 否, yes, no", "是、否"});
    return false;
}

void read_row(TableInput& table, csv::Row const& row,
              std::vector<TableColumn const*> const& headings) {
    TableRow out{row.line, json::object()};
    auto before = table.mistakes.size();
    if (width_of(row) > headings.size()) {
        table.mistakes.push_back({row.line,
                                  "",
                                  {"service.import-row-long",
                                   {{"found", std::to_string(width_of(row))},
                                    {"expected", std::to_string(headings.size())}}}});
        ++table.count;
        return;
    }
    for (std::size_t i = 0; i < width_of(row); ++i) {
        if (!without_blanks(row.cells[i]).empty()) {
            out.object[std::string(headings[i]->field)] =
                value_of(table, row, *headings[i], row.cells[i]);
        }
    }
    for (auto const* column : headings) {
        if (column->is_needed && !out.object.contains(column->field)) {
            table.wrong(row.line, std::string(column->field), "", "…");
        }
    }
    ++table.count;
    if (table.mistakes.size() == before) {
        table.rows.push_back(std::move(out));
    }
}

/// The column that a complaint about the whole is about.
std::string column_of(std::string const& sentence) {
    static constexpr std::pair<std::string_view, char const*> columns[] = {
        {"registry.document-number-taken", "number"},
        {"registry.document-number-alike", "number"},
        {"registry.account-differs-by-case", "account"},
        {"service.level-below-category", "level"},
        {"service.period-over", "issued"},
        {"service.category-unknown", "category"},
        {"print.period-too-long", "period"},
        {"print.period-before-issue", "period"},
        {"service.role-unknown", "roles"},
        {"identity.clash", "roles"},
        {"identity.own-roles", "roles"},
    };
    for (auto const& [id, column] : columns) {
        if (sentence == id) {
            return column;
        }
    }
    return {};
}

} // namespace

void TableInput::wrong(std::size_t line, std::string const& field, std::string const& found,
                       Expected const& expected) {
    wrong(line, field,
          {"service.import-cell",
           {{"found", found}, {"expected", expected.english}, {"expected_zh", expected.chinese}}});
}

void TableInput::wrong(std::size_t line, std::string const& field, Sentence sentence) {
    auto heading = headings.find(field);
    mistakes.push_back(
        {line, heading == headings.end() ? field : heading->second, std::move(sentence)});
}

void TableInput::wrong(TableRow const& row, Error const& error) {
    auto const& values = error.sentence.values;
    if (error.sentence.id != "service.field-wrong") {
        wrong(row.line, column_of(error.sentence.id), error.sentence);
        return;
    }
    auto const& field = values.at("field");
    auto found = row.object.contains(field) ? row.object.at(field) : json("");
    wrong(row.line, field, found.is_string() ? found.get<std::string>() : found.dump(),
          {values.at("expected"), values.at("expected_zh")});
}

Result<TableInput> read_table(http::Body& body, std::span<TableColumn const> columns) {
    auto text = body.read_text(largest_table);
    if (!text) {
        return pass_on(text);
    }
    auto rows = csv::read(*text);
    if (!rows) {
        return pass_on(rows);
    }
    TableInput table;
    if (rows->size() < 2 || rows->size() > most_rows + 1) {
        return fail(Fault::BadInput,
                    {"service.import-rows", {{"most", std::to_string(most_rows)}}});
    }
    auto headings = read_headings(table, rows->front(), columns);
    if (!table.mistakes.empty()) {
        return table; // else every row would be wrong by the same mistake
    }
    for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
        read_row(table, *row, headings);
    }
    return table;
}

http::Response import_reply(TableInput const& table, Exchange const& exchange) {
    auto sorted = table.mistakes;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& a, auto const& b) { return a.line < b.line; });
    json mistakes = json::array();
    for (auto const& mistake : sorted) {
        mistakes.push_back({{"line", mistake.line},
                            {"column", mistake.column},
                            {"sentence", exchange.say(mistake.sentence)}});
    }
    auto entered = mistakes.empty() ? table.count : 0;
    return json_reply({{"rows", table.count}, {"entered", entered}, {"mistakes", mistakes}});
}

} // namespace imprimatur::service
