#include "marking/stamp/arranging.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/lanes/lanes.hpp"
#include "marking/stamp/footprint.hpp"
#include "marking/stamp/ink.hpp"
#include "marking/stamp/looking.hpp"

namespace imprimatur::stamp {

namespace {

using overlay::Box;

constexpr double clearance = 1; // mm between a mark that was moved and what it was moved away from

bool are_free(Ink const& ink, std::vector<Box> const& boxes, std::optional<pdf::Fit> const& fit) {
    return std::all_of(boxes.begin(), boxes.end(), [&](Box const& box) {
        return fit ? ink.is_free(box, *fit) : ink.is_free(box);
    });
}

class Arranger {
  public:
    Arranger(Placed& placed, pdf::Document const& document, layout::Layout const& layout,
             std::vector<Mark> const& marks)
        : placed_(placed), document_(document), layout_(layout), marks_(marks),
          sizes_(placed.pages.arrangements.size()) {
        for (std::uint32_t group = 0; group < placed.pages.groups.size(); ++group) {
            learn(group);
        }
    }

    /// Looks at all pages; those where marks lie on something, with what is on them.
    void look(Descriptor const& file) {
        seen_.resize(document_.page_count());
        auto const lanes = lanes_for(seen_.size(), worth_a_lane);
        in_lanes(lanes, [&](std::size_t lane) {
            auto const pages = render::Document::open(file);
            for (auto i = lane; pages && i < seen_.size(); i += lanes) {
                look_at_page(*pages, static_cast<std::uint32_t>(i + 1));
            }
        });
    }

    void settle_all(Descriptor const& file) {
        auto const pages = render::Document::open(file);
        for (std::uint32_t page = 1; pages && page <= seen_.size(); ++page) {
            auto& seen = seen_[page - 1];
            // A new code must cover the old one: two would be valid on one sheet.
            if (!seen || is_over_a_mark_of_ours(*pages, page)) {
                continue;
            }
            settle(page, Ink(*seen));
            seen.reset();
        }
        drop_unused();
    }

    std::vector<Sentence> remarks() const {
        std::vector<Sentence> out;
        if (!smaller_.empty()) {
            out.push_back({"stamp.content-smaller", {{"pages", named(smaller_)}}});
        }
        if (!hidden_.empty()) {
            out.push_back({"stamp.no-free-room", {{"pages", named(hidden_)}}});
        }
        return out;
    }

  private:
    static std::string named(std::vector<std::uint32_t> const& pages) {
        constexpr std::size_t most = 12;
        std::string out;
        for (std::size_t i = 0; i < std::min(pages.size(), most); ++i) {
            out += (i == 0 ? "" : ", ") + std::to_string(pages[i]);
        }
        return pages.size() > most ? out + " …" : out;
    }

    /// The places that a group's drawings take, over all copies.
    void learn(std::uint32_t group) {
        std::vector<Footprint> out;
        for (auto const& drawings : placed_.drawings) {
            out.push_back(footprint(layout_, drawings[group]));
        }
        footprints_.push_back(std::move(out));
    }

    void look_at_page(render::Document const& pages, std::uint32_t page) {
        bool const is_copy = std::any_of(marks_.begin(), marks_.end(), [&](Mark const& mark) {
            return std::any_of(mark.old_marks.begin(), mark.old_marks.end(),
                               [&](OldMark const& old) { return old.page == page; });
        });
        auto map = is_copy ? std::nullopt : look_at(pages, document_, page);
        if (map && !is_free(Ink(*map), placed_.pages.group_of_page[page - 1])) {
            seen_[page - 1] = std::move(map);
        }
    }

    bool is_free(Ink const& ink, std::uint32_t group) const {
        auto const& fit = placed_.pages.arrangements[placed_.pages.groups[group].arrangement].fit;
        return std::all_of(
            footprints_[group].begin(), footprints_[group].end(),
            [&](Footprint const& print) { return are_free(ink, print.must_be_free, fit); });
    }

    bool is_over_a_mark_of_ours(render::Document const& pages, std::uint32_t page) const {
        auto const& codes = footprints_[placed_.pages.group_of_page[page - 1]].front().codes;
        return std::any_of(codes.begin(), codes.end(), [&](Footprint::Code const& code) {
            return shows_mark_of_ours(pages, document_.unit(page), page, code.quiet);
        });
    }

