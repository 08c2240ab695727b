#include <algorithm>
#include <cmath>
#include <numbers>

#include "marking/overlay/old.hpp"
#include "marking/overlay/overlay.hpp"
#include "marking/overlay/page_numbers.hpp"
#include "marking/overlay/plan.hpp"

namespace imprimatur::overlay {

namespace {

using canvas::Canvas;
using canvas::Colour;

canvas::Box on_canvas(Box const& box) {
    return {box.x, box.y, box.width, box.height};
}

/// Watermarks of a copy and of what it was copied from are set off, so that both stay readable.
constexpr std::uint64_t phases = 8;

std::uint64_t phase_of(Mark const& mark, std::uint32_t page) {
    auto phase = mark.serial.id() % phases;
    bool const is_taken =
        std::any_of(mark.old_marks.begin(), mark.old_marks.end(), [&](OldMark const& old) {
            return old.page == page && old.seal.serial.id() % phases == phase;
        });
    return is_taken ? (phase + phases / 2) % phases : phase;
}

/// Rows of places all over the page, every second row moved by half a step.
std::vector<canvas::Place> lattice(layout::Watermark const& watermark, PageSize size,
                                   double phase) {
    constexpr double most_places = 2000;
    double step_x = watermark.step_x;
    double step_y = watermark.step_y;
    double const count = (size.width / step_x + 2) * (size.height / step_y + 2);
    double const wider = std::sqrt(std::max(1.0, count / most_places));
    step_x *= wider;
    step_y *= wider;
    std::vector<canvas::Place> out;
    bool is_moved = false;
    for (double y = step_y * (phase - 0.5); y < size.height + step_y; y += step_y) {
        for (double x = is_moved ? -step_x / 2 : 0; x < size.width + step_x; x += step_x) {
            out.push_back({x, y, watermark.angle});
        }
        is_moved = !is_moved;
    }
    return out;
}

Result<void> draw_watermark(Canvas& canvas, Wanted const& wanted, std::uint32_t page) {
    auto const& watermark = *wanted.layout.watermark;
    if (!canvas::has_font(watermark.font)) {
        return fail(
            Fault::BadInput,
            {"overlay.unknown-font", {{"template", wanted.layout.name}, {"font", watermark.font}}},
            "watermark");
    }
    // Black that lets through, not grey: it darkens paper and leaves black text black.
    Colour const ink{0, 0, 0, 1 - watermark.grey};
    auto const places =
        lattice(watermark, wanted.size, static_cast<double>(phase_of(wanted.mark, page)) / phases);
    double const angle = watermark.angle * std::numbers::pi / 180;
    double const pitch = watermark.size / canvas::points_per_mm * 1.2;
    std::string_view text = watermark.text;
    for (int row = 0; !text.empty(); ++row) {
        auto end = std::min(text.find('\n'), text.size());
        auto words = layout::fill(std::string(text.substr(0, end)), wanted.mark);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto moved = places;
        for (auto& place : moved) {
            place.x += row * pitch * std::sin(angle);
            place.y += row * pitch * std::cos(angle);
        }
        if (!words.empty()) {
            canvas.repeat(
                {.text = words, .style = {watermark.font, watermark.size, ink}, .width = 140},
                moved);
        }
    }
    return {};
}

void draw_line(Canvas& canvas, PlacedLine const& placed, Overlay& out) {
    auto const& line = *placed.line;
    if (auto colour = canvas::find_colour(line.background)) {
        canvas.fill(on_canvas(placed.covered), *colour);
        out.opaque.push_back(placed.covered);
    }
    if (!placed.around_page) {
        canvas.line(type_of(placed));
    }
    if (auto colour = canvas::find_colour(line.border)) {
        canvas.frame(on_canvas(placed.covered), 0.4, *colour);
    }
    if (line.strike) {
        double const middle = placed.box.y + placed.box.height / 2;
        canvas.rule(placed.box.x - 1, middle, placed.box.x + placed.box.width + 1, middle, 0.6);
    }
    out.room.push_back(placed.covered);
}

void draw_old(Canvas& canvas, Retired const& retired, Overlay& out) {
    for (auto const& cover : retired.covers) {
        canvas.fill(cover, canvas::white);
        out.opaque.push_back(around(cover));
        out.covers.push_back(around(cover));
    }
    for (auto const& strike : retired.strikes) {
        canvas.rule(strike.from.x, strike.from.y, strike.to.x, strike.to.y, 0.6);
    }
}

void draw_plan(Canvas& canvas, Plan const& plan, Overlay& out) {
    for (auto const& qr : plan.qrs) {
        canvas.fill(on_canvas(qr.quiet), canvas::white);
        out.opaque.push_back(qr.quiet);
        out.room.push_back(qr.quiet);
        out.qr_boxes.push_back(qr.modules);
        if (!qr.serial.empty()) {
            canvas.line(serial_type(qr));
            out.room.push_back(qr.serial_box);
        }
    }
    for (auto const& placed : plan.lines) {
        draw_line(canvas, placed, out);
    }
}

/// A sheet that shows an old number is a copy of it, whoever asked for the marks.
Mark with_parent(Mark mark, std::uint32_t page) {
    for (auto const& old : mark.old_marks) {
        if (old.page == page && old.number && !mark.parent) {
            mark.parent = old.number;
        }
    }
    return mark;
}

} // namespace

bool is_page_special(layout::Layout const& layout, Mark const& mark, std::uint32_t page) {
    bool const is_first_special =
        std::any_of(layout.lines.begin(), layout.lines.end(),
                    [](layout::Line const& line) { return line.pages != layout::Pages::All; });
    return (page == 1 && is_first_special) ||
           std::any_of(mark.old_marks.begin(), mark.old_marks.end(),
                       [&](OldMark const& old) { return old.page == page; });
}

Result<Overlay> draw(layout::Layout const& layout, Mark const& mark, PageSize size,
                     std::uint32_t page, std::uint32_t pages) {
    auto canvas = Canvas::start();
    if (!canvas) {
        return pass_on(canvas);
    }
    auto matrix = qr_of(seal_text(mark, page));
    if (!matrix) {
        return pass_on(matrix);
    }
    Mark const effective = with_parent(mark, page);
    auto const counted = layout::numbered(layout, page, pages);
    Wanted const wanted{counted, effective, size, page == 1, matrix->width, pages};
    auto const retired = retire(*canvas, wanted, page);
    auto const places = plan(*canvas, wanted, retired.occupied);
    if (!places) {
        return pass_on(places);
    }
    canvas->page({size.width, size.height});
    Overlay out;
    if (layout.watermark) {
        if (auto drawn = draw_watermark(*canvas, wanted, page); !drawn) {
            return pass_on(drawn);
        }
    }
    draw_old(*canvas, retired, out);
    draw_plan(*canvas, *places, out);
    for (auto const& placed : places->lines) {
        out.lines.push_back({static_cast<std::size_t>(placed.line - counted.lines.data()),
                             placed.reach, placed.covered});
    }
    draw_page_numbers(*canvas, *places, out);
    auto pdf = std::move(*canvas).finish();
    if (!pdf) {
        return pass_on(pdf);
    }
    out.pdf = std::move(*pdf);
    return out;
}

} // namespace imprimatur::overlay
