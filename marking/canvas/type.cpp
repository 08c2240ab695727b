#include "marking/canvas/type.hpp"

#include <algorithm>
#include <limits>

#include <pango/pango.h>

namespace imprimatur::canvas {

namespace {

/// Nobody reads a longer line; laying it out would only cost time.
constexpr std::size_t longest_line = 4000;

bool is_invisible_control(gunichar c) {
    auto type = g_unichar_type(c);
    return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE ||
           c == 0x2028 || c == 0x2029;
}

double width_of(Shaped const& shaped, double size, double spacing) {
    return shaped.width * size + std::max(0, shaped.letters - 1) * spacing;
}

/// What a piece of the text adds to a line, in the order of reading.
struct Step {
    std::size_t byte;
    double width; ///< em
};

std::vector<Step> steps_of(Shaped const& shaped) {
    std::vector<Step> out;
    for (auto const& run : shaped.runs) {
        for (auto const& glyph : run.glyphs) {
            out.push_back({glyph.byte, glyph.advance});
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](auto const& a, auto const& b) { return a.byte < b.byte; });
    return out;
}

/// The longest beginning that fits with … behind it.
Shaped cut(std::vector<Face> const& faces, Style const& style, Shaped const& whole, double size,
           double most) {
    constexpr char const* dots = "…";
    double width = shape(faces, style.family, dots).width * size;
    std::size_t end = 0;
    for (auto const& step : steps_of(whole)) {
        end = step.byte;
        width += step.width * size + style.spacing;
        if (width > most) {
            break;
        }
    }
    return shape(faces, style.family, whole.text.substr(0, end) + dots);
}

/// Makes the line fit: smaller type first, then the end cut with ….
void shrink(std::vector<Face> const& faces, Line const& line, double most, Set& set) {
    double const width = width_of(set.shaped, set.size, set.spacing);
    if (width <= most) {
        return;
    }
    double const factor = std::max(most / width, line.least);
    set.size *= factor;
    set.spacing *= factor;
    constexpr double rounding = 1e-6;
    if (width_of(set.shaped, set.size, set.spacing) > most + rounding) {
        set.shaped = cut(faces, line.style, set.shaped, set.size, most);
    }
}

} // namespace

std::string clean(std::string_view text, bool keep_lines) {
    Owned<char, g_free> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
    std::string out;
    for (char const* at = valid.get(); *at != '\0'; at = g_utf8_next_char(at)) {
        auto c = g_utf8_get_char(at);
        char const* next = g_utf8_next_char(at);
        if (!is_invisible_control(c)) {
            out.append(at, next);
        } else if (c == '\n' && keep_lines) {
            out += '\n';
        } else if (c < 0x20 || c == 0x2028 || c == 0x2029) {
            out += ' ';
        }
    }
    return out;
}

Set set_line(std::vector<Face> const& faces, Line const& line) {
    auto text = clean(line.text.substr(0, longest_line), false);
    Set set{shape(faces, line.style.family, std::move(text)),
            line.x * points_per_mm,
            0,
            0,
            line.style.size,
            line.style.spacing};
    double const most = line.width * points_per_mm;
    if (most > 0) {
        shrink(faces, line, most, set);
        double const missing = most - width_of(set.shaped, set.size, set.spacing);
        if (line.align == Align::Justify && set.shaped.letters > 1 && missing > 0) {
            set.spacing += missing / (set.shaped.letters - 1);
        }
    }
    set.width = width_of(set.shaped, set.size, set.spacing);
    double const spare =
        most - set.width; // negative without a width: `x` is then the middle or the end
    if (line.align == Align::Centre) {
        set.x += spare / 2;
    } else if (line.align == Align::Right) {
        set.x += spare;
    }
    // Smaller type keeps the middle of its line.
    double const top = line.y * points_per_mm + (line.style.size - set.size) / 2;
    set.baseline = top + baseline_in_em * set.size;
    return set;
}

namespace {

/// For each byte of a text whether a line may begin there (Unicode line breaking, by Pango).
std::vector<bool> breaks_of(std::string const& text) {
    auto const letters = g_utf8_strlen(text.c_str(), static_cast<gssize>(text.size()));
    std::vector<PangoLogAttr> attributes(static_cast<std::size_t>(letters) + 1);
    pango_get_log_attrs(text.c_str(), static_cast<int>(text.size()), -1,
                        pango_language_from_string("zh-cn"), attributes.data(),
                        static_cast<int>(attributes.size()));
    std::vector<bool> out(text.size() + 1, false);
    std::size_t letter = 0;
    for (char const* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        out[static_cast<std::size_t>(at - text.c_str())] = attributes[letter++].is_line_break != 0;
    }
    return out;
}

std::string without_end(std::string text) {
    while (text.ends_with(' ')) {
        text.pop_back();
    }
    return text;
}

/// Where the line that begins at step `first` ends: the step that begins the next one.
std::size_t end_of_line(std::vector<Step> const& steps, std::size_t first, std::string const& text,
                        std::vector<bool> const& may_begin, double most, double spacing) {
    double width = 0;
    std::size_t last_good = first;
    for (auto i = first; i < steps.size(); ++i) {
        if (i > first && may_begin[steps[i].byte]) {
            last_good = i;
        }
        width += steps[i].width + spacing;
        bool const is_space = text[steps[i].byte] == ' '; // hangs over the edge unseen
        if (width - spacing > most && !is_space) {
            return last_good > first ? last_good : std::max(i, first + 1);
        }
    }
    return steps.size();
}

} // namespace

std::vector<Piece> break_lines(std::vector<Face> const& faces, std::string_view text,
                               Style const& style, double width, double first_indent) {
    std::vector<Piece> pieces;
    constexpr double rounding = 1e-4; // mm
    auto const whole = clean(text, true);
    for (std::size_t start = 0; start <= whole.size();) {
        auto const end = std::min(whole.find('\n', start), whole.size());
        auto const shaped = shape(faces, style.family, whole.substr(start, end - start));
        auto const steps = steps_of(shaped);
        auto const may_begin = breaks_of(shaped.text);
        double indent = first_indent;
        std::size_t step = 0;
        do {
            double const most = (width - indent + rounding) * points_per_mm / style.size;
            auto const next =
                end_of_line(steps, step, shaped.text, may_begin, most, style.spacing / style.size);
            auto const from = step < steps.size() ? steps[step].byte : 0;
            auto const to = next < steps.size() ? steps[next].byte : shaped.text.size();
            pieces.push_back(
                {without_end(shaped.text.substr(from, to - from)), next == steps.size()});
            step = next;
            indent = 0;
        } while (step < steps.size());
        start = end + 1;
    }
    return pieces;
}

} // namespace imprimatur::canvas
