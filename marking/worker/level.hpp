// The level that a document carries in writing. Private to this room.
#pragma once

#include <optional>

#include "marking/level/level.hpp"
#include "marking/ocr/ocr.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::worker {

/// The highest level that stands on the page as a mark, in type.
/// @param text of the page, to spare the search for words where no level is named
/// @error as render::Document::words(): what may be on the page is not known then.
Result<std::optional<level::Written>> find_written_level(render::Document const& document,
                                                         std::uint32_t page, std::string_view text);

/// The same of a page that was read. @param width, height of the picture that was read, mm
std::optional<level::Written> find_read_level(ocr::PageText const& read, double width,
                                              double height);

} // namespace imprimatur::worker
