/// What a register sheet, a slip or a report says, before it is drawn. Plain values, no PDF.
///
/// Promise: the gateway fills one in and marking/sheet lays it out; neither needs to know the
/// other.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace imprimatur::form {

/// One cell of a table. A line feed in `text` begins a new line.
struct Cell {
    std::string text;
    std::string seal; ///< not empty: a QR with this text stands above the cell's text
};

/// Laid out on A4 and paginated, Chinese and English (marking/sheet).
struct Sheet {
    std::string title; ///< "复制记录 / Copy record"
    std::string subtitle;
    std::vector<std::string> opening;                       ///< paragraphs before everything else
    std::vector<std::pair<std::string, std::string>> facts; ///< label, value: above the table
    struct Column {
        std::string heading;
        double width = 0; ///< mm; 0: what is left, shared
    };
    struct Table {
        std::string heading;
        std::vector<Column> columns;
        std::vector<std::vector<Cell>> rows;
    };
    std::vector<Table> tables;
    std::vector<std::string> paragraphs; ///< after the tables
    std::vector<std::string> signatures; ///< "登记人 Registry officer": a line to sign on each
    std::string foot;                    ///< small, on every page beside "第 x 页 共 y 页"
    std::string level_mark;              ///< "机密★10年" where the sheet itself is classified
    bool landscape = false;
};

} // namespace imprimatur::form