    /// The page gets the first arrangement that hides nothing: one that another page has, one of
    /// its own, the template's.
    void settle(std::uint32_t page, Ink const& ink) {
        auto const known = static_cast<std::uint32_t>(placed_.pages.arrangements.size());
        auto const& size = placed_.pages.groups[placed_.pages.group_of_page[page - 1]].size;
        for (std::uint32_t i = 1; i < known; ++i) {
            auto const& fit = placed_.pages.arrangements[i].fit;
            if (sizes_[i] == size && !fit && take(page, ink, i)) {
                return;
            }
        }
        if (auto moved = room_for(page, ink); moved && try_new(page, ink, std::move(*moved))) {
            return;
        }
        auto const fit = document_.can_fit(page) ? smaller(page, ink) : std::nullopt;
        if (fit && (take_known(page, ink, *fit) || try_new(page, ink, {{}, fit}))) {
            smaller_.push_back(page);
            return;
        }
        hidden_.push_back(page);
        return;
    }

    bool take_known(std::uint32_t page, Ink const& ink, pdf::Fit const& fit) {
        for (std::uint32_t i = 1; i < placed_.pages.arrangements.size(); ++i) {
            if (placed_.pages.arrangements[i].fit == fit && take(page, ink, i)) {
                return true;
            }
        }
        return false;
    }

    bool try_new(std::uint32_t page, Ink const& ink, Arrangement arrangement) {
        constexpr std::size_t most = 64; // drawings a copy; pages that need more stay as they are
        auto& all = placed_.pages.arrangements;
        if (all.size() > most) {
            return false;
        }
        all.push_back(std::move(arrangement));
        sizes_.push_back(placed_.pages.groups[placed_.pages.group_of_page[page - 1]].size);
        if (take(page, ink, static_cast<std::uint32_t>(all.size() - 1))) {
            return true;
        }
        all.pop_back();
        sizes_.pop_back();
        return false;
    }

    /// Arranges the page so where that hides nothing.
    bool take(std::uint32_t page, Ink const& ink, std::uint32_t arrangement) {
        auto group = placed_.pages.groups[placed_.pages.group_of_page[page - 1]];
        group.arrangement = arrangement;
        auto& groups = placed_.pages.groups;
        auto const found = std::find(groups.begin(), groups.end(), group);
        auto const index = static_cast<std::uint32_t>(found - groups.begin());
        bool const is_new = found == groups.end();
        if (is_new && !add(group)) {
            return false;
        }
        if (!is_free(ink, index)) {
            if (is_new) {
                remove_last();
            }
            return false;
        }
        placed_.pages.group_of_page[page - 1] = index;
        return true;
    }

    /// Draws a further group for every copy; false when the marks have no room like that.
    bool add(Group const& group) {
        Drawings drawn;
        for (auto const& mark : marks_) {
            auto drawing = draw(layout_, mark, placed_.pages, group);
            if (!drawing) {
                return false;
            }
            drawn.push_back(std::move(*drawing));
        }
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            placed_.drawings[i].push_back(std::move(drawn[i]));
        }
        placed_.pages.groups.push_back(group);
        learn(static_cast<std::uint32_t>(placed_.pages.groups.size() - 1));
        return true;
    }

    void remove_last() {
        for (auto& drawings : placed_.drawings) {
            drawings.pop_back();
        }
        placed_.pages.groups.pop_back();
        footprints_.pop_back();
    }

    /// Free places for the QRs that lie on something. Empty: a bar does, or there is no room.
    std::optional<Arrangement> room_for(std::uint32_t page, Ink const& ink) const {
        auto const index = placed_.pages.group_of_page[page - 1];
        auto const& group = placed_.pages.groups[index];
        Arrangement out;
        std::vector<Box> taken; // by other marks
        for (auto const& print : footprints_[index]) {
            taken.insert(taken.end(), print.others.begin(), print.others.end());
        }
        auto const& codes = footprints_[index].front().codes;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            out.qrs.push_back(layout_.qrs[i].at);
            if (are_free(ink, {codes[i].quiet, codes[i].whole}, std::nullopt)) {
                taken.push_back(codes[i].whole);
            }
        }
        for (std::size_t i = 0; i < codes.size(); ++i) {
            if (are_free(ink, {codes[i].quiet, codes[i].whole}, std::nullopt)) {
                continue;
            }
            auto const shape = shape_of(group, i);
            auto const corner =
                shape ? nearest(ink, *shape, codes[i].whole, group.size, taken) : std::nullopt;
            if (!corner) {
                return std::nullopt;
            }
            double const x = corner->x + shape->quiet.x - shape->whole.x;
            double const y = corner->y + shape->quiet.y - shape->whole.y;
            out.qrs[i] = {layout::Anchor::PageTop, x - (group.size.width - shape->quiet.width) / 2,
                          y};
            taken.push_back({corner->x, corner->y, shape->whole.width, shape->whole.height});
        }
        return out;
    }

