#include "marking/stamp/legible.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace imprimatur::stamp {

namespace {

constexpr double least_contrast = 4.5;
constexpr double same = 1.6; // pixels that differ by less are of the letter
constexpr double specks = 0.03;
constexpr double most_lost = 0.1; // of the letters' pixels

double linear(double value) {
    double const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(std::uint8_t const* rgb) {
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

double contrast(double a, double b) {
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double luminance_of(std::string const& colour) {
    auto const value = std::strtoul(colour.c_str() + 1, nullptr, 16);
    std::uint8_t const rgb[3] = {static_cast<std::uint8_t>(value >> 16U),
                                 static_cast<std::uint8_t>(value >> 8U),
                                 static_cast<std::uint8_t>(value)};
    return luminance(rgb);
}

class Contrasts {
  public:
    Contrasts(Bitmap const& picture, double letter) : width_(picture.width) {
        auto const count = std::size_t{picture.width} * picture.height;
        for (std::size_t i = 0; i < count; ++i) {
            values_.push_back(contrast(luminance(picture.pixels.data() + 3 * i), letter));
        }
    }
    double at(std::uint32_t x, std::uint32_t y) const {
        return values_[std::size_t{y} * width_ + x];
    }

  private:
    std::size_t width_;
    std::vector<double> values_;
};

} // namespace

bool is_legible(Bitmap const& wanted, Bitmap const& found, std::string const& colour) {
    auto const letter = luminance_of(colour);
    Contrasts const is_wanted(wanted, letter);
    Contrasts const is_found(found, letter);
    auto const width = std::min(wanted.width, found.width);
    auto const height = std::min(wanted.height, found.height);
    std::size_t letters = 0;
    std::size_t lost = 0;
    std::size_t ground = 0;
    std::size_t foreign = 0;
    for (std::uint32_t y = 1; y + 1 < height; ++y) {
        for (std::uint32_t x = 1; x + 1 < width; ++x) {
            double nearest = 1e9; // what is most like the letters around here
            for (std::uint32_t v = y - 1; v <= y + 1; ++v) {
                for (std::uint32_t u = x - 1; u <= x + 1; ++u) {
                    nearest = std::min(nearest, is_wanted.at(u, v));
                }
            }
            if (nearest >= least_contrast) {
                ++ground;
                foreign += is_found.at(x, y) < least_contrast ? 1 : 0;
            } else if (is_wanted.at(x, y) < same) {
                ++letters;
                lost += is_found.at(x, y) >= least_contrast ? 1 : 0;
            }
        }
    }
    return letters > 0 && ground > 0 &&
           static_cast<double>(lost) <= most_lost * static_cast<double>(letters) &&
           static_cast<double>(foreign) <= specks * static_cast<double>(ground);
}

} // namespace imprimatur::stamp
