#include "marking/stamp/arranging.hpp"

#include <algorithm>
#include <array>

#include "foundation/lanes/lanes.hpp"
#include "marking/stamp/drawn.hpp"
#include "marking/stamp/ground.hpp"
#include "marking/stamp/looking.hpp"
#include "marking/stamp/rooms.hpp"

namespace imprimatur::stamp {

namespace {

using overlay::Box;
using overlay::PageSize;

constexpr std::size_t most_arrangements = 64; // drawings a copy; then pages share the safest
constexpr std::array places{0.5, 0.0, 1.0};   // of smaller content: the middle, one side, the other

class Arranger {
  public:
    Arranger(Placed& placed, Descriptor const& file, pdf::Document& document,
             layout::Layout const& layout)
        : placed_(placed), file_(file), document_(document), layout_(layout),
          bases_(placed.pages.groups), base_of_page_(placed.pages.group_of_page),
          drawn_(placed, layout), sizes_(1), seen_(document.page_count()) {
        placed.pages.groups.clear();
    }

    Result<void> run() {
        if (layout_.avoids) {
            traces_ = document_.traces();
            codes_ = codes_that_move();
            look();
        }
        pages_ = render::Document::open(file_).map([](render::Document&& pages) {
            return std::make_unique<render::Document>(std::move(pages));
        });
        for (std::uint32_t page = 1; page <= seen_.size(); ++page) {
            if (auto settled = settle(page); !settled) {
                return settled;
            }
            seen_[page - 1].reset();
        }
        drawn_.drop_unused();
        tell();
        return {};
    }

  private:
    // What is known of pages

    Group base(std::uint32_t page) const {
        auto out = bases_[base_of_page_[page - 1]];
        out.page = is_copy(page) ? page : out.page;
        return out;
    }

    bool is_copy(std::uint32_t page) const {
        return std::any_of(placed_.marks.begin(), placed_.marks.end(), [&](Mark const& mark) {
            return std::any_of(mark.old_marks.begin(), mark.old_marks.end(),
                               [&](OldMark const& old) { return old.page == page; });
        });
    }

    std::optional<Ground> by_traces(std::uint32_t page) const {
        auto const& traces = traces_[page - 1];
        return traces ? std::optional(Ground(*traces, document_.size(page))) : std::nullopt;
    }

    /// QRs as they are where they may go anywhere: their serial then stands at their left edge.
    std::vector<Thing> codes_that_move() const {
        auto alone = layout_;
        alone.lines.clear();
        alone.watermark.reset();
        constexpr double apart = 60; // mm
        for (std::size_t i = 0; i < alone.qrs.size(); ++i) {
            alone.qrs[i].at = {layout::Anchor::Exactly, apart, apart * static_cast<double>(i + 1)};
        }
        auto const drawing =
            overlay::draw(alone, placed_.marks.front(),
                          {apart * 4, apart * static_cast<double>(alone.qrs.size() + 2)}, 0);
        return drawing ? footprint(alone, {&*drawing}).things : std::vector<Thing>{};
    }

    /// Draws those pages of which their content does not say enough, on all processors.
    void look() {
        std::vector<std::uint32_t> wanted;
        for (std::uint32_t page = 1; page <= seen_.size(); ++page) {
            if (needs_a_look(page)) {
                wanted.push_back(page);
            }
        }
        auto const lanes = lanes_for(wanted.size(), worth_a_lane);
        in_lanes(wanted.empty() ? 0 : lanes, [&](std::size_t lane) {
            auto const pages = render::Document::open(file_);
            for (auto i = lane; pages && i < wanted.size(); i += lanes) {
                seen_[wanted[i] - 1] = look_at(*pages, document_, wanted[i]);
            }
        });
    }

    bool needs_a_look(std::uint32_t page) {
        auto const& traces = traces_[page - 1];
        if (!traces || is_copy(page) || document_.was_marked(page)) {
            return true;
        }
        auto const size = document_.size(page);
        constexpr double much = 0.3; // of the page: a picture on which there may still be paper
        return std::any_of(traces->begin(), traces->end(), [&](Box const& box) {
            return box.width * box.height > much * size.width * size.height;
        });
    }

    InkMap const* seen(std::uint32_t page) {
        auto& map = seen_[page - 1];
        if (!map && pages_) {
            map = look_at(**pages_, document_, page);
        }
        return map ? &*map : nullptr;
    }

    // The steps

