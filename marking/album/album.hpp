/// Pictures as a PDF, one on each page, as large as they are.
///
/// Promise: the pixels of a picture come through unchanged, upright and in proportion; a page has
/// the picture's own size. Untrusted bytes: call this in a worker only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::album {

/// Millimetres.
struct Size {
    double width;
    double height;
};

/// How large a picture is on paper: by its dpi where that is believable, else at 150 dpi, its
/// longer side at most that of A4.
Size size_of(std::uint32_t width, std::uint32_t height, double dpi);

/// A PDF in the making, written to a memory file as it grows.
class Album {
  public:
    /// @error Exhausted no memory.
    static Result<Album> start();

    /// A JPEG of one or three colours goes in as it is.
    /// @error BadInput "album.broken" it is neither that nor a plain PNG; Exhausted no room.
    Result<void> add(std::string_view encoded, Size size);

    /// @error BadInput "album.empty"; Exhausted no room.
    Result<Descriptor> finish() &&;

  private:
    explicit Album(Descriptor file) : file_(std::move(file)) {}
    Result<void> object(std::string_view head, std::string_view data = {});

    Descriptor file_;
    std::uint64_t written_ = 0;
    std::vector<std::uint64_t> offsets_; ///< of objects 3, 4, …
    std::uint32_t pages_ = 0;
};

/// A PNG, a JPEG or all pages of a TIFF as a PDF.
/// @error BadInput "image.broken"; Exhausted "album.too-many-pages", "image.too-large".
Result<Descriptor> album_of(std::string_view file, std::uint32_t most_pages);

} // namespace imprimatur::album
