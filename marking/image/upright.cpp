#include "marking/image/upright.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace imprimatur::image {

namespace {

/// No fax and no camera is farther from square than this (204 × 98 dots an inch, 204 × 391).
constexpr double least_aspect = 0.2;
constexpr double most_aspect = 5;
constexpr double square_enough = 0.01;
constexpr double most_pixels = 500e6;

/// Where pixels of the stretched line come from: between which two of the old, and how far.
struct Between {
    std::uint32_t first, second;
    unsigned part; ///< of 256, of the second
};

std::vector<Between> stretch(std::uint32_t from, std::uint32_t to) {
    std::vector<Between> out(to);
    double const step = double{1} * from / to;
    for (std::uint32_t i = 0; i < to; ++i) {
        double const place = std::clamp((i + 0.5) * step - 0.5, 0.0, from - 1.0);
        auto const first = static_cast<std::uint32_t>(place);
        out[i] = {first, std::min(first + 1, from - 1),
                  static_cast<unsigned>(std::lround((place - first) * 256))};
    }
    return out;
}

std::uint8_t mixed(std::uint8_t a, std::uint8_t b, unsigned part) {
    return static_cast<std::uint8_t>((a * (256 - part) + b * part + 128) >> 8U);
}

} // namespace

Bitmap turned(Bitmap picture, int orientation) {
    if (orientation < 2 || orientation > 8) {
        return picture;
    }
    bool const is_swapped = orientation >= 5;
    bool const is_right = orientation == 2 || orientation == 3 || orientation == 7 ||
                          orientation == 6; // row or column 0 is to be seen at the right
    bool const is_bottom =
        orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    Bitmap out{is_swapped ? picture.height : picture.width,
               is_swapped ? picture.width : picture.height,
               picture.channels,
               picture.dpi,
               {}};
    out.pixels.resize(picture.pixels.size());
    auto const channels = static_cast<std::size_t>(picture.channels);
    for (std::uint32_t y = 0; y < out.height; ++y) {
        auto* to = out.pixels.data() + y * out.row_bytes();
        auto const down = is_bottom ? out.height - 1 - y : y;
        for (std::uint32_t x = 0; x < out.width; ++x, to += channels) {
            auto const along = is_right ? out.width - 1 - x : x;
            auto const* from = is_swapped ? picture.row(along) + down * channels
                                          : picture.row(down) + along * channels;
            std::memcpy(to, from, channels);
        }
    }
    return out;
}

Bitmap squared(Bitmap picture, double aspect) {
    bool const is_needed =
        aspect >= least_aspect && aspect <= most_aspect && std::abs(aspect - 1) > square_enough;
    auto const stretched = [](std::uint32_t side, double by) {
        return static_cast<std::uint32_t>(std::lround(side * by));
    };
    auto const width = aspect < 1 ? stretched(picture.width, 1 / aspect) : picture.width;
    auto const height = aspect > 1 ? stretched(picture.height, aspect) : picture.height;
    if (!is_needed || double{1} * width * height > most_pixels) {
        return picture;
    }
    Bitmap out{width, height, picture.channels, picture.dpi, {}};
    out.pixels.resize(out.row_bytes() * height);
    auto const columns = stretch(picture.width, width);
    auto const rows = stretch(picture.height, height);
    auto const channels = static_cast<std::size_t>(picture.channels);
    auto* to = out.pixels.data();
    for (auto const& row : rows) {
        auto const* above = picture.row(row.first);
        auto const* below = picture.row(row.second);
        for (auto const& column : columns) {
            auto const left = column.first * channels;
            auto const right = column.second * channels;
            for (std::size_t i = 0; i < channels; ++i) {
                *to++ = mixed(mixed(above[left + i], above[right + i], column.part),
                              mixed(below[left + i], below[right + i], column.part), row.part);
            }
        }
    }
    return out;
}

} // namespace imprimatur::image
