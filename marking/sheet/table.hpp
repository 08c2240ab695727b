/// Ruled tables whose cells wrap and whose rows go on overleaf.
#pragma once

#include <vector>

#include "foundation/result/result.hpp"
#include "marking/overlay/overlay.hpp"
#include "marking/sheet/flow.hpp"

namespace imprimatur::sheet {

/// @error BadInput a seal is longer than a QR holds.
Result<void> draw_table(Flow& flow, form::Sheet::Table const& table);

inline constexpr double cell_pad = 1.5; ///< mm left and right of a cell's text
inline constexpr double qr_module = 0.45;

/// Widths in mm that fill `width`: fixed ones as asked, the others by what their cells hold.
/// Columns whose cells all fit one line are centred.
struct Columns {
    std::vector<double> widths;
    std::vector<bool> centred;
};
Columns columns_of(canvas::Canvas const& canvas, form::Sheet::Table const& table, double width);

/// "日期 Date" as two lines.
std::string over_each_other(std::string text);

/// One cell, ready to be drawn.
struct Block {
    std::vector<canvas::Piece> lines;
    overlay::QrMatrix qr; ///< width 0: none
    canvas::Style style = body_type;
    bool centred = false;
    bool shaded = false;
};

/// A row of cells with rules around them; a row higher than the page is divided between lines.
/// @param before_turn what to draw first on every further page (the headings), may be empty.
void draw_row(Flow& flow, std::vector<double> const& widths, std::vector<Block> const& blocks,
              std::vector<Block> const& headings);

} // namespace imprimatur::sheet
