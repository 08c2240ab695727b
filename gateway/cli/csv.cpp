#include "gateway/cli/csv.hpp"

#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

/// Spreadsheets in East Asian languages take the wide signs for the narrow ones.
bool begins_like_a_formula(std::string const& cell) {
    for (auto const* sign : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
        if (cell.starts_with(sign)) {
            return cell != "-";
        }
    }
    return false;
}

std::string cell_of(std::string const& text) {
    auto cell = plain(text);
    if (begins_like_a_formula(cell)) {
        cell.insert(0, "'");
    }
    if (cell.find_first_of(",\"") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (char c : cell) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

} // namespace

std::string csv_line(std::vector<std::string> const& cells) {
    std::string line;
    for (auto const& cell : cells) {
        line += (&cell == &cells.front() ? "" : ",") + cell_of(cell);
    }
    return line + "\r\n";
}

} // namespace imprimatur::cli
