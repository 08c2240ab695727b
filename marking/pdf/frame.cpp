#include "marking/pdf/frame.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace imprimatur::pdf {

namespace {

constexpr double millimetres_a_point = 25.4 / 72;

} // namespace

bool overlap(Rect const& a, Rect const& b) {
    return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

Rect intersection(Rect const& a, Rect const& b) {
    return {std::max(a.left, b.left), std::max(a.bottom, b.bottom), std::min(a.right, b.right),
            std::min(a.top, b.top)};
}

Rect Matrix::around(Rect const& rect) const {
    double const xs[] = {a * rect.left + c * rect.bottom, a * rect.right + c * rect.bottom,
                         a * rect.left + c * rect.top, a * rect.right + c * rect.top};
    double const ys[] = {b * rect.left + d * rect.bottom, b * rect.right + d * rect.bottom,
                         b * rect.left + d * rect.top, b * rect.right + d * rect.top};
    return {e + *std::min_element(std::begin(xs), std::end(xs)),
            f + *std::min_element(std::begin(ys), std::end(ys)),
            e + *std::max_element(std::begin(xs), std::end(xs)),
            f + *std::max_element(std::begin(ys), std::end(ys))};
}

Matrix Matrix::then(Matrix const& next) const {
    return {next.a * a + next.c * b,          next.b * a + next.d * b,
            next.a * c + next.c * d,          next.b * c + next.d * d,
            next.a * e + next.c * f + next.e, next.b * e + next.d * f + next.f};
}

Matrix Matrix::back() const {
    double const area = a * d - b * c;
    return {
        d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area};
}

std::string Matrix::text() const {
    std::string out;
    for (double value : {a, b, c, d, e, f}) {
        out += number_text(value) + ' ';
    }
    out.pop_back();
    return out;
}

std::string number_text(double value) {
    if (!std::isfinite(value)) {
        return "0";
    }
    // Readers hold numbers as floats or as 16.16 fixed point: five decimals are beyond both.
    std::array<char, 400> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::fixed, 5);
    std::string out(digits.data(), end.ptr);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') {
        out.pop_back();
    }
    return out == "-0" ? "0" : out;
}

std::string box_text(Rect const& box) {
    return "[" + number_text(box.left) + " " + number_text(box.bottom) + " " +
           number_text(box.right) + " " + number_text(box.top) + "]";
}

std::string box_text(PageSize size) {
    return box_text(
        Rect{0, 0, size.width / millimetres_a_point, size.height / millimetres_a_point});
}

PageSize Frame::size() const {
    double const width = (visible.right - visible.left) * unit * millimetres_a_point;
    double const height = (visible.top - visible.bottom) * unit * millimetres_a_point;
    return turn % 180 == 0 ? PageSize{width, height} : PageSize{height, width};
}

Matrix Frame::from_shown() const {
    double const scale = 1 / unit;
    switch (turn) {
    case 90:
        return {0, scale, -scale, 0, visible.right, visible.bottom};
    case 180:
        return {-scale, 0, 0, -scale, visible.right, visible.top};
    case 270:
        return {0, -scale, scale, 0, visible.left, visible.top};
    default:
        return {scale, 0, 0, scale, visible.left, visible.bottom};
    }
}

Rect Frame::to_user(Box const& box) const {
    double const height = size().height;
    Rect const shown{
        box.x / millimetres_a_point, (height - box.y - box.height) / millimetres_a_point,
        (box.x + box.width) / millimetres_a_point, (height - box.y) / millimetres_a_point};
    return from_shown().around(shown);
}

Box Frame::to_shown(Rect const& rect) const {
    auto const shown = from_shown().back().around(rect);
    return {shown.left * millimetres_a_point, size().height - shown.top * millimetres_a_point,
            (shown.right - shown.left) * millimetres_a_point,
            (shown.top - shown.bottom) * millimetres_a_point};
}

} // namespace imprimatur::pdf
