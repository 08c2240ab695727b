#include "marking/overlay/place.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace imprimatur::overlay {

namespace {

using layout::Anchor;

constexpr double mm_per_point = 25.4 / 72;
/// Margins of the type area on A4 (GB/T 9704-2012, 5.2.1). They keep their size on every sheet
/// whose short side is that of A5 or more, and shrink with it below.
constexpr double left_margin = 28;
constexpr double top_margin = 37;
constexpr double full_margins_from = 148;
/// A line of facts with less room than this says nothing any more.
constexpr double narrowest = 20;
/// Numbers, levels, serials and pages may become a little smaller, but are never cut.
constexpr double smallest = 0.6;
constexpr std::array<char const*, 5> whole_fields{"number", "level_mark", "level", "serial",
                                                  "page"};

double shrinking(PageSize size) {
    return std::min(1.0, std::min(size.width, size.height) / full_margins_from);
}

bool must_be_whole(layout::Line const& line) {
    return line.strike ||
           std::any_of(whole_fields.begin(), whole_fields.end(),
                       [&](char const* field) { return layout::has_field(line.text, field); });
}

/// What lies on the sheet already.
std::vector<Box> obstacles(Plan const& plan) {
    std::vector<Box> out;
    for (auto const& qr : plan.qrs) {
        out.push_back(qr.quiet);
        if (!qr.serial.empty()) {
            out.push_back(qr.serial_box);
        }
    }
    for (auto const& line : plan.lines) {
        out.push_back(line.covered);
    }
    return out;
}

/// A bar behind a line, or a frame around it, takes more than its letters.
Box with_surroundings(layout::Line const& line, Box const& box) {
    if (!line.border.empty()) {
        return {box.x - 1.5, box.y - 1, box.width + 3, box.height + 2};
    }
    if (!line.background.empty()) {
        return {box.x - 1, box.y - 0.5, box.width + 2, box.height + 1};
    }
    return box;
}

} // namespace

char widest_digit(canvas::Canvas const& canvas, layout::Line const& line) {
    char widest = '0';
    double most = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
        canvas::Style const style{line.font, line.size, {}, line.heavier};
        double const width = canvas.measure({{&digit, 1}, style}).width;
        if (width > most) {
            widest = digit;
            most = width;
        }
    }
    return widest;
}

namespace {

/// How far to the right a line that begins at `box` may go: to the paper's margin or what stands
/// there.
double room_right_of(Wanted const& wanted, std::vector<Box> const& others, Box const& box) {
    double limit = wanted.size.width - wanted.layout.printable_margin;
    for (auto const& other : others) {
        if (other.x > box.x && other.y < box.y + box.height && other.y + other.height > box.y) {
            limit = std::min(limit, other.x - 1);
        }
    }
    return limit - box.x;
}

Box move_beside(Box box, std::vector<Box> const& occupied, double gap) {
    for (auto const& other : occupied) {
        if (overlaps(box, other)) {
            box.x = other.x + other.width + gap;
        }
    }
    return box;
}

Box first_place(Wanted const& wanted, Plan const& plan, layout::Line const& line, double width,
                std::vector<Box> const& occupied) {
    double const height = line.size * mm_per_point;
    Box box = put(wanted, line.at, width, height);
    for (auto const& before : plan.lines) {
        if (before.line->name == line.after) {
            box.x = before.box.x + before.box.width + line.gap;
            box.y = before.box.y + before.box.height - height;
        }
    }
    bool const is_number = layout::has_field(line.text, "number") && line.background.empty();
    return is_number ? move_beside(box, occupied, line.gap) : box;
}

/// Shortens `box` to the room there is; false when that is too little.
bool fit_width(Wanted const& wanted, layout::Line const& line, std::vector<Box> const& others,
               double natural, Box& box) {
    double const surplus = box.x - with_surroundings(line, box).x;
    double const margin = wanted.layout.printable_margin + surplus;
    if (box.x < margin && line.at.anchor != Anchor::TypeArea &&
        line.at.anchor != Anchor::Exactly) { // counted from the right or the middle
        box.width -= margin - box.x;
        box.x = margin;
    }
    auto const outer = with_surroundings(line, box);
    box.width = std::min(box.width, room_right_of(wanted, others, outer) - 2 * surplus);
    double const needed = must_be_whole(line) ? smallest * natural : std::min(natural, narrowest);
    auto const covered = with_surroundings(line, box);
    return box.width >= needed - 0.01 && is_on_paper(wanted, covered) &&
           std::none_of(others.begin(), others.end(),
                        [&](Box const& other) { return overlaps(covered, other); });
}

} // namespace

