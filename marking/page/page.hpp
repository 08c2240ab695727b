/// A page and the places on it, as who draws marks and who writes them speak of it.
#pragma once

#include <compare>
#include <cstdint>

namespace imprimatur::page {

/// A page as shown: the crop box inside the media box, after /Rotate and /UserUnit, in millimetres.
struct PageSize {
    double width;
    double height;
    auto operator<=>(PageSize const&) const = default;
};

/// Millimetres from the top left of the page as shown.
struct Box {
    double x;
    double y;
    double width;
    double height;
};

/// The number of the page in a line of type, put together from pages of a drawing: what stands
/// before it, the digits 0 to 9, what stands behind it. Each has its own width, all are of one
/// height.
struct PageNumber {
    static constexpr std::uint32_t parts = 12;
    std::uint32_t first; ///< of those pages, from 1
    double x;            ///< mm: where the left edge of the first part goes, on the last page
    double y;            ///< mm: where the lower edges of all parts go
    double before;       ///< mm that the number stands behind that
    double digit;        ///< mm from digit to digit
    double shift; ///< mm to the right for each digit that a number has less than the last page's
};

} // namespace imprimatur::page
