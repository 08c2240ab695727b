/// Where a page shows something.
#pragma once

#include <cstdint>
#include <vector>

#include "marking/bitmap/bitmap.hpp"
#include "marking/overlay/overlay.hpp"
#include "marking/pdf/pdf.hpp"

namespace imprimatur::stamp {

/// The pixels of a page that are not paper, in an eighth of the room that a picture takes.
struct InkMap {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    double dpi = 0;
    std::vector<bool> dark;
};
/// Paper is the commonest light shade of the page; noise of a scanner is paper, pale yellow on
/// white is not. A page that is dark all over has no paper.
/// @param picture in colour.
InkMap ink_of(Bitmap const& picture);

/// Counts ink in rectangles, each in the same little time.
class Ink {
  public:
    explicit Ink(InkMap const& map);

    /// Nothing but specks in a box. @param box mm from the top left; what is off the page is empty.
    bool is_free(overlay::Box const& box) const;
    /// The same once the page is made smaller.
    bool is_free(overlay::Box const& box, pdf::Fit const& fit) const;

  private:
    std::uint32_t width_;
    std::uint32_t height_;
    double per_mm_;
    std::vector<std::uint32_t> sums_; ///< of all pixels above and left
};

} // namespace imprimatur::stamp
