// Two pages looked at closely: is the one the other? Private to this room.
#pragma once

#include <map>
#include <string>

#include "marking/bitmap/bitmap.hpp"
#include "marking/worker/pages.hpp"

namespace imprimatur::worker {

/// What was read on pages of one document, each read once: that takes longer than all else.
class Readings {
  public:
    /// @error as read_on(); it is tried anew then
    Result<std::string> of(Pages const& document, std::uint32_t page);

  private:
    std::map<std::uint32_t, std::string> known_;
};

/// A document of which pages are looked at one after another.
struct Side {
    Pages const& pages;
    Readings readings{};
};

/// Different where one has no such page. @error as Pages::text(), Pages::draw(), ocr::read_text()
Result<pipe::PageMatch> compare(Side& document, Side& registered, pipe::PagePair pair);

/// Both beside each other, what only one of them has outlined. @error as compare(); NotFound
/// "render.no-page"
Result<Bitmap> side_by_side(Pages const& document, Pages const& registered, pipe::PagePair pair,
                            double dpi);

} // namespace imprimatur::worker
