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
std::vector<Expected> expected(pdf::Document const& document);

/// What a copy must show.
struct Promise {
    layout::Layout const& layout;
    Mark const& mark;
    Pages const& pages;
    Drawings const& drawings;
    std::vector<Expected> const& sizes;
};

/// Which pages are looked at: all up to `most`, else first, last and evenly between.
std::vector<std::uint32_t> sample(std::uint32_t pages, std::uint32_t most);

/// Number and sizes of pages; on each page of the sample that every QR says what it should and that
/// level, number and page stand there as text.
/// @error Internal "stamp.not-verified" with the page.
Result<void> check(Descriptor const& copy, Promise const& promise, std::uint32_t most_pages);

} // namespace imprimatur::stamp
