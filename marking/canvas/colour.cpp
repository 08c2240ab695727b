#include <algorithm>
#include <charconv>
#include <cmath>

#include "marking/canvas/canvas.hpp"

namespace imprimatur::canvas {

namespace {

double linear(double channel) {
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(Colour const& colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

} // namespace

std::optional<Colour> find_colour(std::string_view text) {
    unsigned value = 0;
    if (text.size() != 7 || text.front() != '#') {
        return std::nullopt;
    }
    auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return Colour{(value >> 16U & 0xffU) / 255.0, (value >> 8U & 0xffU) / 255.0,
                  (value & 0xffU) / 255.0, 1};
}

double contrast(Colour const& a, Colour const& b) {
    auto [low, high] = std::minmax({luminance(a), luminance(b)}); // a list: by value
    return (high + 0.05) / (low + 0.05);
}

} // namespace imprimatur::canvas
