/// Pictures in files to pixels and back: PNG and JPEG by Leptonica, TIFF by marking/tiff.
///
/// Promise: PNG, JPEG and TIFF (all pages of it) are decoded to 8-bit grey or RGB, upright as they
/// say that they are, their pixels square; what is broken or too large is refused. Untrusted bytes:
/// call this in a worker only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::image {

enum class Format { Png, Jpeg, Tiff };

/// By the file's first bytes. Empty: it is none of these.
std::optional<Format> find_format(std::string_view bytes);

/// Pictures in the file: 1, or the pages of a TIFF.
/// @error BadInput "image.broken" it is no PNG, JPEG or TIFF, or is damaged.
Result<std::uint32_t> count(std::string_view bytes);

/// One picture, upright on white, with square pixels: the coarser side is stretched. Its dpi is
/// what the file says, from 20 to 4,800 (0: it says nothing, or what no scanner has).
/// @param index from 0. @error as count(); NotFound "image.no-picture"; Unsupported
/// "image.unknown-kind" it is sound but of a kind that is not read; Exhausted "image.too-large"
/// more than 250 megapixels (asked of the header, before anything is unpacked).
Result<Bitmap> decode(std::string_view bytes, std::uint32_t index = 0);

/// A JPEG or PNG whose pixels stand in the file as they are to be seen, but for their shape.
bool is_as_stored(std::string_view bytes);

/// @error Internal no memory.
Result<std::string> encode_png(Bitmap const& picture);
/// @param quality 1 to 100.
Result<std::string> encode_jpeg(Bitmap const& picture, int quality);

} // namespace imprimatur::image
