/// One copy's marks, drawn once for each size of page.
///
/// Promise: what a template and a mark say becomes a vector PDF with subset fonts and
/// extractable text, its first page the size of the page as shown; what differs from page to page
/// (the QR, the page number) is given beside it, so that a thousand pages share one drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/layout/layout.hpp"
#include "marking/mark/mark.hpp"
#include "marking/page/page.hpp"

namespace imprimatur::overlay {

using page::Box;
using page::PageNumber;
using page::PageSize;

/// The modules of a QR, row by row, true = dark, without quiet zone.
struct QrMatrix {
    std::uint32_t width = 0;
    std::vector<bool> dark;
};
/// @error BadInput the text is too long. @source ISO/IEC 18004; error correction Q.
Result<QrMatrix> qr_of(std::string const& text);

/// What the QRs of a page say: the seal for it, else the last seal, else one made of the serial
/// alone.
std::string seal_text(Mark const& mark, std::uint32_t page);

/// The covert dots: one tile, and the two steps by which it repeats over the page. Whole units of
/// 1/600 inch, the pixels of most printers, from the top left of the page as shown.
struct Stipple {
    struct Step {
        int x;
        int y;
    };
    std::vector<Step> dots; ///< top left corners
    int width;              ///< of a dot
    int height;
    Step steps[2];
    double red, green, blue;
    static constexpr double unit = 25.4 / 600; ///< mm
};
/// Empty: the template wants none, or the mark brings none.
/// @error BadInput "overlay.bad-dots" the mark's tile has another size.
Result<std::optional<Stipple>> stipple(layout::Layout const& layout, Mark const& mark);

/// Everything but what differs from page to page.
struct Overlay {
    std::string pdf; ///< PDF 1.5, transparent where nothing is drawn; its first page is the drawing
    std::vector<Box>
        qr_boxes; ///< where the QR modules go (the quiet zone is around them and already white)
    std::vector<Box>
        opaque; ///< what the marks cover: nothing of the document may be lost under these
    std::vector<Box> covers; ///< of those, what hides marks that were there before
    struct Line {
        std::size_t index; ///< in the layout
        Box reach;         ///< what its text may take; its corner is where the line was put
        Box covered;       ///< what it takes, with the bar or the frame around it
    };
    std::vector<Line> lines;
    std::vector<Box> room; ///< the boxes of all marks but the watermark, for finding free room
    std::vector<PageNumber> page_numbers; ///< where the drawing is for more than one page
};

/// @param size the page as shown.
/// @param page from 1: on page 1 number and level have their place in the type area, on others
/// above it; and which page's old marks are to be struck through or covered. 0: any page that is
/// not special, whose numbers are left to be put in.
/// @param pages of the document.
/// @error BadInput a mark does not fit the page ("overlay.*"); nothing is drawn. Unavailable no
/// fonts.
Result<Overlay> draw(layout::Layout const& layout, Mark const& mark, PageSize size,
                     std::uint32_t page, std::uint32_t pages = 1);

/// True when `page` carries old marks, or is the first and has lines of its own, so that its
/// overlay is not shared.
bool is_page_special(layout::Layout const& layout, Mark const& mark, std::uint32_t page);

} // namespace imprimatur::overlay
