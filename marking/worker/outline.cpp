#include "marking/worker/outline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "marking/read/read.hpp"

namespace imprimatur::worker {

namespace {

struct Point {
    double x;
    double y;
};

/// A pen on RGB pixels.
class Pen {
  public:
    Pen(Bitmap& picture, std::array<std::uint8_t, 3> colour, double width)
        : picture_(picture), colour_(colour), width_(width) {}

    void line(Point from, Point to) {
        double const length = std::hypot(to.x - from.x, to.y - from.y);
        auto const steps = static_cast<int>(std::min(length / (width_ / 3) + 1, 100000.0));
        for (int i = 0; i <= steps; ++i) {
            double const part = double(i) / steps;
            spot({from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)});
        }
    }

  private:
    void spot(Point at) {
        int const reach = std::max(1, static_cast<int>(width_ / 2));
        for (int dy = -reach; dy <= reach; ++dy) {
            for (int dx = -reach; dx <= reach; ++dx) {
                pixel(std::lround(at.x) + dx, std::lround(at.y) + dy);
            }
        }
    }

    void pixel(long x, long y) {
        if (x >= 0 && y >= 0 && x < long(picture_.width) && y < long(picture_.height)) {
            auto* to =
                picture_.pixels.data() + std::size_t(y) * picture_.row_bytes() + std::size_t(x) * 3;
            std::copy(colour_.begin(), colour_.end(), to);
        }
    }

    Bitmap& picture_;
    std::array<std::uint8_t, 3> colour_;
    double width_;
};

/// Digits of seven strokes: top, upper right, lower right, bottom, lower left, upper left, middle.
constexpr std::array<unsigned, 10> digits{0x3f, 0x06, 0x5b, 0x4f, 0x66,
                                          0x6d, 0x7d, 0x07, 0x7f, 0x6f};

void draw_digit(Pen& pen, unsigned digit, Point at, double height) {
    double const right = at.x + height / 2;
    double const middle = at.y + height / 2;
    double const bottom = at.y + height;
    std::array<std::pair<Point, Point>, 7> const strokes{{{{at.x, at.y}, {right, at.y}},
                                                          {{right, at.y}, {right, middle}},
                                                          {{right, middle}, {right, bottom}},
                                                          {{at.x, bottom}, {right, bottom}},
                                                          {{at.x, middle}, {at.x, bottom}},
                                                          {{at.x, at.y}, {at.x, middle}},
                                                          {{at.x, middle}, {right, middle}}}};
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        if ((digits[digit] >> i & 1U) != 0) {
            pen.line(strokes[i].first, strokes[i].second);
        }
    }
}

std::array<std::uint8_t, 3> colour_of(std::string const& text) {
    std::array<std::uint8_t, 3> out{};
    constexpr std::string_view hex = "0123456789abcdef";
    for (std::size_t i = 0; text.size() == 7 && i < out.size(); ++i) {
        auto const high = hex.find(text[1 + 2 * i]);
        auto const low = hex.find(text[2 + 2 * i]);
        out[i] = high == hex.npos || low == hex.npos ? std::uint8_t{0}
                                                     : static_cast<std::uint8_t>(16 * high + low);
    }
    return out;
}

} // namespace

Bitmap to_rgb(Bitmap picture) {
    if (picture.channels == Channels::Rgb) {
        return picture;
    }
    Bitmap out{picture.width, picture.height, Channels::Rgb, picture.dpi, {}};
    out.pixels.reserve(3 * picture.pixels.size());
    for (auto value : picture.pixels) {
        out.pixels.insert(out.pixels.end(), 3, value);
    }
    return out;
}

void draw_outline(Bitmap& picture, pipe::Workers::Outline const& outline) {
    double const scale = read::resolution_of(picture) / 25.4;
    double const side = std::min(picture.width, picture.height);
    double const width = std::max(2.0, side / 300);
    Pen pen(picture, colour_of(outline.colour), width);
    auto at = [&](std::size_t i) {
        // Inside the picture, so that a region as large as it shows its sides.
        return Point{std::clamp(outline.corners[i % 4].x * scale, width, picture.width - width),
                     std::clamp(outline.corners[i % 4].y * scale, width, picture.height - width)};
    };
    for (std::size_t i = 0; i < 4; ++i) {
        pen.line(at(i), at(i + 1));
    }
    if (outline.number == 0) {
        return;
    }
    // Upright on the picture, inside the corner however the outline lies.
    double const height = side / 25;
    constexpr double step = 0.8; // from digit to digit, of the height
    auto const digits_text = std::to_string(outline.number);
    double const across = height * (step * double(digits_text.size()) - step + 0.5);
    Point const inward{at(2).x - at(0).x, at(2).y - at(0).y};
    double const far = std::hypot(inward.x, inward.y) + 1e-9;
    double const away = std::min((height + across) / 2 + 4 * width, far / 2);
    Point place{at(0).x + away * inward.x / far - across / 2,
                at(0).y + away * inward.y / far - height / 2};
    for (char digit : digits_text) {
        draw_digit(pen, static_cast<unsigned>(digit - '0'), place, height);
        place.x += height * step;
    }
}

} // namespace imprimatur::worker