    Result<void> settle(std::uint32_t page) {
        if (layout_.avoids && document_.was_marked(page)) {
            add_old_marks(page, std::nullopt);
        }
        auto const group = base(page);
        auto const index = drawn_.index_of(group);
        if (!index && (index.error().sentence.id != "overlay.no-room" || !layout_.avoids)) {
            return pass_on(index);
        }
        if (!index) {
            return onto_a_sheet(page, index.error());
        }
        placed_.pages.group_of_page[page - 1] = *index;
        if (!layout_.avoids) {
            return {};
        }
        if (is_copy(page)) {
            return settle_copy(page, *index);
        }
        return settle_new(page, *index);
    }

    Result<void> settle_new(std::uint32_t page, std::uint32_t index) {
        if (auto const traces = by_traces(page)) {
            if (is_free(*traces, index, {1, 0, 0}) || move(page, *traces)) {
                return {};
            }
        }
        auto const* const map = seen(page);
        if (map == nullptr && !traces_[page - 1]) {
            placed_.doubtful.push_back(page); // the check says
            return {};
        }
        auto const ground =
            map != nullptr ? Ground(*map, document_.pictures(page)) : *by_traces(page);
        if (is_free(ground, index, {1, 0, 0})) {
            return {};
        }
        if (hits_a_code(ground, index) && add_old_marks(page, index)) {
            auto const again = drawn_.index_of(base(page));
            if (!again) {
                return pass_on(again);
            }
            placed_.pages.group_of_page[page - 1] = *again;
            return settle_copy(page, *again);
        }
        if (move(page, ground)) {
            return {};
        }
        bool const has_room = placed_.pages.arrangements.size() < most_arrangements;
        auto const safe = has_room ? ground : Ground::full(document_.size(page));
        if (document_.can_fit(page) && make_smaller(page, index, safe)) {
            return {};
        }
        return onto_a_sheet(page, no_room(page));
    }

    /// A page that bears marks of ours: the new drawing strikes or covers them.
    Result<void> settle_copy(std::uint32_t page, std::uint32_t index) {
        placed_.doubtful.push_back(page);
        auto const* const map = seen(page);
        if (map == nullptr) {
            return {};
        }
        auto const ground = Ground(without(*map, drawn_.print(index).covers));
        if (!is_free(ground, index, {1, 0, 0}) && !move(page, ground)) {
            return onto_a_sheet(page, no_room(page));
        }
        return {};
    }

    static Error no_room(std::uint32_t page) {
        return {Fault::BadInput, {"pdf.declined", {{"page", std::to_string(page)}}}, "no room"};
    }

    bool is_free(Ground const& ground, std::uint32_t index, pdf::Fit const& fit) const {
        auto const& things = drawn_.print(index).things;
        return std::all_of(things.begin(), things.end(),
                           [&](Thing const& thing) { return ground.is_free(thing.taken, fit); });
    }

    bool hits_a_code(Ground const& ground, std::uint32_t index) const {
        auto const& things = drawn_.print(index).things;
        return std::any_of(things.begin(), things.end(), [&](Thing const& thing) {
            return !thing.line && !ground.is_free(thing.taken, {1, 0, 0});
        });
    }

    /// Finds marks of ours on the page, or only where the new codes would lie on them.
    bool add_old_marks(std::uint32_t page, std::optional<std::uint32_t> only_under) {
        if (!pages_ || is_copy(page)) {
            return false;
        }
        std::vector<Box> boxes;
        if (only_under) {
            for (auto const& thing : drawn_.print(*only_under).things) {
                if (!thing.line) {
                    boxes.push_back(thing.put);
                }
            }
        } else {
            auto const size = document_.size(page);
            boxes.push_back({0, 0, size.width, size.height});
        }
        auto const found = marks_of_ours(**pages_, document_.unit(page), page, boxes);
        for (auto& mark : placed_.marks) {
            mark.old_marks.insert(mark.old_marks.end(), found.begin(), found.end());
        }
        if (!found.empty()) {
            drawn_.forget(page);
            copies_.push_back(page);
        }
        return !found.empty();
    }

