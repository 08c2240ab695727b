#include "marking/sheet/table.hpp"

#include <algorithm>
#include <numeric>

namespace imprimatur::sheet {

namespace {

/// Room beside the text of a cell, both sides.
constexpr double beside = 2 * cell_pad;
constexpr double most = 90; // mm; beyond that a text wraps just as well

double natural_width(canvas::Canvas const& canvas, std::string_view text,
                     canvas::Style const& style) {
    double widest = 0;
    constexpr std::size_t surely_wide = 200; // bytes of one line: measuring would only cost time
    while (!text.empty() && widest < most) {
        auto line = text.substr(0, text.find('\n'));
        widest = std::max(widest,
                          line.size() > surely_wide ? most : canvas.measure({line, style}).width);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return widest + beside;
}

double natural_width(canvas::Canvas const& canvas, form::Cell const& cell) {
    double const qr = cell.seal.empty() ? 0 : 37 * qr_module + 2;
    return std::max(qr, natural_width(canvas, cell.text, body_type));
}

double widest_cell(canvas::Canvas const& canvas, form::Sheet::Table const& table,
                   std::size_t column) {
    double widest = 0;
    for (auto const& row : table.rows) {
        if (column < row.size()) {
            widest = std::max(widest, natural_width(canvas, row[column]));
        }
    }
    return widest;
}

/// The width at which no number and no short name of the column is broken.
double tightest_cell(canvas::Canvas const& canvas, form::Sheet::Table const& table,
                     std::size_t column) {
    constexpr double name = 18;
    constexpr double number = 23;
    double widest = 0;
    for (auto const& row : table.rows) {
        if (column >= row.size()) {
            continue;
        }
        auto const& cell = row[column];
        bool const is_latin = std::all_of(cell.text.begin(), cell.text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 128;
        });
        // A day and its time may stand one over the other, as may words.
        auto lines = cell.text;
        std::replace(lines.begin(), lines.end(), is_latin ? ' ' : '\n', '\n');
        widest = std::max(widest, std::min(natural_width(canvas, {lines, cell.seal}),
                                           cell.seal.empty() ? (is_latin ? number : name) : 1000));
    }
    return widest;
}

std::vector<double> scaled(std::vector<double> widths, double factor) {
    for (auto& width : widths) {
        width *= factor;
    }
    return widths;
}

/// As much more than `low` as fills `width`, given to those columns that could use it.
std::vector<double> between(std::vector<double> low, std::vector<double> const& high,
                            double width) {
    double const least = std::accumulate(low.begin(), low.end(), 0.0);
    double const wanted = std::accumulate(high.begin(), high.end(), 0.0);
    for (std::size_t i = 0; i < low.size(); ++i) {
        low[i] += (high[i] - low[i]) * (width - least) / (wanted - least);
    }
    return low;
}

/// Shares `spare` mm among the columns without a fixed width, or among all where there is none.
std::vector<double> widened(form::Sheet::Table const& table, std::vector<double> widths,
                            double spare) {
    double free = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        free += table.columns[i].width > 0 ? 0 : widths[i];
    }
    if (free == 0) {
        double const all = std::accumulate(widths.begin(), widths.end(), 0.0);
        return scaled(std::move(widths), 1 + spare / all);
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] *= table.columns[i].width > 0 ? 1 : 1 + spare / free;
    }
    return widths;
}

std::vector<double> column_widths(canvas::Canvas const& canvas, form::Sheet::Table const& table,
                                  std::vector<double> const& naturals, double width) {
    constexpr double least = 10;
    constexpr double unbroken = 26; // numbers, names and days stay on one line
    std::vector<double> small;
    std::vector<double> wide;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const& column = table.columns[i];
        double const heading = natural_width(canvas, over_each_other(column.heading), label_type);
        double const natural = std::clamp(naturals[i], least, most);
        bool const is_fixed = column.width > 0;
        small.push_back(is_fixed
                            ? column.width
                            : std::max(std::min(natural, unbroken), std::min(heading, unbroken)));
        wide.push_back(is_fixed ? column.width : std::max(natural, heading));
    }
    double const needed = std::accumulate(small.begin(), small.end(), 0.0);
    double const wanted = std::accumulate(wide.begin(), wide.end(), 0.0);
    if (wanted <= width) {
        return widened(table, wide, width - wanted);
    }
    if (needed <= width) {
        return between(small, wide, width);
    }
    std::vector<double> tight;
    for (std::size_t i = 0; i < small.size(); ++i) {
        tight.push_back(std::min(small[i], table.columns[i].width > 0
                                               ? small[i]
                                               : std::max(least, tightest_cell(canvas, table, i))));
    }
    double const tightest = std::accumulate(tight.begin(), tight.end(), 0.0);
    return tightest >= width ? scaled(tight, width / tightest) : between(tight, small, width);
}

} // namespace

/// "日期 Date" as two lines.
std::string over_each_other(std::string text) {
    auto at = start_of_english(text);
    if (at != text.npos && at > 0) {
        text[at - 1] = '\n';
    }
    return text;
}

Columns columns_of(canvas::Canvas const& canvas, form::Sheet::Table const& table, double width) {
    std::vector<double> naturals;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        naturals.push_back(widest_cell(canvas, table, i));
    }
    Columns out{column_widths(canvas, table, naturals, width), {}};
    for (std::size_t i = 0; i < naturals.size(); ++i) {
        out.centred.push_back(naturals[i] <= out.widths[i]);
    }
    return out;
}

} // namespace imprimatur::sheet
