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
    auto is_ink = [](std::uint8_t value) { return value < paper; };
    Box box{picture.width, picture.height, 0, 0};
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const* row = picture.row(y);
        auto const* end = row + picture.width;
        auto const* first = std::find_if(row, end, is_ink);
        if (first == end) {
            continue;
        }
        auto const* last = end - 1;
        while (!is_ink(*last)) {
            --last;
        }
        box = {std::min(box.left, static_cast<std::uint32_t>(first - row)), std::min(box.top, y),
               std::max(box.right, static_cast<std::uint32_t>(last - row) + 1), y + 1};
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
    return out;
}

} // namespace

int ink_amount(Bitmap const& grey) {
    constexpr std::uint64_t full = 4095;
    auto const box = ink_box(grey);
    if (box.is_empty()) {
        return 0;
    }
    std::uint64_t dark = 0;
    for (auto y = box.top; y < box.bottom; ++y) {
        auto const* row = grey.row(y);
        std::uint32_t light = 0;
        for (auto x = box.left; x < box.right; ++x) {
            light += row[x];
        }
        dark += std::uint64_t{255} * (box.right - box.left) - light;
    }
    auto const pixels = std::uint64_t{box.right - box.left} * (box.bottom - box.top);
    return static_cast<int>(dark * full / 255 / pixels);
}

std::string ink_pixels(Bitmap const& grey) {
    auto const box = ink_box(grey);
    if (box.is_empty()) {
        return {};
    }
    auto const width = box.right - box.left;
    auto out = std::to_string(width) + "x" + std::to_string(box.bottom - box.top) + ":";
    for (auto y = box.top; y < box.bottom; ++y) {
        out.append(reinterpret_cast<char const*>(grey.row(y)) + box.left, width); // to be hashed
    }
    return out;
}

std::string ink_grid(Bitmap const& grey, std::uint32_t cells) {
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
    // One step of the squares' 64 is what other programs' drawing may change.
    return 1 - worst;
}

} // namespace imprimatur::fingerprint
