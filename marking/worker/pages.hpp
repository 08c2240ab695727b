// A document of any kind as pages that can be read and drawn. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "marking/bitmap/bitmap.hpp"
#include "marking/worker/document.hpp"

namespace imprimatur::worker {

/// Pixels of the pictures on a page that are a good part of it: half of an A4 page at 65 dpi.
inline constexpr std::uint64_t large_picture = 200'000;
/// Of the smallest that may bear a level: 16 points at 100 dpi.
inline constexpr std::uint64_t small_picture = 5'000;

/// Pages count from 1. The bytes of `document` must live as long.
class Pages {
  public:
    /// @error as open_document() and open_pdf()
    static Result<Pages> open(Opened const& document, std::uint32_t most_pages);

    std::uint32_t count() const { return count_; }
    /// Empty for a picture, and where nobody knows which letters are shown. @error as
    /// render::Document::text()
    Result<std::string> text(std::uint32_t page) const;
    /// None for a picture. @error as render::Document::words()
    Result<std::vector<render::Word>> words(std::uint32_t page) const;
    /// A page of a PDF at `dpi`; a picture as it is, made smaller by whole pixels to no less than
    /// that. Its `dpi` is set. @error as render::Document::draw() and image::decode()
    Result<Bitmap> draw(std::uint32_t page, double dpi, Channels channels = Channels::Grey) const;

    /// Of the pictures that a page shows; more than any where that is not known.
    std::uint64_t pixels(std::uint32_t page) const;
    /// A picture is, or may be, a good part of the page.
    bool shows_pictures(std::uint32_t page) const { return pixels(page) >= large_picture; }
    /// Null: it is a file of pictures.
    render::Document const* pdf() const { return pdf_ ? &*pdf_ : nullptr; }

  private:
    Pages(Opened const& document, std::optional<render::Document> pdf, std::uint32_t count,
          std::vector<std::uint64_t> pixels)
        : document_(&document), pdf_(std::move(pdf)), count_(count), pixels_(std::move(pixels)) {}

    Opened const* document_;
    std::optional<render::Document> pdf_;
    std::uint32_t count_;
    std::vector<std::uint64_t> pixels_; ///< of each page's pictures; empty: not known
};

/// Blocks of side × side pixels as one. @param picture of any channels; the result is grey.
Bitmap shrunk(Bitmap const& picture, std::uint32_t side);

} // namespace imprimatur::worker
