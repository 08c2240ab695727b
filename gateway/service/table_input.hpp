/// A table that somebody brings (CSV), as objects of the API: headings in Chinese or English, what
/// a spreadsheet leaves at its right and lower edge left out, and every cell that is wrong named
/// with its line, its column and what is expected.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "gateway/csv/csv.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// One column that a table may have.
struct TableColumn {
    std::string_view field; ///< of the API
    std::string_view chinese;
    enum class Kind { Text, List, YesNo, Day } kind = Kind::Text;
    bool is_needed = false;
};

struct Mistake {
    std::size_t line = 0;
    std::string column; ///< as the file calls it; empty: the whole row
    Sentence sentence;
};

/// A row as an object of the API; cells that are empty are left out.
struct TableRow {
    std::size_t line = 0;
    nlohmann::json object;
};

struct TableInput {
    std::size_t count = 0;      ///< of all rows
    std::vector<TableRow> rows; ///< those that can be read
    std::vector<Mistake> mistakes;
    std::map<std::string, std::string> headings; ///< field → as the file calls it

    void wrong(std::size_t line, std::string const& field, std::string const& found,
               Expected const& expected);
    void wrong(std::size_t line, std::string const& field, Sentence sentence);
    /// What reading a row as an object of the API complained of.
    void wrong(TableRow const& row, Error const& error);
};

/// @error BadInput "csv.…": it is no table at all.
Result<TableInput> read_table(http::Body& body, std::span<TableColumn const> columns);

/// {"rows", "entered", "mistakes": [{"line", "column", "sentence"}]}
http::Response import_reply(TableInput const& table, Exchange const& exchange);

} // namespace imprimatur::service
