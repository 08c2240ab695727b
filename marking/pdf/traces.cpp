#include "marking/pdf/traces.hpp"

#include <algorithm>
#include <cmath>

#include "marking/pdf/operators.hpp"

namespace imprimatur::pdf {

namespace {

constexpr std::size_t most_rects = 20000; // a page with more is drawn instead
constexpr double beside = 0.25;           // ems that a letter may reach out of its width

struct Paint {
    bool is_white = false;
    bool is_device = true; ///< its colour space says that a 1 is white
};

struct State {
    Matrix matrix{1, 0, 0, 1, 0, 0};
    Rect clip;
    Paint fill;
    Paint stroke;
    double line_width = 1;
    double mitre = 10;
    Face const* face = nullptr;
    double size = 0;
    double letter_space = 0;
    double word_space = 0;
    double across = 1;
    double leading = 0;
    double rise = 0;
    double mode = 0;
};

/// A rectangle that grows with points.
struct Extent {
    Rect rect{1e9, 1e9, -1e9, -1e9};
    bool is_upright = true; ///< all lines go along the axes
    bool is_empty() const { return rect.right < rect.left; }
    void add(double x, double y) {
        rect = {std::min(rect.left, x), std::min(rect.bottom, y), std::max(rect.right, x),
                std::max(rect.top, y)};
    }
};

class Tracer {
  public:
    Tracer(std::string_view content, Meanings const& meanings, Rect const& within)
        : operators_(content), meanings_(meanings) {
        state_.clip = within;
    }

    Traces trace() {
        while (out_.is_certain && operators_.next()) {
            apply(operators_.name());
        }
        return std::move(out_);
    }

  private:
    double number(std::size_t from_last) const { return operators_.number(from_last); }

    void doubt() { out_.is_certain = false; }

    void apply(std::string_view name) {
        if (name.front() == 'T' || name == "BT" || name == "'" || name == "\"") {
            text_operator(name);
        } else if (name == "q") {
            saved_.push_back(state_);
        } else if (name == "Q") {
            restore();
        } else if (name == "cm") {
            state_.matrix = operand_matrix().then(state_.matrix);
        } else if (name == "Do") {
            show_form();
        } else if (name == "gs") {
            graphics_state();
        } else if (name == "ID") {
            paint(state_.matrix.around({0, 0, 1, 1}));
        } else if (name == "sh") {
            paint(state_.clip);
        } else if (name == "w") {
            state_.line_width = number(0);
        } else if (name == "M") {
            state_.mitre = number(0);
        } else if (!path_operator(name)) {
            colour_operator(name);
        }
    }

    void restore() {
        if (!saved_.empty()) {
            state_ = saved_.back();
            saved_.pop_back();
        }
    }

    Matrix operand_matrix() const {
        return {number(5), number(4), number(3), number(2), number(1), number(0)};
    }

    std::string operand_name() const {
        auto const& operands = operators_.operands();
        return operands.empty() ? "" : Value(operands.back().text).name().value_or("");
    }

    void show_form() {
        auto const found = meanings_.forms.find(operand_name());
        if (found == meanings_.forms.end()) {
            doubt(); // some readers look for it among the names of the page around a form
            return;
        }
        auto const* const form = found->second;
        // A form inherits how its paints blend and how wide its lines are, which was not known when
        // it was read.
        bool const inherits = white_shows_ || state_.line_width != 1 || state_.mitre != 10;
        if (form == nullptr || !form->traces.is_certain || (inherits && !form->is_picture)) {
            doubt();
            return;
        }
        auto const matrix = form->matrix.then(state_.matrix);
        for (auto const& rect : form->traces.rects) {
            paint(matrix.around(rect));
        }
        for (auto const& rect : form->traces.pictures) {
            auto const seen = intersection(matrix.around(rect), state_.clip);
            if (seen.right > seen.left && seen.top > seen.bottom) {
                out_.pictures.push_back(seen);
            }
        }
    }

    void graphics_state() {
        auto const found = meanings_.states.find(operand_name());
        if (found == meanings_.states.end() || found->second == Meanings::Change::Unknown) {
            doubt();
            return;
        }
        white_shows_ = white_shows_ || found->second == Meanings::Change::ShowsWhite;
    }

    // Paths

    bool path_operator(std::string_view name) {
        if (name == "re") {
            rectangle();
        } else if (name == "m" || name == "l") {
            point(name == "l");
        } else if (name == "c" || name == "v" || name == "y") {
            curve(name == "c" ? 3 : 2);
        } else if (name == "W" || name == "W*") {
            is_clipping_ = true;
        } else if (name == "S" || name == "s") {
            end_path(false, true);
        } else if (name == "f" || name == "F" || name == "f*") {
            end_path(true, false);
        } else if (name == "B" || name == "B*" || name == "b" || name == "b*") {
            end_path(true, true);
        } else if (name == "n") {
            end_path(false, false);
        } else {
            return name == "h";
        }
        return true;
    }

