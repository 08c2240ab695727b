#include "marking/sheet/table.hpp"

#include <algorithm>

namespace imprimatur::sheet {

namespace {

using canvas::Align;

constexpr double pad_x = cell_pad;
constexpr double pad_y = 1.6;
constexpr int most_pages = 5000;
/// Room to sign in by hand.
constexpr double least_height = 9;
constexpr canvas::Colour shade{0.93, 0.93, 0.93, 1};

double qr_side(Block const& block) {
    return block.qr.width * qr_module;
}

/// With its quiet zone of four modules.
double qr_height(Block const& block) {
    return block.qr.width == 0 ? 0 : (block.qr.width + 8) * qr_module;
}

double height_of(Block const& block, std::size_t first, std::size_t count) {
    auto const lines = std::min(count, block.lines.size() - std::min(first, block.lines.size()));
    return static_cast<double>(lines) * pitch + 2 * pad_y + (first == 0 ? qr_height(block) : 0);
}

/// The part of a row that begins at line `first` of each cell and has `count` lines at most.
struct Part {
    std::size_t first;
    std::size_t count;
};

double height_of(std::vector<Block> const& blocks, Part part) {
    double height = part.first == 0 ? least_height : 0;
    for (auto const& block : blocks) {
        height = std::max(height, height_of(block, part.first, part.count));
    }
    return height;
}

void draw_block(Flow& flow, Block const& block, Part part, canvas::Box const& cell) {
    auto& canvas = flow.canvas();
    if (block.shaded) {
        canvas.fill(cell, shade);
    }
    double y = cell.y + (cell.height - height_of(block, part.first, part.count)) / 2 + pad_y;
    if (part.first == 0 && block.qr.width > 0) {
        double const side = qr_side(block);
        double const quiet = 4 * qr_module;
        canvas.modules(block.qr.dark, block.qr.width,
                       {cell.x + (cell.width - side) / 2, y + quiet, side, side});
        y += qr_height(block);
    }
    auto const end = std::min(block.lines.size(), part.first + part.count);
    for (auto i = part.first; i < end; ++i) {
        auto align = block.centred ? Align::Centre : Align::Left;
        // The middle of the line's pitch, as the type is smaller than it.
        double const top = y + (pitch - block.style.size / canvas::points_per_mm) / 2;
        canvas.line(
            {block.lines[i].text, block.style, cell.x + pad_x, top, cell.width - 2 * pad_x, align});
        y += pitch;
    }
    canvas.frame(cell, thin);
}

void draw_part(Flow& flow, std::vector<double> const& widths, std::vector<Block> const& blocks,
               Part part) {
    double const height = height_of(blocks, part);
    double x = flow.left();
    for (std::size_t i = 0; i < widths.size(); ++i) {
        draw_block(flow, blocks[i], part, {x, flow.y(), widths[i], height});
        x += widths[i];
    }
    flow.move(height);
}

void turn(Flow& flow, std::vector<double> const& widths, std::vector<Block> const& headings) {
    flow.turn();
    if (!headings.empty()) {
        draw_part(flow, widths, headings, {0, headings.size() * 1000});
    }
}

std::size_t lines_of(std::vector<Block> const& blocks) {
    std::size_t lines = 0;
    for (auto const& block : blocks) {
        lines = std::max(lines, block.lines.size());
    }
    return lines;
}

/// How many lines of the row, from `first` on, fit the room.
std::size_t lines_that_fit(Flow const& flow, std::vector<Block> const& blocks, std::size_t first,
                           std::size_t lines) {
    std::size_t count = lines - first;
    while (count > 0 && height_of(blocks, {first, count}) > flow.room()) {
        --count;
    }
    return count;
}

std::vector<Block> heading_blocks(Flow& flow, form::Sheet::Table const& table,
                                  std::vector<double> const& widths) {
    std::vector<Block> out;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        Block block;
        block.style = label_type;
        block.lines = flow.canvas().wrap(over_each_other(table.columns[i].heading), label_type,
                                         widths[i] - 2 * pad_x);
        block.centred = true;
        block.shaded = true;
        out.push_back(std::move(block));
    }
    return out;
}

Result<std::vector<Block>> row_blocks(Flow& flow, std::vector<form::Cell> const& row,
                                      std::vector<double> const& widths,
                                      std::vector<bool> const& centred) {
    std::vector<Block> out(widths.size());
    for (std::size_t i = 0; i < std::min(widths.size(), row.size()); ++i) {
        out[i].centred = centred[i];
        if (!row[i].seal.empty()) {
            auto qr = overlay::qr_of(row[i].seal);
            if (!qr) {
                return pass_on(qr);
            }
            out[i].qr = std::move(*qr);
            out[i].centred = true;
        }
        if (!row[i].text.empty()) {
            out[i].lines = flow.canvas().wrap(row[i].text, body_type, widths[i] - 2 * pad_x);
        }
    }
    return out;
}

void draw_empty(Flow& flow) {
    canvas::Box const cell{flow.left(), flow.y(), flow.width(), least_height};
    flow.canvas().frame(cell, thin);
    flow.canvas().line({nothing(flow.tongue()), body_type, cell.x, cell.y + (cell.height - 3.7) / 2,
                        cell.width, Align::Centre});
    flow.move(least_height);
}

} // namespace

void draw_row(Flow& flow, std::vector<double> const& widths, std::vector<Block> const& blocks,
              std::vector<Block> const& headings) {
    auto const lines = lines_of(blocks);
    double const height = height_of(blocks, {0, lines});
    // A row is moved as a whole while it is not too high; then a gap at the foot would look torn.
    if (height > flow.room() && height <= flow.whole_page() / 3) {
        turn(flow, widths, headings);
    }
    for (std::size_t first = 0; first == 0 || first < lines;) {
        auto count = lines_that_fit(flow, blocks, first, lines);
        if (count == 0 && lines > 0) {
            turn(flow, widths, headings);
            count = std::max<std::size_t>(1, lines_that_fit(flow, blocks, first, lines));
        }
        draw_part(flow, widths, blocks, {first, count});
        first += std::max<std::size_t>(1, count);
    }
}

Result<void> draw_table(Flow& flow, form::Sheet::Table const& given) {
    auto table = given;
    for (auto const& row : table.rows) { // a cell without a heading is not lost
        table.columns.resize(std::max(table.columns.size(), row.size()));
    }
    auto const [widths, centred] = columns_of(flow.canvas(), table, flow.width());
    auto const headings = heading_blocks(flow, table, widths);
    auto const head = height_of(headings, {0, lines_of(headings)});
    flow.keep(head + 4 * least_height);
    if (!table.heading.empty()) {
        flow.canvas().line({table.heading, {canvas::hei, 12}, flow.left(), flow.y(), flow.width()});
        flow.move(7);
    }
    if (!widths.empty()) {
        draw_part(flow, widths, headings, {0, lines_of(headings)});
    }
    for (auto const& row : table.rows) {
        auto blocks = row_blocks(flow, row, widths, centred);
        if (!blocks) {
            return pass_on(blocks);
        }
        draw_row(flow, widths, *blocks, headings);
        if (flow.page() > most_pages) {
            return fail(Fault::Exhausted,
                        {"sheet.too-long", {{"most", std::to_string(most_pages)}}},
                        std::to_string(table.rows.size()) + " rows");
        }
    }
    if (table.rows.empty()) {
        draw_empty(flow);
    }
    flow.move(6);
    return {};
}

} // namespace imprimatur::sheet
