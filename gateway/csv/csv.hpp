/// Comma-separated values that people bring from a spreadsheet.
///
/// Promise: what stands in a cell is text and nothing else; whatever is not a table is named with
/// its line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::csv {

struct Row {
    std::size_t line = 0; ///< of the file, where it begins; the first is 1
    std::vector<std::string> cells;
};

/// All rows, the headings first; empty lines and rows of empty
/// cells are left out. UTF-8 with or without a byte order mark,
/// lines ended by LF or CR LF, cells between quotes where they hold a comma, a quote or a line end.
/// Blanks around a cell that is not quoted are no part of it.
/// @error BadInput "csv.…" with the line. @source RFC 4180.
Result<std::vector<Row>> read(std::string_view text);

} // namespace imprimatur::csv
