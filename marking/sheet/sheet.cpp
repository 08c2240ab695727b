#include "marking/sheet/sheet.hpp"

#include <algorithm>

#include "marking/sheet/flow.hpp"
#include "marking/sheet/table.hpp"

namespace imprimatur::sheet {

namespace {

using canvas::Align;
using canvas::Canvas;

void draw_title(Flow& flow, form::Sheet const& sheet) {
    auto [chinese, english] = two_languages(sheet.title);
    constexpr canvas::Style large{canvas::song, 22, {}, 0.5, 2};
    constexpr canvas::Style second{canvas::song, 12, {}, 0, 0};
    for (auto const& piece : flow.canvas().wrap(chinese, large, flow.width())) {
        flow.canvas().line({piece.text, large, flow.left(), flow.y(), flow.width(), Align::Centre});
        flow.move(10.5);
    }
    for (auto const& text : {english, sheet.subtitle}) {
        for (auto const& piece : flow.canvas().wrap(text, second, flow.width())) {
            flow.canvas().line(
                {piece.text, second, flow.left(), flow.y(), flow.width(), Align::Centre});
            flow.move(piece.text.empty() ? 0 : 6.5);
        }
    }
    flow.move(4);
}

/// One row of the form above the tables: label and value, once or twice.
struct FactRow {
    std::vector<std::pair<std::string, std::string>> facts;
};

/// Short facts stand two in a row, long ones have a row of their own.
std::vector<FactRow> rows_of(Flow& flow, form::Sheet const& sheet, double value_width) {
    std::vector<FactRow> rows;
    for (auto const& fact : sheet.facts) {
        bool const is_short =
            flow.canvas().measure({fact.second, body_type}).width <= value_width &&
            fact.second.find('\n') == std::string::npos;
        bool const has_gap =
            !rows.empty() && rows.back().facts.size() == 1 &&
            flow.canvas().measure({rows.back().facts[0].second, body_type}).width <= value_width;
        if (is_short && has_gap) {
            rows.back().facts.push_back(fact);
        } else {
            rows.push_back({{fact}});
        }
    }
    return rows;
}

Block block_of(Flow& flow, std::string const& text, canvas::Style const& style, double width) {
    Block block;
    block.style = style;
    block.lines = flow.canvas().wrap(text, style, width - 3);
    return block;
}

void draw_facts(Flow& flow, form::Sheet const& sheet) {
    if (sheet.facts.empty()) {
        return;
    }
    double widest = 0;
    for (auto const& [label, value] : sheet.facts) {
        widest = std::max(widest, flow.canvas().measure({label, label_type}).width);
    }
    double const label_width = std::clamp(widest + 4, 22.0, 36.0);
    double const value_width = flow.width() / 2 - label_width;
    for (auto const& row : rows_of(flow, sheet, value_width - 3.5)) {
        std::vector<double> widths;
        std::vector<Block> blocks;
        for (auto const& [label, value] : row.facts) {
            widths.push_back(label_width);
            blocks.push_back(block_of(flow, label, label_type, label_width));
            blocks.back().centred = true;
            blocks.back().shaded = true;
            widths.push_back(row.facts.size() == 1 ? flow.width() - label_width : value_width);
            blocks.push_back(block_of(flow, value, body_type, widths.back()));
        }
        draw_row(flow, widths, blocks, {});
    }
    flow.move(6);
}

/// A place for the day, to the left of `x`.
void draw_day(Canvas& canvas, double x, double y, double width, Tongue tongue) {
    if (tongue != Tongue::English) {
        canvas.line({"年　　月　　日", body_type, x, y, 0, Align::Right});
        return;
    }
    auto const label = canvas.line({"Date:", body_type, x - width + 2, y, width});
    canvas.rule(x - width + 3 + label.width, y + 4.6, x, y + 4.6, thin);
}

/// "登记人 Registry officer": the English under the Chinese, a line to sign on, and a place for the
/// day.
void draw_signature(Canvas& canvas, std::string const& text, canvas::Box const& place,
                    Tongue tongue) {
    constexpr double date_width = 29; // "年　　月　　日"
    constexpr double line_at_least = 18;
    double const x = place.x;
    double const y = place.y;
    auto const english = start_of_english(text);
    auto const first = text.substr(0, english == text.npos ? text.npos : english - 1);
    double const most = place.width - date_width - line_at_least;
    auto label = canvas.line({signer(first, tongue), body_type, x, y, most});
    if (english != text.npos) {
        canvas.line({text.substr(english), small_type, x, y + 5.2, most});
    }
    double const end = x + place.width;
    canvas.rule(x + label.width + 1, y + 4.6, end - date_width, y + 4.6, thin);
    draw_day(canvas, end, y, date_width, tongue);
}

/// Two in a row, all together on one page.
void draw_signatures(Flow& flow, form::Sheet const& sheet) {
    constexpr double row_height = 16;
    constexpr double gap = 12;
    double const width = (flow.width() - gap) / 2;
    auto const rows = (sheet.signatures.size() + 1) / 2;
    flow.keep(std::min(flow.whole_page(), static_cast<double>(rows) * row_height + 4));
    for (std::size_t i = 0; i < sheet.signatures.size(); ++i) {
        bool const is_left = i % 2 == 0;
        if (is_left) {
            flow.keep(row_height);
            flow.move(row_height);
        }
        canvas::Box const place{flow.left() + (is_left ? 0 : width + gap), flow.y() - 9, width,
                                row_height};
        draw_signature(flow.canvas(), sheet.signatures[i], place, flow.tongue());
    }
}

void draw_paragraphs(Flow& flow, std::vector<std::string> const& paragraphs) {
    for (auto const& paragraph : paragraphs) {
        flow.paragraph(paragraph, body_type, 6, 2 * body_type.size / canvas::points_per_mm);
        flow.move(1);
    }
}

struct Composed {
    Canvas canvas;
    int pages;
};

/// Draws everything. @param total pages there will be.
Result<Composed> compose(form::Sheet const& sheet, int total) {
    auto canvas = Canvas::start({sheet.title, sheet.subtitle});
    if (!canvas) {
        return pass_on(canvas);
    }
    Flow flow(*canvas, sheet, total);
    draw_title(flow, sheet);
    draw_paragraphs(flow, sheet.opening);
    draw_facts(flow, sheet);
    for (auto const& table : sheet.tables) {
        if (auto drawn = draw_table(flow, table); !drawn) {
            return pass_on(drawn);
        }
    }
    draw_paragraphs(flow, sheet.paragraphs);
    draw_signatures(flow, sheet);
    int const pages = flow.page();
    return Composed{std::move(*canvas), pages};
}

} // namespace

Result<std::string> draw(form::Sheet const& sheet) {
    // Twice, as the first page already says how many there will be.
    auto counted = compose(sheet, 0);
    if (!counted) {
        return pass_on(counted);
    }
    auto composed = compose(sheet, counted->pages);
    if (!composed) {
        return pass_on(composed);
    }
    return std::move(composed->canvas).finish();
}

} // namespace imprimatur::sheet
