#include "marking/stamp/footprint.hpp"

#include <algorithm>

namespace imprimatur::stamp {

using overlay::Box;

bool touch(Box const& a, Box const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

Box around(Box const& box, double margin) {
    return {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
}

Box together(Box const& a, Box const& b) {
    double const x = std::min(a.x, b.x);
    double const y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

bool is_told(layout::Line const& line) {
    return layout::has_field(line.text, "number") || layout::has_field(line.text, "level_mark") ||
           layout::has_field(line.text, "level") || line.text.starts_with("TLP:");
}

namespace {

/// The QRs come first among the boxes, each followed by that of its serial.
std::vector<Thing> codes_of(layout::Layout const& layout, overlay::Overlay const& drawing) {
    std::vector<Thing> out;
    auto box = drawing.room.begin();
    for (auto const& qr : layout.qrs) {
        Thing code{*box, *box, std::nullopt, false};
        ++box;
        if (qr.serial != layout::Side::None) {
            code.taken = together(code.taken, *box);
            ++box;
        }
        out.push_back(code);
    }
    return out;
}

} // namespace

Footprint footprint(layout::Layout const& layout,
                    std::vector<overlay::Overlay const*> const& drawings) {
    Footprint out;
    out.things = codes_of(layout, *drawings.front());
    for (auto const* drawing : drawings) {
        for (auto const& line : drawing->lines) {
            auto const known =
                std::find_if(out.things.begin(), out.things.end(),
                             [&](auto const& thing) { return thing.line == line.index; });
            if (known == out.things.end()) {
                out.things.push_back(
                    {line.covered, line.reach, line.index, is_told(layout.lines[line.index])});
            } else {
                known->taken = together(known->taken, line.covered);
            }
        }
        out.covers.insert(out.covers.end(), drawing->covers.begin(), drawing->covers.end());
    }
    return out;
}

namespace {

bool belong_together(layout::Layout const& layout, Thing const& a, Thing const& b) {
    constexpr double near = 6; // mm from one to the next
    auto const& one = layout.lines[*a.line];
    auto const& other = layout.lines[*b.line];
    return one.after == other.name || other.after == one.name ||
           (one.at.anchor == other.at.anchor &&
            touch(around(a.taken, near / 2), around(b.taken, near / 2)));
}

} // namespace

std::vector<std::vector<std::size_t>> blocks(layout::Layout const& layout, Footprint const& print) {
    std::vector<std::vector<std::size_t>> out;
    for (std::size_t i = 0; i < print.things.size(); ++i) {
        if (!print.things[i].line) {
            continue;
        }
        std::vector<std::size_t> joined{i};
        for (auto block = out.begin(); block != out.end();) {
            bool const is_part = std::any_of(block->begin(), block->end(), [&](std::size_t j) {
                return belong_together(layout, print.things[i], print.things[j]);
            });
            if (is_part) {
                joined.insert(joined.end(), block->begin(), block->end());
                block = out.erase(block);
            } else {
                ++block;
            }
        }
        std::sort(joined.begin(), joined.end());
        out.push_back(std::move(joined));
    }
    // What says level and number takes its place first.
    std::stable_partition(out.begin(), out.end(), [&](auto const& block) {
        return std::any_of(block.begin(), block.end(),
                           [&](std::size_t i) { return print.things[i].is_told; });
    });
    return out;
}

} // namespace imprimatur::stamp
