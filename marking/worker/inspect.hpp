// What a document is, and which copies its pages are of. Private to this room.
#pragma once

#include "marking/worker/document.hpp"

namespace imprimatur::worker {

/// @error as open_document() and open_pdf(); BadInput "render.bad-page".
Result<pipe::Inspection> inspect(Opened const& document, std::uint32_t most_pages);

/// Every QR that can be found, however long it takes.
Result<std::vector<pipe::Finding>> read_hard(Opened const& document, std::uint32_t most_pages);

} // namespace imprimatur::worker
