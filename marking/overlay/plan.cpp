#include "marking/overlay/plan.hpp"

#include <algorithm>
#include <cmath>

#include "marking/overlay/place.hpp"

namespace imprimatur::overlay {

namespace {

using layout::Side;

/// The serial in type on its side of the QR, not wider than the paper.
void put_serial(Wanted const& wanted, layout::Qr const& qr, Box const& natural, PlacedQr& placed) {
    double const margin = wanted.layout.printable_margin;
    double const most = wanted.size.width - 2 * margin;
    auto const& quiet = placed.quiet;
    Box box{quiet.x, quiet.y + (quiet.height - natural.height) / 2, std::min(natural.width, most),
            natural.height};
    placed.serial_align = is_at_right(qr.at.anchor) ? canvas::Align::Right : canvas::Align::Left;
    switch (qr.serial) {
    case Side::Left:
        box.x = quiet.x - box.width;
        break;
    case Side::Right:
        box.x = quiet.x + quiet.width;
        break;
    default: {
        // Flush with the modules, not with their quiet zone.
        double const right = placed.modules.x + placed.modules.width;
        box.x = is_at_right(qr.at.anchor) ? right - box.width : placed.modules.x;
        box.x = std::clamp(box.x, margin, wanted.size.width - margin - box.width);
        box.y = qr.serial == Side::Above ? quiet.y - box.height : quiet.y + quiet.height;
    }
    }
    placed.serial_box = box;
}

Result<void> plan_qrs(canvas::Canvas const& canvas, Wanted const& wanted, Plan& out) {
    for (auto const& qr : wanted.layout.qrs) {
        double const side = qr.module * wanted.modules;
        double const quiet = 4 * qr.module; // ISO/IEC 18004
        PlacedQr placed;
        placed.quiet = put(wanted, qr.at, side + 2 * quiet, side + 2 * quiet);
        placed.modules = {placed.quiet.x + quiet, placed.quiet.y + quiet, side, side};
        bool fits = is_on_paper(wanted, placed.quiet);
        if (qr.serial != Side::None) {
            placed.serial = wanted.mark.serial.text();
            auto natural = canvas.measure({placed.serial, {serial_font, serial_size}});
            put_serial(wanted, qr, {natural.x, natural.y, natural.width, natural.height}, placed);
            fits = fits && is_on_paper(wanted, placed.serial_box);
        }
        for (auto const& other : out.qrs) {
            fits = fits && !overlaps(other.quiet, placed.quiet);
        }
        if (!fits) {
            return no_room(wanted, "QR");
        }
        out.qrs.push_back(placed);
    }
    return {};
}

} // namespace

canvas::Line serial_type(PlacedQr const& qr) {
    return {.text = qr.serial,
            .style = {serial_font, serial_size},
            .x = qr.serial_box.x,
            .y = qr.serial_box.y,
            .width = qr.serial_box.width + 0.01,
            .align = qr.serial_align};
}

Result<Plan> plan(canvas::Canvas const& canvas, Wanted const& wanted,
                  std::vector<Box> const& occupied) {
    Plan out;
    auto const& size = wanted.size;
    if (!std::isfinite(size.width) || !std::isfinite(size.height)) {
        return no_room(wanted, "QR");
    }
    if (auto qrs = plan_qrs(canvas, wanted, out); !qrs) {
        return pass_on(qrs);
    }
    for (auto const& line : wanted.layout.lines) {
        if (!canvas::has_font(line.font)) {
            return fail(
                Fault::BadInput,
                {"overlay.unknown-font", {{"template", wanted.layout.name}, {"font", line.font}}},
                "line " + line.name);
        }
        if (!layout::is_for(line, wanted.first_page, wanted.mark.level) ||
            (layout::fill(line.text, wanted.mark).empty() &&
             !layout::around_page(line.text, wanted.mark))) {
            continue;
        }
        auto placed = place(canvas, wanted, out, line, occupied);
        if (!placed) {
            return pass_on(placed);
        }
        out.lines.push_back(std::move(*placed));
    }
    return out;
}

} // namespace imprimatur::overlay
