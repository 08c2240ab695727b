#include "marking/stamp/checking.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "foundation/lanes/lanes.hpp"
#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "marking/stamp/footprint.hpp"
#include "marking/stamp/legible.hpp"
#include "marking/stamp/looking.hpp"

namespace imprimatur::stamp {

namespace {

constexpr double quiet_zone = 2; // mm around the modules, for the reader

tl::unexpected<Error> broken_promise(std::uint32_t page, std::string const& cause) {
    return fail(Fault::Internal, {"stamp.not-verified", {{"page", std::to_string(page)}}}, cause);
}

/// What readers make of blanks differs, of the ideographic one (U+3000) most.
std::string without_spaces(std::string_view text) {
    constexpr std::string_view wide = "\u3000";
    std::string out;
    while (!text.empty()) {
        if (text.starts_with(wide)) {
            text.remove_prefix(wide.size());
            continue;
        }
        if (std::string_view(" \n\r\t\f").find(text.front()) == std::string_view::npos) {
            out += text.front();
        }
        text.remove_prefix(1);
    }
    return out;
}

/// Lines with the level, the number or the page, filled in, as far as none of it can have been cut.
std::vector<std::string> texts(Promise const& promise, std::uint32_t page) {
    std::vector<std::string> out;
    bool const is_first = page == 1;
    auto const pages = static_cast<std::uint32_t>(promise.sizes.size());
    auto const layout = layout::numbered(promise.layout, page, pages);
    for (std::size_t i = 0; i < layout.lines.size(); ++i) {
        auto const& line = layout.lines[i];
        auto const& pattern = promise.layout.lines[i].text;
        bool const tells = layout::has_field(pattern, "level_mark") ||
                           layout::has_field(pattern, "number") ||
                           layout::has_field(pattern, "page");
        if (tells && !line.width && layout::is_for(line, is_first, promise.mark.level)) {
            out.push_back(without_spaces(layout::fill(line.text, promise.mark)));
        }
    }
    return out;
}

Result<void> check_text(render::Document const& document, Promise const& promise,
                        std::uint32_t page) {
    auto const found = document.text(page);
    if (!found) {
        return pass_on(found);
    }
    auto const shown = without_spaces(*found);
    for (auto const& text : texts(promise, page)) {
        if (shown.find(text) == std::string::npos) {
            return broken_promise(page, "the text " + text + " is missing");
        }
    }
    return {};
}

Result<void> check_codes(render::Document const& document, Promise const& promise,
                         std::uint32_t page) {
    auto const wanted = overlay::seal_text(promise.mark, page);
    double const unit = promise.sizes[page - 1].unit;
    for (auto const& box : promise.drawings[promise.pages.group_of_page[page - 1]].qr_boxes) {
        bool is_found = false;
        for (double dpi : {200.0, 300.0, 450.0}) {
            render::Document::Part const part{
                (box.x - quiet_zone) / unit, (box.y - quiet_zone) / unit,
                (box.width + 2 * quiet_zone) / unit, (box.height + 2 * quiet_zone) / unit};
            auto const picture = document.draw(page, dpi * unit, part);
            if (!picture) {
                return pass_on(picture);
            }
            auto const codes = read::codes(*picture, read::Effort::Quick);
            is_found = codes && std::any_of(codes->begin(), codes->end(),
                                            [&](auto const& code) { return code.text == wanted; });
            if (is_found) {
                break;
            }
        }
        if (!is_found) {
            return broken_promise(page, "a QR cannot be read");
        }
    }
    return {};
}

Result<void> check_size(render::Document const& document, Promise const& promise,
                        std::uint32_t page) {
    constexpr double tolerance = 0.5; // mm
    auto const size = document.size(page);
    if (!size) {
        return pass_on(size);
    }
    auto const& wanted = promise.sizes[page - 1];
    if (std::abs(size->width - wanted.width) > tolerance ||
        std::abs(size->height - wanted.height) > tolerance) {
        return broken_promise(page, "the size is another one");
    }
    return {};
}

Result<void> check_legibility(render::Document const& document, Promise const& promise,
                              std::uint32_t page) {
    auto const group = promise.pages.group_of_page[page - 1];
    auto const& drawing = promise.drawings[group];
    double const unit = promise.sizes[page - 1].unit;
    auto const alone = render::Document::open(drawing.pdf);
    if (!alone) {
        return pass_on(alone);
    }
    for (auto const& placed : drawing.lines) {
        auto const& line = promise.layout.lines[placed.index];
        if (!is_told(line) || layout::has_field(line.text, "page")) {
            continue;
        }
        auto const& box = placed.covered;
        auto const wanted =
            alone->draw(1, legible_dpi, {box.x, box.y, box.width, box.height}, Channels::Rgb);
        auto const found = document.draw(
            page, legible_dpi * unit,
            {box.x / unit, box.y / unit, box.width / unit, box.height / unit}, Channels::Rgb);
        if (!wanted || !found) {
            return wanted ? pass_on(found) : pass_on(wanted);
        }
        if (!is_legible(*wanted, *found, line.colour)) {
            return broken_promise(page, "nobody can read the line " + line.name);
        }
    }
    return {};
}

} // namespace

std::vector<Expected> expected(pdf::Document const& document, Pages const& pages) {
    std::vector<Expected> out;
    for (std::uint32_t page = 1; page <= document.page_count(); ++page) {
        auto const& group = pages.groups[pages.group_of_page[page - 1]];
        auto const size = pages.arrangements[group.arrangement].sheet.value_or(document.size(page));
        auto const unit = document.unit(page);
        out.push_back({size.width / unit, size.height / unit, unit});
    }
    return out;
}

std::vector<std::uint32_t> to_be_seen(Placed const& placed, std::uint32_t most) {
    auto const& groups = placed.pages.group_of_page;
    auto const pages = static_cast<std::uint32_t>(groups.size());
    std::set<std::uint32_t> out(placed.doubtful.begin(), placed.doubtful.end());
    auto const count = std::min(pages, std::max(most, 2U));
    for (std::uint32_t i = 0; i < count; ++i) {
        auto const step = count > 1 ? std::uint64_t{i} * (pages - 1) / (count - 1) : 0;
        out.insert(static_cast<std::uint32_t>(1 + step));
    }
    std::set<std::uint32_t> known;
    for (auto page : out) {
        known.insert(groups[page - 1]);
    }
    for (std::uint32_t page = 1; page <= pages; ++page) {
        if (known.insert(groups[page - 1]).second) {
            out.insert(page);
        }
    }
    return {out.begin(), out.end()};
}

namespace {

/// Every `lanes`th page, through a view of the file of its own.
Result<void> check_lane(Descriptor const& copy, Promise const& promise,
                        std::vector<std::uint32_t> const& pages, std::size_t lane,
                        std::size_t lanes) {
    auto const document = render::Document::open(copy);
    if (!document) {
        return pass_on(document);
    }
    if (document->page_count() != promise.sizes.size()) {
        return broken_promise(0, "the number of pages is another one");
    }
    for (auto i = lane; i < pages.size(); i += lanes) {
        for (auto* step : {check_size, check_codes, check_text, check_legibility}) {
            if (auto right = step(*document, promise, pages[i]); !right) {
                return right;
            }
        }
    }
    return {};
}

} // namespace

Result<void> check(Descriptor const& copy, Promise const& promise,
                   std::vector<std::uint32_t> const& pages) {
    auto const lanes = lanes_for(pages.size(), worth_a_lane);
    std::vector<Result<void>> found(lanes);
    in_lanes(lanes, [&](std::size_t lane) {
        found[lane] = check_lane(copy, promise, pages, lane, lanes);
    });
    for (auto const& result : found) {
        if (!result) {
            return result;
        }
    }
    return {};
}

} // namespace imprimatur::stamp
