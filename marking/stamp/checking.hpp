/// A copy looked at with the other library, before it may go out.
#pragma once

#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

/// A page as it must come out, in millimetres, for a reader that does not know /UserUnit.
struct Expected {
    double width;
    double height;
    double unit;
};
std::vector<Expected> expected(pdf::Document const& document, Pages const& pages);

/// What a copy must show.
struct Promise {
    layout::Layout const& layout;
    Mark const& mark;
    Pages const& pages;
    Drawings const& drawings;
    std::vector<Expected> const& sizes;
};

/// Which pages are looked at: those of which there is doubt, one of each drawing, and all up to
/// `most`, else first, last and evenly between.
std::vector<std::uint32_t> to_be_seen(Placed const& placed, std::uint32_t most);

/// The copy in the eyes of the other library: number of pages; on each of `pages` its size, that
/// every QR says what it should, that level, number and page stand there as text, and that a person
/// can read them: letters and ground differ by 4.5 : 1 or more, and nothing else lies among them.
/// @error Internal "stamp.not-verified" with the page. @source WCAG 2.2, 1.4.3
Result<void> check(Descriptor const& copy, Promise const& promise,
                   std::vector<std::uint32_t> const& pages);

} // namespace imprimatur::stamp
