#include "tests/support/typeset/press.hpp"

#include <algorithm>
#include <array>

#include "marking/canvas/canvas.hpp"

namespace imprimatur::typeset {

namespace {

using canvas::Align;
using canvas::Canvas;
using canvas::Colour;
using canvas::Line;
using canvas::Style;

constexpr double left = 28;
constexpr double top = 37;
constexpr double width = 156;
constexpr double height = 225;
constexpr int lines = 22;
constexpr double pitch = height / lines;
constexpr double letter = width / 28;
constexpr Colour red{0.85, 0.05, 0.08, 1};
constexpr Style body{canvas::song, 15.75, {}, 0, 0};
constexpr Style heading{canvas::hei, 15.75, {}, 0, 0};
constexpr Style title{canvas::song, 22, {}, 0.5, 0};
constexpr Style small{canvas::song, 14, {}, 0, 0};
constexpr Style masthead{canvas::song, 44, red, 1.4, 0};

/// "一、…" heads a part and is set in 黑体 (7.3.3).
bool is_heading(std::string_view paragraph) {
    constexpr std::array<std::string_view, 10> numerals{"一", "二", "三", "四", "五",
                                                        "六", "七", "八", "九", "十"};
    auto comma = paragraph.find("、");
    return comma != paragraph.npos && comma <= 6 &&
           std::any_of(numerals.begin(), numerals.end(),
                       [&](auto numeral) { return paragraph.starts_with(numeral); });
}

class Press {
  public:
    explicit Press(Canvas canvas) : canvas_(std::move(canvas)) { turn(); }

    void head(Document const& document) {
        if (!document.masthead.empty()) {
            // 35 mm from the type area's top to the name of the authority, 4 mm from number to rule
            // (7.2.4, 7.2.7).
            canvas_.line({document.masthead, masthead, left, top + 35, width, Align::Centre});
            line_ = 6;
            canvas_.line({document.number, body, left, y(), width, Align::Centre});
            double const rule = y() + 6 + 4;
            canvas_.rule(left, rule, left + width, rule, 0.5, red);
            line_ = 9;
        }
        for (auto const& piece : canvas_.wrap(document.title, title, width - 4 * letter)) {
            canvas_.line({piece.text, title, left, y(), width, Align::Centre});
            ++line_;
        }
        line_ += document.title.empty() ? 0 : 1;
        paragraph(document.addressee, body, 0);
    }

    void paragraph(std::string const& text, Style const& style, double indent) {
        if (text.empty()) {
            return;
        }
        bool first = true;
        for (auto const& piece : canvas_.wrap(text, style, width, indent)) {
            room_for(1);
            double const in = first ? indent : 0;
            canvas_.line({piece.text, style, left + in, y(), width - in,
                          piece.ends_paragraph ? Align::Left : Align::Justify});
            first = false;
            ++line_;
        }
    }

    void close(Document const& document) {
        room_for(document.signature.empty() ? 0 : 4);
        line_ += 1;
        // Four letters in from the right for the date, the name centred over it (7.3.5).
        double const right = left + width - 4 * letter;
        auto date = canvas_.measure({document.date, body, 0, 0});
        canvas_.line({document.signature, body, right - date.width / 2, y(), 0, Align::Centre});
        ++line_;
        canvas_.line({document.date, body, right, y(), 0, Align::Right});
        ++line_;
        imprint(document);
    }

    Result<std::string> finish() && { return std::move(canvas_).finish(); }

  private:
    double y() const { return top + line_ * pitch; }

    void turn() {
        canvas_.page({210, 297});
        ++page_;
        line_ = page_ == 1 ? 3 : 0;
        auto text = "— " + std::to_string(page_) + " —";
        bool const is_odd = page_ % 2 == 1;
        canvas_.line({text, small, is_odd ? left + width - letter : left + letter, top + height + 7,
                      0, is_odd ? Align::Right : Align::Left});
    }

    void room_for(int count) {
        if (line_ + count > lines) {
            turn();
        }
    }

    /// 版记: at the foot of the last page, between rules (7.4).
    void imprint(Document const& document) {
        if (document.printed.empty()) {
            return;
        }
        auto copied = canvas_.wrap(document.copy_to, small, width - 7 * letter);
        room_for(static_cast<int>(copied.size()) + 2);
        double const step = 8.2;
        double at = top + height - step * (static_cast<double>(copied.size()) + 1);
        canvas_.rule(left, at, left + width, at, 0.35);
        canvas_.line({"抄送：", small, left + letter, at + 1.6});
        for (auto const& piece : copied) {
            canvas_.line({piece.text, small, left + 4 * letter, at + 1.6, width - 5 * letter});
            at += step;
        }
        canvas_.rule(left, at, left + width, at, 0.25);
        auto bar = document.printed.find('|');
        canvas_.line({document.printed.substr(0, bar), small, left + letter, at + 1.6});
        canvas_.line({document.printed.substr(std::min(bar, document.printed.size() - 1) + 1),
                      small, left + width - letter, at + 1.6, 0, Align::Right});
        canvas_.rule(left, top + height, left + width, top + height, 0.35);
    }

    Canvas canvas_;
    int page_ = 0;
    int line_ = 0;
};

} // namespace

Result<std::string> press(Document const& document) {
    auto canvas = Canvas::start({document.title, document.number});
    if (!canvas) {
        return pass_on(canvas);
    }
    Press press(std::move(*canvas));
    press.head(document);
    for (auto const& paragraph : document.paragraphs) {
        press.paragraph(paragraph, is_heading(paragraph) ? heading : body, 2 * letter);
    }
    if (!document.signature.empty()) {
        press.close(document);
    }
    return std::move(press).finish();
}

} // namespace imprimatur::typeset
