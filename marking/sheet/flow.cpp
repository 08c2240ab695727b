#include "marking/sheet/flow.hpp"

namespace imprimatur::sheet {

namespace {

using canvas::Align;

constexpr double least_full = 0.8; ///< of a line that is stretched to its end
constexpr double short_side = 210;
constexpr double long_side = 297;
constexpr double left_margin = 25; // room for two punched holes
constexpr double right_margin = 20;
constexpr double top_margin = 28;
constexpr double bottom_margin = 24;
constexpr double level_at = 13;

double page_width(form::Sheet const& sheet) {
    return sheet.landscape ? long_side : short_side;
}
double page_height(form::Sheet const& sheet) {
    return sheet.landscape ? short_side : long_side;
}

} // namespace

Flow::Flow(canvas::Canvas& canvas, form::Sheet const& sheet, int total)
    : canvas_(canvas), sheet_(sheet), total_(total) {
    turn();
}

double Flow::left() const {
    return left_margin;
}
double Flow::width() const {
    return page_width(sheet_) - left_margin - right_margin;
}
double Flow::whole_page() const {
    return page_height(sheet_) - top_margin - bottom_margin;
}
double Flow::room() const {
    return page_height(sheet_) - bottom_margin - y_;
}

void Flow::turn() {
    canvas_.page({page_width(sheet_), page_height(sheet_)});
    ++page_;
    y_ = top_margin;
    head();
    foot();
}

void Flow::keep(double mm) {
    if (room() < mm && y_ > top_margin) {
        turn();
    }
}

/// 密级★期限, size-3 黑体, flush left at the top (GB/T 9704-2012, 7.2.2); from page 2 on what the
/// sheet is.
void Flow::head() {
    canvas_.line({sheet_.level_mark, {canvas::hei, 16}, left(), level_at, width() / 2});
    if (page_ > 1) {
        canvas_.line({continued(sheet_.title), small_type, left() + width() / 2, level_at + 5,
                      width() / 2, Align::Right});
        canvas_.rule(left(), level_at + 10, left() + width(), level_at + 10, thin);
    }
}

void Flow::foot() {
    double const at = page_height(sheet_) - bottom_margin + 6;
    auto const pages = page_of(page_, total_, tongue());
    canvas_.rule(left(), at, left() + width(), at, thin);
    auto number = canvas_.line({pages, small_type, left() + width(), at + 1.5, 0, Align::Right});
    canvas_.line({sheet_.foot, small_type, left(), at + 1.5, width() - number.width - 5});
}

/// What is left before a long word is stretched only when it nearly fills the line: otherwise its
/// letters would stand apart.
void Flow::paragraph(std::string const& text, canvas::Style const& style, double line_pitch,
                     double indent) {
    bool begins = true;
    for (auto const& piece : canvas_.wrap(text, style, width(), indent)) {
        keep(line_pitch);
        double const in = begins ? indent : 0;
        bool const is_full =
            canvas_.measure({piece.text, style}).width >= least_full * (width() - in);
        canvas_.line({piece.text, style, left() + in, y_, width() - in,
                      piece.ends_paragraph || !is_full ? Align::Left : Align::Justify});
        begins = piece.ends_paragraph;
        y_ += line_pitch;
    }
}

} // namespace imprimatur::sheet
