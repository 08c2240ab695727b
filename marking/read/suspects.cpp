#include <algorithm>
#include <cmath>
#include <functional>

#include "marking/read/passes.hpp"
#include "marking/read/read.hpp"

namespace imprimatur::read {

namespace {

// Of a QR, about half is dark whatever it says: the mask pattern is chosen for that (ISO/IEC 18004,
// 7.8.3). Text leaves more white. Measured over random texts: QRs 0.46 and more, lines of type up
// to 22 pt 0.36 and less. The share is counted between the darkest and the brightest place nearby,
// so that pale prints, dark paper and blur do not matter.
constexpr double least_dark_share = 0.40;
constexpr int least_contrast = 40;

constexpr int inner = 8;        // blocks of a millimetre: the square whose share is taken
constexpr int white_reach = 12; // to the quiet zone and beyond
constexpr int black_reach = 8;  // to a finder pattern, whose middle is wholly dark
constexpr int margin = 7;       // from the middle of a QR of 10 mm to its edge, and some

/// Numbers of blocks, about a millimetre each.
template <class T> struct GridOf {
    int width;
    int height;
    std::vector<T> values;
    std::size_t place(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    T& at(int x, int y) { return values[place(x, y)]; }
    T at(int x, int y) const { return values[place(x, y)]; }
};
using Grid = GridOf<int>;

Grid like(Grid const& grid) {
    return {grid.width, grid.height, std::vector<int>(grid.values.size())};
}

struct Blocks {
    Grid sum;
    Grid least;
    Grid most;
    int side; ///< pixels
};

Blocks blocks_of(Bitmap const& page, double dpi) {
    int const side = std::max(1, static_cast<int>(std::lround(dpi / 25.4)));
    int const width = static_cast<int>(page.width) / side;
    int const height = static_cast<int>(page.height) / side;
    auto const count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    Blocks out{{width, height, std::vector<int>(count, 0)},
               {width, height, std::vector<int>(count, 255)},
               {width, height, std::vector<int>(count, 0)},
               side};
    for (int y = 0; y < height * side; ++y) {
        auto const* pixel = page.row(static_cast<std::uint32_t>(y));
        auto place = out.sum.place(0, y / side);
        for (int x = 0; x < width; ++x, ++place) {
            for (int i = 0; i < side; ++i, ++pixel) {
                int const value = *pixel;
                out.sum.values[place] += value;
                out.least.values[place] = std::min(out.least.values[place], value);
                out.most.values[place] = std::max(out.most.values[place], value);
            }
        }
    }
    return out;
}

/// Joins `count` values, a row apart or one apart, with their neighbours up to `half` away: windows
/// of 1, 2, 4, … values grow into each other, and two of the largest make the one that is wanted.
template <class Join>
void join_line(int* line, std::size_t count, std::size_t step, int half, Join join,
               std::vector<int>& room) {
    auto const reach = static_cast<std::size_t>(half);
    auto const window = 2 * reach + 1;
    room.resize(count + 2 * reach);
    for (std::size_t i = 0; i < room.size(); ++i) {
        auto const from = std::clamp(i, reach, count + reach - 1) - reach; // edges repeated
        room[i] = line[from * step];
    }
    std::size_t width = 1;
    for (; 2 * width <= window; width *= 2) {
        for (std::size_t i = 0; i + width < room.size(); ++i) {
            room[i] = join(room[i], room[i + width]);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        line[i * step] = join(room[i], room[i + window - width]);
    }
}

/// Joins every value with those up to `reach` / 2 away, along rows and along columns.
template <class Join> Grid around(Grid grid, int reach, Join join) {
    auto const width = static_cast<std::size_t>(grid.width);
    auto const height = static_cast<std::size_t>(grid.height);
    std::vector<int> room;
    for (std::size_t y = 0; y < height; ++y) {
        join_line(grid.values.data() + y * width, width, 1, reach / 2, join, room);
    }
    for (std::size_t x = 0; x < width; ++x) {
        join_line(grid.values.data() + x, height, width, reach / 2, join, room);
    }
    return grid;
}

/// Mean of the pixels in the inner square around each block.
Grid means(Blocks const& blocks) {
    auto const& sum = blocks.sum;
    // Sums from the top left corner. They may run over on a huge page; differences of them do not.
    GridOf<std::uint32_t> total{sum.width + 1, sum.height + 1, {}};
    total.values.resize(total.place(0, total.height));
    for (int y = 0; y < sum.height; ++y) {
        for (int x = 0; x < sum.width; ++x) {
            total.at(x + 1, y + 1) = static_cast<std::uint32_t>(sum.at(x, y)) + total.at(x, y + 1) +
                                     total.at(x + 1, y) - total.at(x, y);
        }
    }
    Grid out = like(sum);
    for (int y = 0; y < sum.height; ++y) {
        int const top = std::max(0, y - inner / 2);
        int const bottom = std::min(sum.height, y + inner / 2 + 1);
        for (int x = 0; x < sum.width; ++x) {
            int const left = std::max(0, x - inner / 2);
            int const right = std::min(sum.width, x + inner / 2 + 1);
            auto const whole = static_cast<int>(total.at(right, bottom) - total.at(left, bottom) -
                                                total.at(right, top) + total.at(left, top));
            out.at(x, y) = whole / ((right - left) * (bottom - top) * blocks.side * blocks.side);
        }
    }
    return out;
}

/// Marks every suspicious block.
Grid suspicious(Blocks const& blocks) {
    auto const white =
        around(blocks.most, white_reach, [](int a, int b) { return std::max(a, b); });
    auto const black =
        around(blocks.least, black_reach, [](int a, int b) { return std::min(a, b); });
    auto const mean = means(blocks);
    Grid out = like(mean);
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int const contrast = white.at(x, y) - black.at(x, y);
            out.at(x, y) = contrast >= least_contrast &&
                           white.at(x, y) - mean.at(x, y) >= least_dark_share * contrast;
        }
    }
    return out;
}

/// The box around the marks that hang together with the one at x, y; wipes them.
Area take_together(Grid& marks, int x, int y, int side) {
    int left = x;
    int right = x;
    int top = y;
    int bottom = y;
    std::vector<std::pair<int, int>> open{{x, y}};
    marks.at(x, y) = 0;
    while (!open.empty()) {
        auto [u, v] = open.back();
        open.pop_back();
        left = std::min(left, u);
        right = std::max(right, u);
        top = std::min(top, v);
        bottom = std::max(bottom, v);
        std::pair<int, int> const neighbours[] = {{u - 1, v}, {u + 1, v}, {u, v - 1}, {u, v + 1}};
        for (auto [i, j] : neighbours) {
            if (i >= 0 && i < marks.width && j >= 0 && j < marks.height && marks.at(i, j) != 0) {
                marks.at(i, j) = 0;
                open.emplace_back(i, j);
            }
        }
    }
    auto pixels = [side](int blocks) { return static_cast<std::uint32_t>(blocks * side); };
    return {pixels(left), pixels(top), pixels(right - left + 1), pixels(bottom - top + 1)};
}

} // namespace

std::vector<Area> suspects(Bitmap const& page) {
    std::vector<Area> out;
    auto const grey = to_grey(page);
    auto const blocks = blocks_of(grey, resolution_of(page));
    if (blocks.sum.values.empty()) {
        return out;
    }
    auto marks = suspicious(blocks);
    if (std::ranges::none_of(marks.values, [](int mark) { return mark != 0; })) {
        return out;
    }
    marks = around(std::move(marks), 2 * margin, std::bit_or<>());
    for (int y = 0; y < marks.height; ++y) {
        for (int x = 0; x < marks.width; ++x) {
            if (marks.at(x, y) != 0) {
                out.push_back(take_together(marks, x, y, blocks.side));
            }
        }
    }
    return out;
}

} // namespace imprimatur::read
