// Words on pages that are pictures, or have some. Private to this room.
#pragma once

#include <chrono>
#include <optional>

#include "marking/level/level.hpp"
#include "marking/ocr/ocr.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::worker {

using Deadline = std::chrono::steady_clock::time_point;

/// What stands on a page's pictures.
struct PictureText {
    ocr::PageText text;
    std::optional<level::Written> level;
    bool is_unread = false; ///< there was no time for it
};

/// A whole page that is a picture. @param dpi 50 to 1200 @error as ocr::read_text(), but no
/// TimedOut
Result<PictureText> read_picture(Bitmap const& page, double dpi, Deadline until);

/// A page of a document that is a picture. @error as render::Document::draw() and read_picture()
Result<PictureText> read_picture_page(render::Document const& document, std::uint32_t page,
                                      Deadline until);

/// What stands on a page beside its words: in its pictures. @error as read_picture_page()
Result<PictureText> read_beside_words(render::Document const& document, std::uint32_t page,
                                      Deadline until);

} // namespace imprimatur::worker
