/// Tables and lists of facts in a terminal, aligned also where Chinese stands in them.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gateway/cli/cli.hpp"

namespace imprimatur::cli {

struct Column {
    std::string heading;
    bool is_number = false;  ///< flush right
    bool may_shrink = false; ///< gives up room when the terminal is too narrow
};

/// Rows under headings, two blanks apart. Cells are made plain(). Empty cells show "-".
class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// A row with fewer cells than columns is filled up with empty ones; more are dropped.
    void add(std::vector<std::string> cells);
    bool is_empty() const { return rows_.empty(); }
    /// All lines, each ended.
    std::string text(Style style) const;

  private:
    std::vector<std::size_t> widths(Style style) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Label and value, one a line, values under each other. Empty values are left out.
std::string facts(std::vector<std::pair<std::string, std::string>> const& pairs, Style style);

/// `text` after its mark ("  ", "1. "), in a terminal folded under its own beginning.
std::string hanging(std::string const& mark, std::string const& text, Style style);

/// `text` in lines of at most `width` columns, each begun with `indent` blanks; breaks at blanks,
/// and anywhere between Chinese characters. @param width 0: 100 columns.
std::string wrapped(std::string const& text, std::size_t indent, std::size_t width);

} // namespace imprimatur::cli