    void add(double x, double y) {
        auto const& m = state_.matrix;
        path_.add(m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
    }

    void rectangle() {
        double const x = number(3);
        double const y = number(2);
        add(x, y);
        add(x + number(1), y);
        add(x, y + number(0));
        add(x + number(1), y + number(0));
    }

    void point(bool is_line) {
        path_.is_upright =
            path_.is_upright && (!is_line || number(1) == last_x_ || number(0) == last_y_);
        last_x_ = number(1);
        last_y_ = number(0);
        add(last_x_, last_y_);
    }

    void curve(std::size_t points) {
        for (std::size_t i = 0; i < points; ++i) {
            add(number(2 * i + 1), number(2 * i));
        }
        path_.is_upright = false;
        last_x_ = number(1);
        last_y_ = number(0);
    }

    void end_path(bool fills, bool strokes) {
        if (!path_.is_empty()) {
            fills = fills && shows(state_.fill);
            if (strokes && shows(state_.stroke)) {
                paint(grown(path_.rect, stroke_reach()));
            } else if (fills) {
                paint(path_.rect);
            }
            if (is_clipping_) {
                state_.clip = intersection(state_.clip, path_.rect);
            }
        }
        is_clipping_ = false;
        path_ = {};
    }

    /// How far a line goes beyond its path, corners among it.
    double stroke_reach() const {
        auto const& m = state_.matrix;
        double const scale = std::max(std::hypot(m.a, m.b), std::hypot(m.c, m.d));
        double const corner = path_.is_upright ? 1.5 : std::clamp(state_.mitre, 1.5, 4.0);
        return 0.5 + scale * std::abs(state_.line_width) / 2 * corner;
    }

    static Rect grown(Rect const& rect, double by) {
        return {rect.left - by, rect.bottom - by, rect.right + by, rect.top + by};
    }

    // Colours

    bool shows(Paint const& paint) const { return !paint.is_white || white_shows_; }

    void colour_operator(std::string_view name) {
        if (name == "g" || name == "rg") {
            set_white(state_.fill, name == "g" ? 1 : 3, 1);
        } else if (name == "G" || name == "RG") {
            set_white(state_.stroke, name == "G" ? 1 : 3, 1);
        } else if (name == "k" || name == "K") {
            set_white(name == "k" ? state_.fill : state_.stroke, 4, 0);
        } else if (name == "cs" || name == "CS") {
            auto& paint = name == "cs" ? state_.fill : state_.stroke;
            auto const space = operand_name();
            paint = {false, space == "DeviceGray" || space == "DeviceRGB"};
        } else if (name.starts_with("sc") || name.starts_with("SC")) {
            auto& paint = name[0] == 's' ? state_.fill : state_.stroke;
            bool const is_device = paint.is_device;
            auto const count = operators_.operands().size();
            set_white(paint, count, 1);
            paint.is_white = paint.is_white && is_device && (count == 1 || count == 3);
            paint.is_device = is_device;
        }
    }

    /// @param white what each component is in white
    void set_white(Paint& paint, std::size_t components, double white) const {
        auto const& operands = operators_.operands();
        paint.is_device = true;
        paint.is_white = operands.size() >= components && components > 0;
        for (std::size_t i = 0; i < components && paint.is_white; ++i) {
            auto const& operand = operands[operands.size() - 1 - i];
            paint.is_white = operand.kind == Operand::Kind::Number &&
                             (white == 1 ? operand.number >= 1 : operand.number <= 0);
        }
    }

    // Text

    void text_operator(std::string_view name) {
        if (name == "BT") {
            start_line({1, 0, 0, 1, 0, 0});
        } else if (name == "Tm") {
            start_line(operand_matrix());
        } else if (name == "Td" || name == "TD") {
            state_.leading = name == "TD" ? -number(0) : state_.leading;
            move(number(1), number(0));
        } else if (name == "T*") {
            move(0, -state_.leading);
        } else if (name == "Tj" || name == "TJ") {
            show_text();
        } else if (name == "'" || name == "\"") {
            if (name == "\"") {
                state_.word_space = number(2);
                state_.letter_space = number(1);
            }
            move(0, -state_.leading);
            show_text();
        } else {
            text_state(name);
        }
    }

    void text_state(std::string_view name) {
        if (name == "Tf") {
            auto const& operands = operators_.operands();
            auto const font = operands.size() > 1 ? operands[operands.size() - 2].text : "";
            auto const found = meanings_.faces.find(Value(font).name().value_or(""));
            state_.face = found == meanings_.faces.end() ? nullptr : found->second;
            state_.size = number(0);
        } else if (name == "Tc") {
            state_.letter_space = number(0);
        } else if (name == "Tw") {
            state_.word_space = number(0);
        } else if (name == "Tz") {
            state_.across = number(0) / 100;
        } else if (name == "TL") {
            state_.leading = number(0);
        } else if (name == "Ts") {
            state_.rise = number(0);
        } else if (name == "Tr") {
            state_.mode = number(0);
        }
    }

    void start_line(Matrix const& matrix) {
        line_ = matrix;
        least_ = most_ = 0;
    }

    void move(double x, double y) { start_line(Matrix{1, 0, 0, 1, x, y}.then(line_)); }

    /// What comes moves from where it could be at the least to where it could be at the most.
    void advance(double least, double most) {
        least_ += std::min(least * state_.across, most * state_.across);
        most_ += std::max(least * state_.across, most * state_.across);
    }

    void show_text() {
        if (state_.face == nullptr || !state_.face->is_certain) {
            doubt();
            return;
        }
        double left = least_;
        double right = most_;
        for (auto const& operand : operators_.operands()) {
            if (operand.kind == Operand::Kind::Number) {
                double const moved = -operand.number / 1000 * state_.size;
                advance(moved, moved);
            } else if (operand.kind == Operand::Kind::String) {
                left = std::min(left, least_);
                show_string(operand.text);
                left = std::min(left, least_);
                right = std::max(right, most_);
            }
        }
        constexpr double invisible = 3;
        constexpr double only_clip = 7;
        bool const is_seen = state_.mode != invisible && state_.mode != only_clip;
        // Outlined letters count as both.
        bool const is_white =
            state_.mode == 0 ? !shows(state_.fill) : !shows(state_.fill) && !shows(state_.stroke);
        if (is_seen && !is_white && right > left) {
            paint_line(left, right);
        }
    }

    void show_string(std::string_view written) {
        codes_.clear();
        append_bytes_of(codes_, written);
        auto const& face = *state_.face;
        auto const step = face.bytes == 2 ? std::size_t{2} : std::size_t{1};
        for (std::size_t i = 0; i + step <= codes_.size(); i += step) {
            unsigned code = static_cast<unsigned char>(codes_[i]);
            code = step == 2 ? code << 8U | static_cast<unsigned char>(codes_[i + 1]) : code;
            bool const is_space = step == 1 && code == ' ';
            double const space = state_.letter_space + (is_space ? state_.word_space : 0);
            double const least = static_cast<double>(face.least(code)) * state_.size;
            double const most = static_cast<double>(face.most(code)) * state_.size;
            bool const may_be_half = face.bytes == 0; // a byte is perhaps no code of its own
            advance(least + (may_be_half ? std::min(space, 0.0) : space),
                    most + (may_be_half ? std::max(space, 0.0) : space));
        }
    }

    void paint_line(double left, double right) {
        auto const& face = *state_.face;
        double const reach = beside * std::abs(state_.size) * std::abs(state_.across);
        double const one = face.top * state_.size + state_.rise;
        double const other = face.bottom * state_.size + state_.rise;
        auto const matrix = line_.then(state_.matrix);
        paint(matrix.around(
            {left - reach, std::min(one, other), right + reach, std::max(one, other)}));
    }

    void paint(Rect const& rect) {
        auto const seen = intersection(rect, state_.clip);
        if (!(seen.right >= seen.left) || !(seen.top >= seen.bottom)) {
            // What is no number cannot be placed.
            if (!(seen.right < seen.left) && !(seen.top < seen.bottom)) {
                doubt();
            }
            return;
        }
        auto& rects = out_.rects;
        if (!rects.empty() && continues(rects.back(), seen)) {
            auto& last = rects.back();
            last = {std::min(last.left, seen.left), std::min(last.bottom, seen.bottom),
                    std::max(last.right, seen.right), std::max(last.top, seen.top)};
            return;
        }
        rects.push_back(seen);
        if (rects.size() > most_rects) {
            doubt();
        }
    }

    /// Words of one line, one after another: one rectangle.
    static bool continues(Rect const& last, Rect const& next) {
        constexpr double near = 0.3;
        double const height = last.top - last.bottom;
        double const shift = near * height;
        return std::abs(last.bottom - next.bottom) < shift &&
               std::abs(last.top - next.top) < shift && next.left < last.right + height &&
               last.left < next.right + height;
    }

    Operators operators_;
    Meanings const& meanings_;
    State state_{};
    std::vector<State> saved_;
    Extent path_;
    double last_x_ = 0;
    double last_y_ = 0;
    bool is_clipping_ = false;
    bool white_shows_ = false;
    Matrix line_{1, 0, 0, 1, 0, 0};
    double least_ = 0; ///< from the start of the line
    double most_ = 0;
    std::string codes_;
    Traces out_;
};

} // namespace

Traces traces_of(std::string_view content, Meanings const& meanings, Rect const& within) {
    return Tracer(content, meanings, within).trace();
}

} // namespace imprimatur::pdf
