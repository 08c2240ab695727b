/// A picture as plain pixels: what passes between the rooms that draw, decode and read.
///
/// Promise: rows stand one after another without padding, top row first; nothing of a library
/// shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace imprimatur {

enum class Channels : std::uint8_t { Grey = 1, Rgb = 3 };

/// 8 bits a channel; grey 0 is black, 255 is white.
struct Bitmap {
    std::uint32_t width = 0;  ///< pixels
    std::uint32_t height = 0; ///< pixels
    Channels channels = Channels::Grey;
    double dpi = 0; ///< pixels an inch on paper; 0: not known (a photo)
    std::vector<std::uint8_t> pixels;

    std::size_t row_bytes() const {
        return std::size_t{width} * static_cast<std::size_t>(channels);
    }
    std::uint8_t const* row(std::uint32_t y) const { return pixels.data() + y * row_bytes(); }
    bool is_empty() const { return width == 0 || height == 0; }
};

/// The same picture in grey (ITU-R BT.601 weights); a grey one is copied.
Bitmap to_grey(Bitmap const& picture);

} // namespace imprimatur
