#include "tests/corpus/examine.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "marking/overlay/overlay.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::corpus {

namespace {

constexpr double dpi = 50;

/// A number, a level and a QR in the head, no watermark: the rest of the page must not change.
layout::Layout plain_layout() {
    layout::Layout out;
    out.name = "corpus";
    layout::Line number;
    number.name = "number";
    number.text = "{number} {level_mark}";
    number.font = "WenQuanYi Zen Hei";
    number.at = {layout::Anchor::PageTopLeft, 3, 3};
    number.size = 8;
    out.lines.push_back(number);
    layout::Qr qr;
    qr.at = {layout::Anchor::PageTopRight, 2, 2};
    qr.module = 0.4;
    qr.serial = layout::Side::None;
    out.qrs.push_back(qr);
    out.printable_margin = 0;
    return out;
}

Mark plain_mark() {
    Mark out;
    out.level = Level::Secret;
    out.period = find_period("10y");
    out.number = CopyNumber{123};
    out.serial = Serial{0x0123456789abcdefULL};
    return out;
}

std::vector<overlay::Box> marks_on(render::PageSize size, std::uint32_t page) {
    auto const drawn = overlay::draw(plain_layout(), plain_mark(), {size.width, size.height}, page);
    std::vector<overlay::Box> out;
    if (drawn) {
        out = drawn->opaque;
        out.insert(out.end(), drawn->room.begin(), drawn->room.end());
        out.insert(out.end(), drawn->qr_boxes.begin(), drawn->qr_boxes.end());
    }
    return out;
}

bool is_inside(std::vector<overlay::Box> const& boxes, double x, double y) {
    constexpr double blur = 1.2; // mm
    return std::any_of(boxes.begin(), boxes.end(), [&](overlay::Box const& box) {
        return x > box.x - blur && x < box.x + box.width + blur && y > box.y - blur &&
               y < box.y + box.height + blur;
    });
}

/// Per mille of the pixels outside of the marks that changed visibly.
double changed(Bitmap const& before, Bitmap const& after, std::vector<overlay::Box> const& marks) {
    if (before.width != after.width || before.height != after.height) {
        return 1000;
    }
    std::size_t count = 0;
    for (std::uint32_t y = 0; y < before.height; ++y) {
        for (std::uint32_t x = 0; x < before.width; ++x) {
            auto const difference = std::abs(int{before.row(y)[x]} - int{after.row(y)[x]});
            if (difference > 64 && !is_inside(marks, x * 25.4 / dpi, y * 25.4 / dpi)) {
                ++count;
            }
        }
    }
    return 1000.0 * static_cast<double>(count) / static_cast<double>(before.pixels.size());
}

/// Fonts that are neither embedded nor named come out differently each time they are looked for.
bool is_steady(Descriptor const& file, std::uint32_t page, Bitmap const& seen) {
    for (int i = 0; i < 4; ++i) {
        auto const document = render::Document::open(file);
        auto const again =
            document ? document->draw(page, dpi, Channels::Rgb) : Result<Bitmap>(pass_on(document));
        if (!again || again->pixels != seen.pixels) {
            return false;
        }
    }
    return true;
}

double worst_change(Descriptor const& before, Descriptor const& after) {
    auto const was = render::Document::open(before);
    auto const is = render::Document::open(after);
    if (!was || !is) {
        return -1;
    }
    double worst = 0;
    constexpr std::uint32_t most = 12;
    for (std::uint32_t page = 1; page <= std::min(was->page_count(), most); ++page) {
        auto const size = was->size(page);
        if (!size || size->width > 1500 || size->height > 1500) {
            continue;
        }
        // In colour: Poppler's own grey of colours beyond 1 depends on how they were written.
        auto const a = was->draw(page, dpi, Channels::Rgb);
        auto const b = is->draw(page, dpi, Channels::Rgb);
        if (!a || !b) {
            continue;
        }
        auto const change = changed(to_grey(*a), to_grey(*b), marks_on(*size, page));
        if (change > worst && is_steady(before, page, *a)) {
            worst = change;
        }
    }
    return worst;
}

/// Poppler opens it, it may be printed, and it is no scrap that a mark has no room on.
bool is_readable(Descriptor const& file) {
    constexpr double scrap = 25; // mm
    auto const document = render::Document::open(file);
    auto const size = document ? document->size(1) : Result<render::PageSize>(pass_on(document));
    return size && document->is_printing_allowed() && std::min(size->width, size->height) > scrap;
}

/// Of marks that give way to what the page shows: that there are some. What moved is not compared.
std::string give_way(Descriptor const& file, stamp::Options const& options) {
    auto layout = plain_layout();
    layout.avoids = true;
    auto const stamped = stamp::stamp(file, layout, {plain_mark()}, options);
    if (!stamped) {
        return "refused " + stamped.error().sentence.id + (is_readable(file) ? " 1 " : " 0 ") +
               stamped.error().cause;
    }
    constexpr int not_compared = -1;
    return "marked " + std::string(stamp::identifier(stamped->way)) + "-giving-way " +
           std::to_string(stamped->pages) + " " + std::to_string(not_compared) + " " +
           stamped->causes;
}

} // namespace

std::string draw_first_page(std::string const& path) {
    auto const file = open_file(path);
    auto const document =
        file ? render::Document::open(*file) : Result<render::Document>(pass_on(file));
    return document && document->draw(1, dpi) ? "drawn" : "not drawn";
}

std::string examine(std::string const& path, stamp::Way first) {
    auto const file = open_file(path);
    if (!file) {
        return "refused cannot-open 0 " + path;
    }
    stamp::Options options;
    options.first_way = first;
    auto const stamped = stamp::stamp(*file, plain_layout(), {plain_mark()}, options);
    auto const causes = stamped ? stamped->causes : stamped.error().cause;
    if (causes.find("nobody can read the line") != std::string::npos) {
        return give_way(*file, options); // the page is not white where the number stands
    }
    if (!stamped) {
        return "refused " + stamped.error().sentence.id + (is_readable(*file) ? " 1 " : " 0 ") +
               stamped.error().cause;
    }
    return "marked " + std::string(stamp::identifier(stamped->way)) + " " +
           std::to_string(stamped->pages) + " " +
           std::to_string(worst_change(*file, stamped->copies[0])) + " " + causes;
}

} // namespace imprimatur::corpus
