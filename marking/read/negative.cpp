#include <algorithm>
#include <array>
#include <numeric>

#include "marking/read/read.hpp"

namespace imprimatur::read {

namespace {

constexpr std::uint32_t step = 4; // pixels: a sixteenth of them tells as much as all

using Shades = std::array<std::size_t, 256>;

Shades shades_of(Bitmap const& picture) {
    Shades out{};
    auto const channels = static_cast<std::uint32_t>(picture.channels);
    auto const green = channels == 3 ? 1U : 0U; // the largest part of what is seen as light
    for (std::uint32_t y = 0; y < picture.height; y += step) {
        auto const* row = picture.row(y);
        for (std::uint32_t x = 0; x < picture.width; x += step) {
            ++out[row[std::size_t{x} * channels + green]];
        }
    }
    return out;
}

/// The shade below which a share of the pixels is.
double quantile(Shades const& shades, double share) {
    auto left = share * static_cast<double>(std::accumulate(shades.begin(), shades.end(), 0UL));
    std::size_t shade = 0;
    for (; shade < 255 && left > static_cast<double>(shades[shade]); ++shade) {
        left -= static_cast<double>(shades[shade]);
    }
    return static_cast<double>(shade);
}

} // namespace

bool may_be_negative(Bitmap const& picture) {
    constexpr double dark = 0.35; // of the way from the darkest ink to the lightest
    if (picture.is_empty()) {
        return false;
    }
    auto const shades = shades_of(picture);
    double const least = quantile(shades, 0.005);
    double const most = quantile(shades, 0.995);
    return quantile(shades, 0.5) - least <= dark * (most - least) && most > least;
}

Bitmap negative_of(Bitmap picture) {
    std::ranges::transform(picture.pixels, picture.pixels.begin(),
                           [](std::uint8_t value) { return static_cast<std::uint8_t>(~value); });
    return picture;
}

} // namespace imprimatur::read
