/// What of a page is free, as its content says or as it looks.
#pragma once

#include <optional>
#include <vector>

#include "marking/stamp/ink.hpp"

namespace imprimatur::stamp {

/// Where a page's content goes on its sheet, and how large that is.
struct Bed {
    overlay::PageSize page;  ///< of the content
    overlay::PageSize sheet; ///< of the paper
    pdf::Fit fit{1, 0, 0};
};

class Ground {
  public:
    /// By boxes that hold everything.
    Ground(std::vector<overlay::Box> traces, overlay::PageSize page);
    /// As it looks. @param pictures are taken for ink where they show nothing at all: another
    /// reader may be able to unpack them.
    explicit Ground(InkMap const& map, std::vector<overlay::Box> const& pictures = {});
    /// A page of which nothing is free.
    static Ground full(overlay::PageSize page);

    /// @param box on the sheet.
    bool is_free(overlay::Box const& box, pdf::Fit const& fit) const;

  private:
    std::vector<overlay::Box> traces_;
    std::optional<Ink> ink_;
};

} // namespace imprimatur::stamp
