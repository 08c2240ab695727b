#include "marking/likeness/code.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "marking/likeness/features.hpp"

namespace imprimatur::likeness {

namespace {

/// One wave over a descriptor: how often it swings over the rows, the columns and the directions.
/// Directions: 0 mean, 1 cosine, 2 sine, 3 cosine of twice the angle, and so on.
struct Wave {
    int rows;
    int columns;
    int directions;
    float middle; ///< median over drawn pages
    float noise;  ///< what a scan, or half the size, changes

    /// Whether it changes its sign in a mirror: rows and angles swap their ends there.
    constexpr bool is_odd() const {
        return (rows % 2 == 1) != (directions > 0 && directions % 2 == 0);
    }
};

/// Those that a printout and its scan change least, measured over scans of drawn pages; the first
/// decides which of the two mirror images the code is made of.
constexpr Wave waves[] = {
    {1, 0, 3, 0.000F, 0.072F},  {0, 0, 1, 0.587F, 0.142F},  {0, 0, 0, 8.514F, 0.125F},
    {0, 0, 3, 1.075F, 0.129F},  {0, 0, 2, 0.007F, 0.135F},  {1, 0, 2, 0.337F, 0.098F},
    {0, 2, 0, -0.609F, 0.086F}, {0, 2, 1, -0.345F, 0.094F}, {0, 1, 1, -0.335F, 0.109F},
    {2, 0, 0, -0.469F, 0.070F}, {0, 1, 2, 0.029F, 0.063F},  {0, 0, 4, -0.046F, 0.122F},
    {0, 1, 0, 0.250F, 0.116F},  {1, 0, 4, 0.031F, 0.067F},  {1, 1, 2, 0.138F, 0.051F},
    {0, 0, 7, 0.323F, 0.111F},  {1, 0, 1, -0.021F, 0.053F}, {0, 2, 2, 0.011F, 0.049F},
    {1, 1, 1, -0.009F, 0.046F}, {0, 1, 5, -0.048F, 0.058F}, {0, 2, 3, -0.162F, 0.067F},
    {2, 1, 2, -0.009F, 0.046F}, {1, 2, 4, -0.011F, 0.032F}, {1, 2, 2, -0.056F, 0.038F},
    {2, 0, 2, -0.003F, 0.076F}, {1, 0, 5, -0.002F, 0.040F}, {1, 1, 4, -0.013F, 0.042F},
    {0, 0, 5, 0.193F, 0.099F},  {2, 0, 3, -0.223F, 0.054F}, {0, 1, 3, -0.061F, 0.073F},
    {2, 0, 1, -0.072F, 0.046F}, {1, 0, 0, -0.012F, 0.090F}, {0, 1, 4, -0.001F, 0.065F},
    {2, 1, 1, 0.042F, 0.036F},
};
constexpr std::size_t count = std::size(waves);
constexpr std::size_t doubtful_bits = 5;

using Heights = std::array<float, count>;

std::array<std::array<float, word_length>, count> const& shapes() {
    static auto const all = [] {
        std::array<std::array<float, word_length>, count> out{};
        for (std::size_t w = 0; w < count; ++w) {
            for (int i = 0; i < word_length; ++i) {
                int const d = waves[w].directions;
                double const angle = (d + 1) / 2 * (i % 8) * CV_PI / 4; // NOLINT: whole steps
                double const swing = d % 2 == 1 || d == 0 ? std::cos(angle) : std::sin(angle);
                double const column = (i / 8 % 4 + 0.5) * waves[w].columns * CV_PI / 4;
                double const row = (i / 32 + 0.5) * waves[w].rows * CV_PI / 4;
                out[w][static_cast<std::size_t>(i)] =
                    static_cast<float>(swing * std::cos(column) * std::cos(row));
            }
        }
        return out;
    }();
    return all;
}

/// How far each wave is from its middle, in units of noise.
Heights heights_of(float const* word) {
    std::array<float, word_length> root;
    float sum = 1e-9F;
    for (std::size_t i = 0; i < word_length; ++i) {
        root[i] =
            std::sqrt(std::max(0.0F, word[i])); // Hellinger's distance: large values count less
        sum += root[i] * root[i];
    }
    float const whole = std::sqrt(sum);
    Heights out;
    for (std::size_t w = 0; w < count; ++w) {
        float height = 0;
        for (std::size_t i = 0; i < word_length; ++i) {
            height += root[i] * shapes()[w][i];
        }
        out[w] = (height / whole - (waves[w].is_odd() ? 0 : waves[w].middle)) / waves[w].noise;
    }
    return out;
}

/// The chance that noise takes it to the other side.
double chance_of_change(float height) {
    return 0.5 * std::erfc(std::abs(height) / 2);
}

} // namespace

Code code_of(float const* word) {
    auto const heights = heights_of(word);
    std::uint64_t code = 0;
    std::uint64_t odd = 0;
    std::array<std::pair<double, std::uint64_t>, count> changes;
    Code out;
    for (std::size_t w = 0; w < count; ++w) {
        std::uint64_t const bit = std::uint64_t{1} << w;
        code |= heights[w] > 0 ? bit : 0;
        odd |= waves[w].is_odd() ? bit : 0;
        double const chance = chance_of_change(heights[w]);
        changes[w] = {-std::log(chance / (1 - chance) + 1e-12), bit};
        out.doubt += chance;
    }
    changes[0].second = odd; // the other mirror image
    if (heights[0] < 0) {
        code ^= odd;
    }
    std::partial_sort(changes.begin(), changes.begin() + doubtful_bits, changes.end());
    std::vector<std::pair<double, std::uint64_t>> choices;
    for (unsigned set = 0; set < 1U << doubtful_bits; ++set) {
        std::pair<double, std::uint64_t> choice{0, code};
        for (std::size_t i = 0; i < doubtful_bits; ++i) {
            if ((set >> i & 1U) != 0) {
                choice.first += changes[i].first;
                choice.second ^= changes[i].second;
            }
        }
        choices.push_back(choice);
    }
    std::sort(choices.begin(), choices.end());
    for (auto const& choice : choices) {
        out.probes.push_back(choice.second & ~std::uint64_t{1});
    }
    return out;
}

} // namespace imprimatur::likeness
