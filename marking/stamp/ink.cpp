#include "marking/stamp/ink.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace imprimatur::stamp {

namespace {

constexpr double inch = 25.4;

std::uint8_t darkest(std::uint8_t const* rgb) {
    return std::min({rgb[0], rgb[1], rgb[2]});
}

/// Below this a pixel is ink.
int threshold(std::array<std::size_t, 256> const& counts) {
    constexpr int lightest_dark = 160; // a page darker than that is no paper
    constexpr int noise = 24;
    auto const from = counts.begin() + lightest_dark;
    auto const paper = std::max_element(from, counts.end());
    if (*paper == 0) {
        return 256;
    }
    // A shade that most of the page does not have is a field on it, not its paper.
    auto const all = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    auto const near =
        std::accumulate(paper - noise, std::min(paper + noise, counts.end()), std::size_t{0});
    auto const shade = 2 * near >= all ? static_cast<int>(paper - counts.begin()) : 255;
    return shade - noise;
}

} // namespace

InkMap ink_of(Bitmap const& picture) {
    InkMap out{picture.width, picture.height, picture.dpi, {}};
    std::size_t const count = std::size_t{picture.width} * picture.height;
    std::array<std::size_t, 256> counts{};
    auto const* pixels = picture.pixels.data();
    for (std::size_t i = 0; i < count; ++i) {
        ++counts[darkest(pixels + 3 * i)];
    }
    auto const limit = threshold(counts);
    out.dark.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        out.dark[i] = darkest(pixels + 3 * i) < limit;
    }
    return out;
}

Ink::Ink(InkMap const& map)
    : width_(map.width), height_(map.height), per_mm_(map.dpi / inch),
      sums_((std::size_t{map.width} + 1) * (std::size_t{map.height} + 1)) {
    std::size_t const row = std::size_t{width_} + 1;
    for (std::size_t y = 0; y < height_; ++y) {
        std::uint32_t sum = 0;
        for (std::size_t x = 0; x < width_; ++x) {
            sum += map.dark[y * width_ + x] ? 1U : 0U;
            sums_[(y + 1) * row + x + 1] = sums_[y * row + x + 1] + sum;
        }
    }
}

bool Ink::is_free(overlay::Box const& box) const {
    constexpr std::uint32_t specks = 2; // pixels
    auto pixel = [this](double length, std::uint32_t most, double (*round)(double)) {
        return static_cast<std::size_t>(
            std::clamp(round(length * per_mm_), 0.0, static_cast<double>(most)));
    };
    std::size_t const row = std::size_t{width_} + 1;
    auto const left = pixel(box.x, width_, std::floor);
    auto const right = pixel(box.x + box.width, width_, std::ceil);
    auto const top = pixel(box.y, height_, std::floor) * row;
    auto const bottom = pixel(box.y + box.height, height_, std::ceil) * row;
    auto const count =
        sums_[bottom + right] - sums_[bottom + left] - sums_[top + right] + sums_[top + left];
    return count <= specks;
}

bool Ink::is_free(overlay::Box const& box, pdf::Fit const& fit) const {
    return is_free({(box.x - fit.x) / fit.scale, (box.y - fit.y) / fit.scale, box.width / fit.scale,
                    box.height / fit.scale});
}

} // namespace imprimatur::stamp
