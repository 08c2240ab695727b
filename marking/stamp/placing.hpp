/// Marks drawn, laid on pages, and written: one attempt over one file.
#pragma once

#include <optional>
#include <vector>

#include "marking/layout/layout.hpp"
#include "marking/mark/mark.hpp"
#include "marking/overlay/overlay.hpp"
#include "marking/pdf/pdf.hpp"

namespace imprimatur::stamp {

/// How the marks of a page differ from what the template says.
struct Arrangement {
    /// Instead of the template's, in its order; empty: the template's.
    std::vector<layout::Position> qrs;
    /// Of the layout's lines; those that are none, and those beyond, as the template says.
    std::vector<std::optional<layout::Position>> lines{};
    std::optional<pdf::Fit> fit{};            ///< of the page's content
    std::optional<overlay::PageSize> sheet{}; ///< onto which the page goes, at a scale of 1
};

/// Pages that share a drawing: of one size and arranged alike, and none of them special; or one
/// special page.
struct Group {
    overlay::PageSize size;
    std::uint32_t page;            ///< 0: any
    std::uint32_t arrangement = 0; ///< index; 0: as the template says
    auto operator<=>(Group const&) const = default;
};

/// What is the same in all copies.
struct Pages {
    std::vector<Group> groups;
    std::vector<std::uint32_t> group_of_page;
    std::vector<Arrangement> arrangements{1};
};

/// The same page sizes, to a tenth of a millimetre, share a drawing; coarser where there are too
/// many.
Pages group(pdf::Document const& document, layout::Layout const& layout,
            std::vector<Mark> const& marks);

/// One copy's drawings, one a group.
using Drawings = std::vector<overlay::Overlay>;
/// Of the paper on which a group's pages come out.
overlay::PageSize size_of(Pages const& pages, Group const& group);

/// One of them.
/// @error as overlay::draw().
Result<overlay::Overlay> draw(layout::Layout const& layout, Mark const& mark, Pages const& pages,
                              Group const& group);
/// Copies written and not yet verified.
struct Placed {
    Pages pages;
    std::vector<Drawings> drawings; ///< for each mark
    std::vector<Descriptor> copies;
    std::vector<Sentence> remarks;
    std::vector<Mark> marks; ///< with those of ours that were found on the pages
    /// Pages of which it is not known what lies under the marks, or that were changed for them.
    std::vector<std::uint32_t> doubtful;
    std::vector<pdf::Marks> values; ///< for each mark, as it was written
};
/// @param file what `document` was opened from.
/// @error as pdf::Document::prepare(), write() and overlay::draw().
Result<Placed> place(pdf::Document& document, Descriptor const& file, layout::Layout const& layout,
                     std::vector<Mark> const& marks);

} // namespace imprimatur::stamp
