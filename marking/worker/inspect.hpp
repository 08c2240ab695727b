// What a document is, and which copies its pages are of. Private to this room.
#pragma once

#include <vector>

#include "marking/dots/dots.hpp"
#include "marking/worker/document.hpp"

namespace imprimatur::worker {

/// How far to go.
struct Bounds {
    std::uint32_t most_pages;
    std::vector<dots::Key> keys; ///< oldest first; empty: dots are not looked for
};

/// @error as open_document() and open_pdf(); BadInput "render.bad-page".
Result<pipe::Inspection> inspect(Opened const& document, Bounds const& bounds);

/// @error as inspect(), before any page is looked at.
Result<std::uint32_t> count_pages(Opened const& document, Bounds const& bounds);

/// Everything of ours that can be found on one page, however long it takes.
Result<pipe::Reading> read_hard(Opened const& document, std::uint32_t page, Bounds const& bounds);

} // namespace imprimatur::worker