bool overlaps(Box const& a, Box const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

tl::unexpected<Error> no_room(Wanted const& wanted, std::string const& name) {
    return fail(Fault::BadInput,
                {"overlay.no-room",
                 {{"mark", name},
                  {"template", wanted.layout.name},
                  {"width", fmt::format("{:.0f}", wanted.size.width)},
                  {"height", fmt::format("{:.0f}", wanted.size.height)}}},
                "mark " + name + " does not fit");
}

/// The corner of a box of this size put at a place of the template.
Box put(Wanted const& wanted, layout::Position const& at, double width, double height) {
    auto const& page = wanted.size;
    double const s = shrinking(page);
    double const margin = wanted.layout.printable_margin;
    double const x = std::max(margin, at.x * s);
    double const y = std::max(margin, at.y);
    switch (at.anchor) {
    case Anchor::PageTopLeft:
        return {x, y, width, height};
    case Anchor::PageTopRight:
        return {page.width - x - width, y, width, height};
    case Anchor::PageBottomLeft:
        return {x, page.height - y - height, width, height};
    case Anchor::PageBottomRight:
        return {page.width - x - width, page.height - y - height, width, height};
    case Anchor::PageTop:
        return {(page.width - width) / 2 + at.x, y, width, height};
    case Anchor::PageBottom:
        return {(page.width - width) / 2 + at.x, page.height - y - height, width, height};
    case Anchor::Exactly:
        return {at.x, at.y, width, height};
    case Anchor::TypeArea:
        break;
    }
    return {left_margin * s + at.x, top_margin * s + at.y, width, height};
}

bool is_on_paper(Wanted const& wanted, Box const& box) {
    double const margin = wanted.layout.printable_margin - 0.01;
    return box.x >= margin && box.y >= margin && box.x + box.width <= wanted.size.width - margin &&
           box.y + box.height <= wanted.size.height - margin;
}

bool is_at_right(Anchor anchor) {
    return anchor == Anchor::PageTopRight || anchor == Anchor::PageBottomRight;
}

Result<PlacedLine> place(canvas::Canvas const& canvas, Wanted const& wanted, Plan const& plan,
                         layout::Line const& line, std::vector<Box> const& occupied) {
    PlacedLine placed{&line, layout::fill(line.text, wanted.mark),       {}, {},
                      {},    layout::around_page(line.text, wanted.mark)};
    if (placed.around_page) {
        auto const& [before, behind] = *placed.around_page;
        auto const digits = std::to_string(wanted.pages).size();
        placed.text = before + std::string(digits, widest_digit(canvas, line)) + behind;
    }
    double const natural =
        canvas.measure({placed.text, {line.font, line.size, {}, line.heavier}}).width;
    auto const others = obstacles(plan);
    double const width = line.width.value_or(natural);
    double const start = put(wanted, line.at, width, 0).x;
    bool const is_at_foot = line.at.anchor == Anchor::PageBottomLeft ||
                            line.at.anchor == Anchor::PageBottomRight ||
                            line.at.anchor == Anchor::PageBottom;
    auto box = first_place(wanted, plan, line, width, occupied);
    // On small sheets what does not fit beside the rest goes below it, at the foot above it.
    constexpr int rows = 16;
    for (int row = 0; row < rows; ++row) {
        placed.reach = box;
        if (fit_width(wanted, line, others, natural, placed.reach)) {
            auto drawn = canvas.measure(type_of(placed));
            placed.box = {drawn.x, box.y, drawn.width, box.height};
            placed.covered = with_surroundings(line, line.width ? placed.reach : placed.box);
            return placed;
        }
        box.x = start;
        box.y += (is_at_foot ? -0.5 : 0.5) * box.height;
    }
    return no_room(wanted, line.name);
}

canvas::Line type_of(PlacedLine const& placed) {
    auto const& line = *placed.line;
    auto align = line.align == "right"    ? canvas::Align::Right
                 : line.align == "centre" ? canvas::Align::Centre
                                          : canvas::Align::Left;
    return {.text = placed.text,
            .style = {line.font, line.size,
                      canvas::find_colour(line.colour).value_or(canvas::Colour{}), line.heavier},
            .x = placed.reach.x,
            .y = placed.reach.y,
            .width = placed.reach.width + 0.01, // so that rounding does not shrink what fits
            .align = align};
}

} // namespace imprimatur::overlay
