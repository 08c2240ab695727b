/// Where a page as shown lies in the page's own coordinates.
#pragma once

#include <string>

#include "marking/pdf/pdf.hpp"

namespace imprimatur::pdf {

inline constexpr double points_a_millimetre = 72 / 25.4;

struct Rect {
    double left;
    double bottom;
    double right;
    double top;
};
bool overlap(Rect const& a, Rect const& b);
/// Empty (right <= left or top <= bottom) when they do not meet.
Rect intersection(Rect const& a, Rect const& b);

/// x' = a x + c y + e, y' = b x + d y + f.
struct Matrix {
    double a, b, c, d, e, f;

    /// The smallest upright rectangle around a rectangle that was transformed.
    Rect around(Rect const& rect) const;
    /// First this, then `next`.
    Matrix then(Matrix const& next) const;
    /// The way back; only of a matrix that leaves an area.
    Matrix back() const;
    /// "a b c d e f", as the operator cm wants it.
    std::string text() const;
};

/// A number as PDF wants it: no exponent, no needless digits.
std::string number_text(double value);

/// "[left bottom right top]", as /BBox wants it.
std::string box_text(Rect const& box);
/// The same of a page as shown.
std::string box_text(PageSize size);

struct Frame {
    Rect visible{};  ///< CropBox inside MediaBox, in user space
    int turn = 0;    ///< /Rotate: 0, 90, 180 or 270, clockwise
    double unit = 1; ///< /UserUnit: 1/72 inch times this

    PageSize size() const;
    /// From the page as shown, in points from its bottom left corner, to user space.
    Matrix from_shown() const;
    Rect to_user(Box const& box) const;
    Box to_shown(Rect const& rect) const;
};

} // namespace imprimatur::pdf
