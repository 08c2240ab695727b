/// One copy's marks, drawn once for each size of page.
///
/// Promise: what a template and a mark say becomes a one-page vector PDF with subset fonts and
/// extractable text, the size of the page as shown; what differs from page to page (the QR, the
/// page number) is given beside it, so that a thousand pages share one drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/layout/layout.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::overlay {

/// A page as shown: after /Rotate, the crop box, in millimetres; origin top left.
struct PageSize {
    double width;
    double height;
    auto operator<=>(PageSize const&) const = default;
};

/// Millimetres from the top left of the page as shown.
struct Box {
    double x;
    double y;
    double width;
    double height;
};

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
    std::string pdf; ///< one page, PDF 1.5, transparent where nothing is drawn
    std::vector<Box>
        qr_boxes; ///< where the QR modules go (the quiet zone is around them and already white)
    std::vector<Box>
        opaque; ///< what the marks cover: nothing of the document may be lost under these
    std::vector<Box> room; ///< the boxes of all marks but the watermark, for finding free room
};

/// @param size the page as shown.
/// @param page from 1: on page 1 number and level have their place in the type area, on others
/// above it; and which page's old marks are to be struck through or covered. 0: any page that is
/// not special.
/// @error BadInput a mark does not fit the page ("overlay.*"); nothing is drawn. Unavailable no
/// fonts.
Result<Overlay> draw(layout::Layout const& layout, Mark const& mark, PageSize size,
                     std::uint32_t page);

/// True when `page` is the first or carries old marks, so that its overlay is its own and not
/// shared.
bool is_page_special(Mark const& mark, std::uint32_t page);

} // namespace imprimatur::overlay
