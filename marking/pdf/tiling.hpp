/// One small drawing all over the pages.
#pragma once

#include <map>

#include "marking/pdf/pdf.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// Writes a tile once, then for each size of page a form that repeats it.
class Tiling {
  public:
    /// @param next the first object number that is free; moves on.
    Tiling(Tile const& tile, Written& out, unsigned& next);

    /// @return the number of the form with the tiles of a page.
    unsigned form(PageSize size);

  private:
    std::string places(PageSize size) const;

    Tile const& tile_;
    Written& out_;
    unsigned& next_;
    unsigned number_;
    std::map<PageSize, unsigned> forms_;
};

} // namespace imprimatur::pdf