    /// How a QR and its serial lie to each other where no edge of the paper is near.
    std::optional<Footprint::Code> shape_of(Group const& group, std::size_t qr) const {
        auto alone = layout_;
        alone.lines.clear();
        alone.qrs = {layout_.qrs[qr]};
        alone.watermark.reset();
        alone.qrs[0].at = {layout::Anchor::PageTop, 0, group.size.height / 3};
        auto const drawing = overlay::draw(alone, marks_.front(), group.size, group.page);
        return drawing ? std::optional(footprint(alone, *drawing).codes.front()) : std::nullopt;
    }

    /// The free place nearest to where the template wants it.
    std::optional<Box> nearest(Ink const& ink, Footprint::Code const& shape, Box const& wanted,
                               overlay::PageSize size, std::vector<Box> const& taken) const {
        constexpr double step = 1; // mm
        double const margin = layout_.printable_margin;
        std::optional<Box> best;
        double least = 1e9;
        for (double y = margin; y + shape.whole.height <= size.height - margin; y += step) {
            for (double x = margin; x + shape.whole.width <= size.width - margin; x += step) {
                double const distance = std::hypot(x - wanted.x, y - wanted.y);
                Box const box{x, y, shape.whole.width, shape.whole.height};
                if (distance >= least || !ink.is_free(around(box, clearance))) {
                    continue;
                }
                if (std::none_of(taken.begin(), taken.end(), [&](Box const& other) {
                        return touch(around(box, clearance), other);
                    })) {
                    best = box;
                    least = distance;
                }
            }
        }
        return best;
    }

    /// The least reduction of the page that frees all places of the template.
    std::optional<pdf::Fit> smaller(std::uint32_t page, Ink const& ink) const {
        constexpr double step = 0.01;
        auto const index = placed_.pages.group_of_page[page - 1];
        auto const size = document_.size(page);
        for (int i = 1; i * step <= 1 - smallest_scale + step / 2; ++i) {
            double const scale = 1 - i * step;
            for (double across : {0.5, 0.0, 1.0}) {
                for (double down : {0.5, 0.0, 1.0}) {
                    pdf::Fit const fit{scale, across * size.width * (1 - scale),
                                       down * size.height * (1 - scale)};
                    if (std::all_of(footprints_[index].begin(), footprints_[index].end(),
                                    [&](Footprint const& print) {
                                        return are_free(ink, print.must_be_free, fit);
                                    })) {
                        return fit;
                    }
                }
            }
        }
        return std::nullopt;
    }

    /// A group that no page is in any more would be written for nothing.
    void drop_unused() {
        auto& pages = placed_.pages;
        std::vector<std::uint32_t> moved(pages.groups.size());
        std::vector<bool> is_used(pages.groups.size());
        for (auto group : pages.group_of_page) {
            is_used[group] = true;
        }
        std::uint32_t next = 0;
        for (std::size_t i = 0; i < pages.groups.size(); ++i) {
            if (!is_used[i]) {
                continue;
            }
            moved[i] = next;
            pages.groups[next] = pages.groups[i];
            for (auto& drawings : placed_.drawings) {
                if (i != next) {
                    drawings[next] = std::move(drawings[i]);
                }
            }
            ++next;
        }
        pages.groups.resize(next);
        for (auto& drawings : placed_.drawings) {
            drawings.resize(next);
        }
        for (auto& group : pages.group_of_page) {
            group = moved[group];
        }
    }

    Placed& placed_;
    pdf::Document const& document_;
    layout::Layout const& layout_;
    std::vector<Mark> const& marks_;
    std::vector<overlay::PageSize> sizes_;           ///< for each arrangement
    std::vector<std::vector<Footprint>> footprints_; ///< for each group, each copy
    std::vector<std::optional<InkMap>> seen_;        ///< for each page that needs another place
    std::vector<std::uint32_t> smaller_;
    std::vector<std::uint32_t> hidden_;
};

} // namespace

std::vector<Sentence> arrange(Placed& placed, Descriptor const& file, pdf::Document const& document,
                              layout::Layout const& layout, std::vector<Mark> const& marks) {
    Arranger arranger(placed, document, layout, marks);
    arranger.look(file);
    arranger.settle_all(file);
    return arranger.remarks();
}

} // namespace imprimatur::stamp
