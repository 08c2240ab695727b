/// Where everything goes on one page, before anything is drawn.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "marking/canvas/canvas.hpp"
#include "marking/layout/layout.hpp"
#include "marking/overlay/overlay.hpp"

namespace imprimatur::overlay {

struct PlacedLine {
    layout::Line const* line;
    std::string text;
    Box box;                                       ///< what the text covers
    Box reach;                                     ///< what a longer text could have covered
    Box covered;                                   ///< with the bar or the frame around it
    std::optional<layout::AroundPage> around_page; ///< the text has the widest number there is
};

struct PlacedQr {
    Box modules;
    Box quiet;
    std::string serial; ///< empty: none in type
    Box serial_box;
    canvas::Align serial_align;
};

struct Plan {
    std::vector<PlacedLine> lines;
    std::vector<PlacedQr> qrs;
};

/// What a plan is made for.
struct Wanted {
    layout::Layout const& layout;
    Mark const& mark;
    PageSize size;
    bool first_page;
    std::uint32_t modules; ///< along one side of the QR
    std::uint32_t pages;   ///< of the document
};

inline constexpr double serial_size = 7.5; ///< pt
inline constexpr std::string_view serial_font = canvas::hei;

/// @param occupied old numbers that are struck through: the new one goes beside them.
/// @error BadInput "overlay.no-room" with the mark's name; "overlay.unknown-font".
Result<Plan> plan(canvas::Canvas const& canvas, Wanted const& wanted,
                  std::vector<Box> const& occupied);

canvas::Line type_of(PlacedLine const& placed);
canvas::Line serial_type(PlacedQr const& qr);
bool overlaps(Box const& a, Box const& b);

} // namespace imprimatur::overlay
