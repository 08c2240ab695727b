#include "marking/fingerprint/ink.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace imprimatur::fingerprint {

namespace {

constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";
constexpr std::string_view none = "-";

struct Box {
    std::uint32_t left, top, right, bottom; ///< right and bottom are beyond
    bool is_empty() const { return left >= right || top >= bottom; }
};

Box ink_box(Bitmap const& picture) {
    constexpr int paper = 225; // brighter is paper: the grey of thin strokes' edges must not count
    Box box{picture.width, picture.height, 0, 0};
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const* row = picture.row(y);
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            if (row[x] < paper) {
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
                       std::max(box.bottom, y + 1)};
            }
        }
    }
    return box;
}

/// How one row or column of pixels is shared between two neighbouring cells: softly, so that half a
/// pixel more or less at the edge of the ink changes little.
struct Share {
    std::size_t cell;
    double rest; ///< what goes to the next cell
};

std::vector<Share> shares(std::uint32_t pixels, std::uint32_t cells) {
    std::vector<Share> out;
    out.reserve(pixels);
    for (std::uint32_t i = 0; i < pixels; ++i) {
        double const place = std::clamp((i + 0.5) * cells / pixels - 0.5, 0.0, cells - 1.0);
        auto const cell = std::min<std::size_t>(static_cast<std::size_t>(place), cells - 2);
        out.push_back({cell, place - static_cast<double>(cell)});
    }
    return out;
}

/// Darkness gathered in squares, and how many pixels went into each.
class Cells {
  public:
    explicit Cells(std::uint32_t count)
        : count_(count), dark_(std::size_t{count} * count), weight_(dark_.size()) {}

    /// One row of pixels, shared out across, and down between two rows of squares.
    void add(std::uint8_t const* row, std::vector<Share> const& across, Share down) {
        std::vector<double> dark(count_);
        std::vector<double> weight(count_);
        for (std::size_t x = 0; x < across.size(); ++x) {
            auto const [cell, rest] = across[x];
            double const value = 255 - row[x];
            dark[cell] += value * (1 - rest);
            dark[cell + 1] += value * rest;
            weight[cell] += 1 - rest;
            weight[cell + 1] += rest;
        }
        auto const top = down.cell * count_;
        for (std::size_t i = 0; i < count_; ++i) {
            dark_[top + i] += dark[i] * (1 - down.rest);
            dark_[top + count_ + i] += dark[i] * down.rest;
            weight_[top + i] += weight[i] * (1 - down.rest);
            weight_[top + count_ + i] += weight[i] * down.rest;
        }
    }

    std::string text() const {
        std::string out;
        for (std::size_t i = 0; i < dark_.size(); ++i) {
            double const share = weight_[i] > 0 ? dark_[i] / weight_[i] / 255 : 0;
            out += digits[static_cast<std::size_t>(std::lround(share * 63))];
        }
        return out;
    }

  private:
    std::size_t count_;
    std::vector<double> dark_;
    std::vector<double> weight_;
};

double mean_around(std::vector<double> const& squares, std::size_t cells, std::size_t place) {
    auto const x = place % cells;
    auto const y = place / cells;
    double sum = 0;
    int count = 0;
    for (auto j = y > 0 ? y - 1 : 0; j <= std::min(cells - 1, y + 1); ++j) {
        for (auto i = x > 0 ? x - 1 : 0; i <= std::min(cells - 1, x + 1); ++i) {
            sum += squares[j * cells + i];
            ++count;
        }
    }
    return sum / count;
}

/// The mean of each square and those around it. A hairline is drawn half a pixel wide or a whole
/// one, here or beside, depending on where the page lies; in small squares that alone is a large
/// difference.
std::vector<double> smooth(std::vector<double> const& squares, std::size_t cells) {
    std::vector<double> out(squares.size());
    for (std::size_t place = 0; place < out.size(); ++place) {
        out[place] = mean_around(squares, cells, place);
    }
    return out;
}

std::optional<std::vector<double>> find_squares(std::string_view ink) {
    auto const cells = static_cast<std::size_t>(std::lround(std::sqrt(ink.size())));
    if (ink.size() < 4 || cells * cells != ink.size()) {
        return std::nullopt;
    }
    std::vector<double> out;
    out.reserve(ink.size());
    for (char c : ink) {
        auto const digit = digits.find(c);
        if (digit == digits.npos) {
            return std::nullopt;
        }
        out.push_back(static_cast<double>(digit) / 63);
    }
    constexpr std::size_t small_squares = 40;
    return cells > small_squares ? smooth(out, cells) : out;
}

} // namespace

std::string ink_of(Bitmap const& picture, std::uint32_t cells) {
    auto const grey = to_grey(picture);
    auto const box = ink_box(grey);
    if (box.is_empty()) {
        return std::string(none);
    }
    auto const across = shares(box.right - box.left, cells);
    auto const down = shares(box.bottom - box.top, cells);
    Cells sums(cells);
    for (std::size_t y = 0; y < down.size(); ++y) {
        sums.add(grey.row(box.top + static_cast<std::uint32_t>(y)) + box.left, across, down[y]);
    }
    return sums.text();
}

double ink_likeness(std::string_view a, std::string_view b) {
    if (a == b) {
        return 1;
    }
    auto const first = find_squares(a);
    auto const second = find_squares(b);
    if (!first || !second || first->size() != second->size()) {
        return 0;
    }
    double worst = 0;
    for (std::size_t i = 0; i < first->size(); ++i) {
        worst = std::max(worst, std::abs((*first)[i] - (*second)[i]));
    }
    // A tenth of full darkness in one square is what other programs' drawing may change: 0.98.
    constexpr double fall = 0.2;
    return 1 - fall * worst;
}

} // namespace imprimatur::fingerprint
