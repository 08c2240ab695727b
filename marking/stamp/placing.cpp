#include "marking/stamp/placing.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "foundation/lanes/lanes.hpp"
#include "marking/stamp/arranging.hpp"

namespace imprimatur::stamp {

namespace {

constexpr double finest = 0.1;           // mm
constexpr std::size_t most_groups = 100; // drawings a copy; each takes some milliseconds

double rounded_down(double length, double grain) {
    // A size that was rounded to three decimals on its way here must not lose a whole grain.
    return std::max(std::floor((length + 0.005) / grain), 1.0) * grain;
}

bool is_special(layout::Layout const& layout, std::vector<Mark> const& marks, std::uint32_t page) {
    return std::any_of(marks.begin(), marks.end(), [&](Mark const& mark) {
        return overlay::is_page_special(layout, mark, page);
    });
}

Pages group_by(pdf::Document const& document, double grain,
               std::function<bool(std::uint32_t page)> const& has_its_own) {
    Pages out;
    std::map<Group, std::uint32_t> known;
    for (std::uint32_t page = 1; page <= document.page_count(); ++page) {
        auto const size = document.size(page);
        Group const wanted{{rounded_down(size.width, grain), rounded_down(size.height, grain)},
                           has_its_own(page) ? page : 0};
        auto const [found, is_new] =
            known.try_emplace(wanted, static_cast<std::uint32_t>(out.groups.size()));
        if (is_new) {
            out.groups.push_back(wanted);
        }
        out.group_of_page.push_back(found->second);
    }
    return out;
}

/// What no annotation may lie on, in any of the copies, and where the codes are, in all of them.
std::vector<pdf::Kind> kinds(Pages const& pages, std::vector<Drawings> const& drawings) {
    std::vector<pdf::Kind> out;
    for (std::size_t i = 0; i < pages.groups.size(); ++i) {
        auto const& arrangement = pages.arrangements[pages.groups[i].arrangement];
        pdf::Kind kind{size_of(pages, pages.groups[i]), {}};
        kind.fit = arrangement.fit;
        kind.is_sheet = arrangement.sheet.has_value();
        kind.codes = drawings.front()[i].qr_boxes;
        for (auto const& copy : drawings) {
            kind.page_numbers = std::max(kind.page_numbers, copy[i].page_numbers.size());
            kind.opaque.insert(kind.opaque.end(), copy[i].opaque.begin(), copy[i].opaque.end());
            kind.opaque.insert(kind.opaque.end(), copy[i].room.begin(), copy[i].room.end());
        }
        out.push_back(std::move(kind));
    }
    return out;
}

pdf::Tile to_tile(overlay::Stipple const& stipple) {
    auto const [left, right] = std::minmax_element(stipple.dots.begin(), stipple.dots.end(),
                                                   [](auto& a, auto& b) { return a.x < b.x; });
    auto const [top, bottom] = std::minmax_element(stipple.dots.begin(), stipple.dots.end(),
                                                   [](auto& a, auto& b) { return a.y < b.y; });
    pdf::Tile out;
    out.width = static_cast<std::uint32_t>(right->x - left->x + stipple.width);
    out.height = static_cast<std::uint32_t>(bottom->y - top->y + stipple.height);
    out.at = {double(left->x), double(top->y)};
    for (std::size_t i = 0; i < 2; ++i) {
        out.steps[i] = {double(stipple.steps[i].x), double(stipple.steps[i].y)};
    }
    out.unit = overlay::Stipple::unit;
    out.red = stipple.red;
    out.green = stipple.green;
    out.blue = stipple.blue;
    std::vector<bool> dark(std::size_t{out.width} * out.height);
    for (auto const& dot : stipple.dots) {
        for (int y = dot.y - top->y; y < dot.y - top->y + stipple.height; ++y) {
            for (int x = dot.x - left->x; x < dot.x - left->x + stipple.width; ++x) {
                dark[static_cast<std::size_t>(y) * out.width + static_cast<std::size_t>(x)] = true;
            }
        }
    }
    out.rows = pdf::pack(dark, out.width);
    return out;
}

/// Seals are of one length, so that their codes are of one size.
Result<std::uint32_t> modules_of(Mark const& mark) {
    auto const qr = overlay::qr_of(overlay::seal_text(mark, 1));
    return qr ? Result<std::uint32_t>(qr->width) : pass_on(qr);
}

Result<pdf::Marks> marks_of(layout::Layout const& layout, Mark const& mark, Pages const& pages,
                            Drawings const& drawings) {
    pdf::Marks out;
    auto const dots = overlay::stipple(layout, mark);
    if (!dots) {
        return pass_on(dots);
    }
    if (*dots) {
        out.tile = to_tile(**dots);
    }
    for (auto const& drawing : drawings) {
        out.drawings.push_back(drawing.pdf);
        auto& numbers = out.page_numbers.emplace_back();
        for (auto const& number : drawing.page_numbers) {
            numbers.push_back(
                {number.first, number.x, number.y, number.before, number.digit, number.shift});
        }
    }
    auto const count = pages.group_of_page.size();
    out.codes.resize(count);
    std::vector<Result<void>> made(count);
    constexpr std::size_t worth_it = 100; // codes; a thread costs as much as a few
    auto const lanes = lanes_for(count, worth_it);
    in_lanes(lanes, [&](std::size_t lane) {
        for (auto i = lane; i < count; i += lanes) {
            auto const text = overlay::seal_text(mark, static_cast<std::uint32_t>(i + 1));
            auto const qr = overlay::qr_of(text);
            made[i] = qr ? Result<void>{} : pass_on(qr);
            out.codes[i] = qr ? pdf::pack(qr->dark, qr->width) : "";
        }
    });
    auto const failed =
        std::find_if(made.begin(), made.end(), [](auto const& result) { return !result; });
    return failed == made.end() ? Result<pdf::Marks>(std::move(out)) : pass_on(*failed);
}

Result<Descriptor> write(pdf::Document const& document, pdf::Marks const& marks) {
    auto file = memory_file("copy");
    if (file) {
        if (auto written = document.write(marks, *file); !written) {
            return pass_on(written);
        }
    }
    return file;
}

} // namespace

Pages group(pdf::Document const& document, layout::Layout const& layout,
            std::vector<Mark> const& marks) {
    Pages out;
    for (double grain : {finest, 1.0, 5.0}) {
        out = group_by(document, grain,
                       [&](std::uint32_t page) { return is_special(layout, marks, page); });
        if (out.groups.size() <= most_groups) {
            break;
        }
    }
    return out;
}

overlay::PageSize size_of(Pages const& pages, Group const& group) {
    return pages.arrangements.at(group.arrangement).sheet.value_or(group.size);
}

namespace {

/// A mark as it was on the page before that was made smaller or put onto a larger sheet.
Mark moved_along(Mark mark, pdf::Fit const& fit) {
    for (auto& old : mark.old_marks) {
        for (auto& corner : old.corners) {
            corner = {corner.x * fit.scale + fit.x, corner.y * fit.scale + fit.y};
        }
    }
    return mark;
}

} // namespace

Result<overlay::Overlay> draw(layout::Layout const& layout, Mark const& mark, Pages const& pages,
                              Group const& group) {
    auto const& arrangement = pages.arrangements.at(group.arrangement);
    auto const count = static_cast<std::uint32_t>(pages.group_of_page.size());
    auto arranged = layout;
    for (std::size_t i = 0; i < arrangement.qrs.size(); ++i) {
        arranged.qrs.at(i).at = arrangement.qrs[i];
    }
    for (std::size_t i = 0; i < arrangement.lines.size(); ++i) {
        if (auto const& at = arrangement.lines[i]) {
            arranged.lines.at(i).at = *at;
            arranged.lines.at(i).after.clear();
        }
    }
    auto const size = size_of(pages, group);
    return arrangement.fit && !mark.old_marks.empty()
               ? overlay::draw(arranged, moved_along(mark, *arrangement.fit), size, group.page,
                               count)
               : overlay::draw(arranged, mark, size, group.page, count);
}

Result<Placed> place(pdf::Document& document, Descriptor const& file, layout::Layout const& layout,
                     std::vector<Mark> const& marks) {
    Placed out{group(document, layout, marks), {}, {}, {}, marks, {}, {}};
    out.drawings.resize(marks.size());
    if (auto arranged = arrange(out, file, document, layout); !arranged) {
        return pass_on(arranged);
    }
    auto const modules = modules_of(marks.front());
    if (!modules) {
        return pass_on(modules);
    }
    if (auto ready =
            document.prepare(kinds(out.pages, out.drawings), out.pages.group_of_page, *modules);
        !ready) {
        return pass_on(ready);
    }
    for (std::size_t i = 0; i < marks.size(); ++i) {
        auto values = marks_of(layout, out.marks[i], out.pages, out.drawings[i]);
        auto copy = values ? write(document, *values) : Result<Descriptor>(pass_on(values));
        if (!copy) {
            return pass_on(copy);
        }
        out.values.push_back(std::move(*values));
        out.copies.push_back(std::move(*copy));
    }
    return out;
}

} // namespace imprimatur::stamp