    static InkMap without(InkMap map, std::vector<Box> const& covers) {
        double const scale = map.dpi / 25.4;
        for (auto const& box : covers) {
            auto pixel = [&](double length, std::uint32_t most) {
                return static_cast<std::size_t>(std::clamp(length * scale, 0.0, double(most)));
            };
            auto const left = pixel(box.x, map.width);
            auto const right = pixel(box.x + box.width, map.width);
            for (auto y = pixel(box.y, map.height); y < pixel(box.y + box.height, map.height);
                 ++y) {
                std::fill(map.dark.begin() + static_cast<std::ptrdiff_t>(y * map.width + left),
                          map.dark.begin() + static_cast<std::ptrdiff_t>(y * map.width + right),
                          false);
            }
        }
        return map;
    }

    /// Puts the page into a group of this arrangement if all is free there.
    bool take(std::uint32_t page, Ground const& ground, std::uint32_t arrangement) {
        auto group = base(page);
        group.arrangement = arrangement;
        auto const index = drawn_.index_of(group);
        auto const fit = placed_.pages.arrangements[arrangement].fit.value_or(pdf::Fit{1, 0, 0});
        if (!index || !is_free(ground, *index, fit)) {
            return false;
        }
        placed_.pages.group_of_page[page - 1] = *index;
        return true;
    }

    bool take_new(std::uint32_t page, Ground const& ground, Arrangement arrangement) {
        placed_.pages.arrangements.push_back(std::move(arrangement));
        sizes_.push_back(document_.size(page));
        return take(page, ground, static_cast<std::uint32_t>(sizes_.size() - 1));
    }

    /// One that another page has and that suits this one, too.
    template <class Suits> bool take_known(std::uint32_t page, Ground const& ground, Suits suits) {
        for (std::uint32_t i = 1; i < sizes_.size(); ++i) {
            auto const size = document_.size(page);
            bool const is_alike = std::abs(sizes_[i].width - size.width) < 0.05 &&
                                  std::abs(sizes_[i].height - size.height) < 0.05;
            if (is_alike && suits(placed_.pages.arrangements[i]) && take(page, ground, i)) {
                return true;
            }
        }
        return false;
    }

    std::optional<Arrangement> rooms(Ground const& ground, Footprint const& print, Bed const& bed) {
        return room_for({layout_, print, codes_, ground, bed});
    }

    bool move(std::uint32_t page, Ground const& ground) {
        auto plain = [](Arrangement const& known) { return !known.fit; };
        if (take_known(page, ground, plain)) {
            moved_.push_back(page);
            return true;
        }
        auto const index = drawn_.index_of(base(page));
        auto const size = base(page).size;
        if (!index || sizes_.size() >= most_arrangements) {
            return false;
        }
        auto found = rooms(ground, drawn_.print(*index), {size, size});
        if (found && take_new(page, ground, std::move(*found))) {
            moved_.push_back(page);
            return true;
        }
        return false;
    }

    bool make_smaller(std::uint32_t page, std::uint32_t index, Ground const& ground) {
        auto fits = [](Arrangement const& known) { return known.fit && !known.sheet; };
        if (!take_known(page, ground, fits)) {
            auto found = least_reduction(page, index, ground);
            if (!found || !take_new(page, ground, std::move(*found))) {
                return false;
            }
        }
        auto const& group = placed_.pages.groups[placed_.pages.group_of_page[page - 1]];
        auto const scale = placed_.pages.arrangements[group.arrangement].fit->scale;
        (scale < band_below ? banded_ : smaller_).push_back(page);
        placed_.doubtful.push_back(page);
        return true;
    }

    std::optional<Arrangement> at_scale(std::uint32_t page, std::uint32_t index,
                                        Ground const& ground, double scale) {
        auto const size = base(page).size;
        for (double across : places) {
            for (double down : places) {
                pdf::Fit const fit{scale, across * size.width * (1 - scale),
                                   down * size.height * (1 - scale)};
                auto found = rooms(ground, drawn_.print(index), {size, size, fit});
                if (found) {
                    found->fit = fit;
                    return found;
                }
            }
        }
        return std::nullopt;
    }

