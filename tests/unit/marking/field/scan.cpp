#include "tests/unit/marking/field/scan.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace imprimatur::field {

namespace {

constexpr double pi = 3.14159265358979323846;

/// The lines of a table, as far as they lie on the piece.
void rule(std::vector<double>& light, std::size_t size, double step) {
    for (std::size_t i = 0; i < light.size(); ++i) {
        bool const is_line =
            std::fmod(double(i / size), step) < 1 || std::fmod(double(i % size), 2.6 * step) < 1;
        light[i] = is_line ? 30 : light[i];
    }
}

} // namespace

dots::Key test_key() {
    dots::Key key{};
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = static_cast<std::uint8_t>(i * 7 + 3);
    }
    return key;
}

Bitmap scan(std::uint64_t id, Picture const& wish) {
    auto const tile = dots::tile_of(id, test_key());
    auto const size = static_cast<std::uint32_t>(wish.millimetres / 25.4 * wish.dpi);
    std::vector<double> light(std::size_t{size} * size, 235);
    double const cosine = std::cos(wish.degrees * pi / 180);
    double const sine = std::sin(wish.degrees * pi / 180);
    double const middle = wish.millimetres / 2;
    using L = dots::Lattice;
    for (int j = -400; j < 400; ++j) {
        for (int i = -400; i < 400; ++i) {
            int const column = ((i % dots::side) + dots::side) % dots::side;
            int const row = ((j % dots::side) + dots::side) % dots::side;
            bool const second = column % 2 == 1;
            if (tile[static_cast<std::size_t>(row * dots::side / 2 + column / 2)] != second) {
                continue;
            }
            double dx =
                (i * L::ax + j * L::bx + L::width / 2.0) * L::unit_mm - wish.offset_x - middle;
            double dy =
                (i * L::ay + j * L::by + L::height / 2.0) * L::unit_mm - wish.offset_y - middle;
            dx *= 1 - wish.bend * dy / middle / wish.millimetres;
            double const far = 1 + wish.tilt * (sine * dx + cosine * dy) / middle;
            if (far < 0.5) {
                continue; // beyond the picture, or behind the camera
            }
            double x = (cosine * dx - sine * dy) / far + middle;
            double const y = (sine * dx + cosine * dy) * wish.squeeze / far + middle;
            x = wish.mirrored ? wish.millimetres - x : x;
            double const px = x / 25.4 * wish.dpi;
            double const py = y / 25.4 * wish.dpi;
            double const spread = 0.25 + 0.0023 * wish.dpi;
            for (int v = static_cast<int>(py) - 4; v <= py + 4; ++v) {
                for (int u = static_cast<int>(px) - 4; u <= px + 4; ++u) {
                    if (u >= 0 && v >= 0 && u < static_cast<int>(size) &&
                        v < static_cast<int>(size)) {
                        double const d = (u - px) * (u - px) + (v - py) * (v - py);
                        light[static_cast<std::size_t>(v) * size + static_cast<std::size_t>(u)] -=
                            wish.dark * std::exp(-d / (2 * spread * spread));
                    }
                }
            }
        }
    }
    if (wish.ruled > 0) {
        rule(light, size, wish.ruled / 25.4 * wish.dpi);
    }
    std::mt19937_64 random(id);
    std::normal_distribution<double> gauss(0, wish.noise);
    Bitmap out{size, size, Channels::Grey, wish.dpi, {}};
    for (double value : light) {
        out.pixels.push_back(
            static_cast<std::uint8_t>(std::clamp(value + gauss(random), 0.0, 255.0)));
    }
    return out;
}

} // namespace imprimatur::field
