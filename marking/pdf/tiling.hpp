/// One small drawing all over the pages.
#pragma once

#include "marking/pdf/pdf.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// Writes a tile once, then for each kind of page a form that repeats it.
class Tiling {
  public:
    /// @param next the first object number that is free; moves on.
    Tiling(Tile const& tile, Written& out, unsigned& next);

    /// Object `number` becomes a form of this size: the tiles, and on them another form.
    /// @return the number that the other form must have.
    unsigned write_under(unsigned number, PageSize size);

  private:
    std::string places(PageSize size) const;

    Tile const& tile_;
    Written& out_;
    unsigned& next_;
    unsigned number_;
};

} // namespace imprimatur::pdf
