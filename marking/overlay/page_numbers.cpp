#include "marking/overlay/page_numbers.hpp"

#include <algorithm>

#include "marking/overlay/place.hpp"

namespace imprimatur::overlay {

namespace {

using layout::Anchor;

constexpr double margin = 1; // mm around a part: letters may reach out of their boxes

/// Which share of what a number is shorter lies to its left.
double share_at_left(layout::Line const& line) {
    if (line.width) {
        return line.align == "left" ? 0 : line.align == "right" ? 1 : 0.5;
    }
    switch (line.at.anchor) {
    case Anchor::PageTopRight:
    case Anchor::PageBottomRight:
        return 1;
    case Anchor::PageTop:
    case Anchor::PageBottom:
        return 0.5;
    default:
        return 0;
    }
}

class Parts {
  public:
    Parts(canvas::Canvas& canvas, PlacedLine const& placed)
        : canvas_(canvas), type_(type_of(placed)) {
        // Parts are set one by one: what the whole line is shrunk by, they are too.
        auto natural = type_;
        natural.width = 0;
        double const shrunk =
            canvas.measure(type_).width / std::max(canvas.measure(natural).width, 1e-9);
        type_.style.size *= std::min(shrunk, 1.0);
        type_.x = margin;
        type_.y = margin;
        type_.align = canvas::Align::Centre;
    }

    double size() const { return type_.style.size / canvas::points_per_mm; }
    double width(std::string_view text) const {
        auto line = type_;
        line.text = text;
        line.width = 0;
        line.align = canvas::Align::Left;
        return canvas_.measure(line).width;
    }
    /// As a page of its own, in the middle of so many mm.
    void draw(std::string_view text, double width) {
        canvas_.page({width + 2 * margin, size() + 2 * margin});
        auto line = type_;
        line.text = text;
        line.width = width + 0.01; // so that rounding does not shrink what fits
        canvas_.line(line);
    }

  private:
    canvas::Canvas& canvas_;
    canvas::Line type_;
};

PageNumber draw_parts(canvas::Canvas& canvas, PlacedLine const& placed, std::uint32_t first) {
    constexpr std::string_view digits = "0123456789";
    auto const& [before, behind] = *placed.around_page;
    Parts parts(canvas, placed);
    char const widest = widest_digit(canvas, *placed.line);
    PageNumber out{first, 0, 0, parts.width(before), parts.width({&widest, 1}), 0};
    auto const middle = placed.box.y + placed.box.height / 2;
    out.x = placed.box.x - margin;
    out.y = middle + parts.size() / 2 + margin;
    out.shift = share_at_left(*placed.line) * out.digit;
    parts.draw(before, out.before);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        parts.draw(digits.substr(i, 1), out.digit);
    }
    parts.draw(behind, parts.width(behind));
    return out;
}

} // namespace

void draw_page_numbers(canvas::Canvas& canvas, Plan const& plan, Overlay& out) {
    std::uint32_t next = 2; // the drawing itself is the first page
    for (auto const& placed : plan.lines) {
        if (placed.around_page) {
            out.page_numbers.push_back(draw_parts(canvas, placed, next));
            next += PageNumber::parts;
        }
    }
}

} // namespace imprimatur::overlay