    /// The least by which the page must be made smaller; the more it is, the more is free.
    std::optional<Arrangement> least_reduction(std::uint32_t page, std::uint32_t index,
                                               Ground const& ground) {
        constexpr double step = 0.01;
        int least = 1;
        int most = static_cast<int>((1 - smallest_scale) / step + 0.5);
        auto best = at_scale(page, index, ground, 1 - most * step);
        while (best && least < most) {
            int const middle = (least + most) / 2;
            if (auto found = at_scale(page, index, ground, 1 - middle * step)) {
                best = std::move(found);
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return best;
    }

    /// The next larger sheet of paper on which there is room beside the page.
    Result<void> onto_a_sheet(std::uint32_t page, Error const& otherwise) {
        auto const ground = Ground::full(document_.size(page));
        auto sheets = [](Arrangement const& known) { return known.sheet.has_value(); };
        if (take_known(page, ground, sheets)) {
            return told_of_sheet(page);
        }
        auto const size = document_.size(page);
        for (auto const& sheet : sheets_for(size)) {
            for (double across : places) {
                for (double down : places) {
                    Arrangement plain;
                    plain.fit = pdf::Fit{1, across * (sheet.width - size.width),
                                         down * (sheet.height - size.height)};
                    plain.sheet = sheet;
                    if (try_sheet(page, ground, plain)) {
                        return told_of_sheet(page);
                    }
                }
            }
        }
        return tl::unexpected<Error>(otherwise);
    }

    Result<void> told_of_sheet(std::uint32_t page) {
        larger_.push_back(page);
        placed_.doubtful.push_back(page);
        return {};
    }

    bool try_sheet(std::uint32_t page, Ground const& ground, Arrangement const& plain) {
        auto& all = placed_.pages.arrangements;
        all.push_back(plain);
        sizes_.push_back(document_.size(page));
        auto group = base(page);
        group.arrangement = static_cast<std::uint32_t>(all.size() - 1);
        auto const index = drawn_.index_of(group);
        auto found =
            index ? rooms(ground, drawn_.print(*index), {group.size, *plain.sheet, *plain.fit})
                  : std::nullopt;
        if (!found) {
            return false;
        }
        found->fit = plain.fit;
        found->sheet = plain.sheet;
        return take_new(page, ground, std::move(*found));
    }

    /// From small to large, in the page's direction. @source ISO 216
    static std::vector<PageSize> sheets_for(PageSize size) {
        std::vector<PageSize> out;
        constexpr std::array<PageSize, 7> series{
            {{105, 148}, {148, 210}, {210, 297}, {297, 420}, {420, 594}, {594, 841}, {841, 1189}}};
        for (auto sheet : series) {
            if (size.width > size.height) {
                std::swap(sheet.width, sheet.height);
            }
            bool const is_larger =
                sheet.width > size.width + 0.5 && sheet.height > size.height + 0.5;
            if (is_larger) {
                out.push_back(sheet);
            }
        }
        constexpr double band = 60; // mm: beyond A0, and for long strips
        out.push_back({std::max(size.width + band, 148.0), std::max(size.height + band, 148.0)});
        return out;
    }

    // What the person must know

    void tell() {
        auto say = [&](char const* id, std::vector<std::uint32_t> const& pages) {
            if (!pages.empty()) {
                placed_.remarks.push_back({id, {{"pages", named(pages)}}});
            }
        };
        say("stamp.marks-moved", moved_);
        say("stamp.content-smaller", smaller_);
        say("stamp.band-added", banded_);
        say("stamp.larger-sheet", larger_);
        say("stamp.old-marks", copies_);
    }

    Placed& placed_;
    Descriptor const& file_;
    pdf::Document& document_;
    layout::Layout const& layout_;
    std::vector<Group> bases_; ///< as the template says
    std::vector<std::uint32_t> base_of_page_;
    Drawn drawn_;
    std::vector<PageSize> sizes_; ///< of the pages, for each arrangement
    std::vector<Thing> codes_;
    std::vector<std::optional<std::vector<Box>>> traces_;
    std::vector<std::optional<InkMap>> seen_;
    Result<std::unique_ptr<render::Document>> pages_ = nullptr;
    std::vector<std::uint32_t> moved_;
    std::vector<std::uint32_t> smaller_;
    std::vector<std::uint32_t> banded_;
    std::vector<std::uint32_t> larger_;
    std::vector<std::uint32_t> copies_;
};

} // namespace

std::string named(std::vector<std::uint32_t> const& pages) {
    constexpr std::size_t most = 12;
    std::string out;
    for (std::size_t i = 0; i < std::min(pages.size(), most); ++i) {
        out += (i == 0 ? "" : ", ") + std::to_string(pages[i]);
    }
    return pages.size() > most ? out + " …" : out;
}

Result<void> arrange(Placed& placed, Descriptor const& file, pdf::Document& document,
                     layout::Layout const& layout) {
    return Arranger(placed, file, document, layout).run();
}

} // namespace imprimatur::stamp
