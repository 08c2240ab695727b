/// Comma-separated values for spreadsheets.
#pragma once

#include <string>
#include <vector>

namespace imprimatur::cli {

/// One record, ended by CR LF. Cells are made plain(); one that a spreadsheet would take for a
/// formula (it begins with = + - @, narrow or wide) gets an apostrophe before it, so that a title
/// cannot compute.
/// @source RFC 4180.
std::string csv_line(std::vector<std::string> const& cells);

} // namespace imprimatur::cli
