#include "marking/ocr/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <numbers>
#include <numeric>

namespace imprimatur::ocr {

namespace {

void destroy_boxes(BOXA* boxes) {
    boxaDestroy(&boxes);
}
void destroy_box(BOX* box) {
    boxDestroy(&box);
}
using Boxes = Owned<BOXA, destroy_boxes>;

void hush() {
    static std::once_flag once;
    std::call_once(once, [] { setMsgSeverity(L_SEVERITY_NONE); });
}

Pix to_pix(Bitmap const& grey) {
    Pix pix(pixCreate(l_int32(grey.width), l_int32(grey.height), 8));
    if (!pix) {
        return pix;
    }
    auto const words = std::size_t(pixGetWpl(pix.get()));
    for (std::uint32_t y = 0; y < grey.height; ++y) {
        auto* line = pixGetData(pix.get()) + y * words;
        auto const* from = grey.row(y);
        for (std::uint32_t x = 0; x < grey.width; ++x) {
            SET_DATA_BYTE(line, x, from[x]);
        }
    }
    return pix;
}

/// Next to nothing between black and white: a scan of one bit.
bool has_two_levels(Bitmap const& grey) {
    auto const between =
        std::ranges::count_if(grey.pixels, [](auto value) { return value > 8 && value < 247; });
    return std::size_t(between) * 200 < grey.pixels.size();
}

void destroy_kernel(L_KERNEL* kernel) {
    kernelDestroy(&kernel);
}

/// Strokes that a threshold broke or frayed, smooth again and no thinner: Tesseract learned from
/// greys.
Pix mended(PIX* grey) {
    constexpr l_float32 blur = 0.7F; // pixels at `reading_dpi`
    constexpr double darker = 1.8;
    Owned<L_KERNEL, destroy_kernel> const kernel(makeGaussianKernel(3, 3, blur, 1));
    Pix out(kernel ? pixConvolve(grey, kernel.get(), 8, 1) : nullptr);
    if (!out) {
        return out;
    }
    auto const words = std::size_t(pixGetWpl(out.get()));
    for (int y = 0; y < pixGetHeight(out.get()); ++y) {
        auto* line = pixGetData(out.get()) + std::size_t(y) * words;
        for (int x = 0; x < pixGetWidth(out.get()); ++x) {
            double const ink = 255 - GET_DATA_BYTE(line, x);
            SET_DATA_BYTE(line, x, l_uint8(255 - std::min(255.0, darker * ink)));
        }
    }
    return out;
}

/// Light type on a dark ground, on most of the page.
bool is_dark(PIX* grey) {
    l_float32 mean = 255;
    return pixGetAverageMasked(grey, nullptr, 0, 0, 16, L_MEAN_ABSVAL, &mean) == 0 && mean < 110;
}

/// One bit, by what is dark beside its surroundings: lamps and shadows of a scan do no harm. (Otsu
/// tile by tile loses a lone line: empty tiles beside it draw its threshold down.)
Pix to_ink(PIX* grey) {
    constexpr int paper_is = 200;
    constexpr int ink_is = paper_is * 4 / 5;
    Pix const even(pixBackgroundNorm(grey, nullptr, nullptr, 10, 15, 60, 40, paper_is, 2, 1));
    return Pix(even ? pixThresholdToBinary(even.get(), ink_is)
                    : pixThresholdToBinary(grey, 255 * 4 / 5));
}

/// Lines of tables and frames, which no letter is as long as.
Pix rules_of(PIX* ink) {
    constexpr int length = int(reading_dpi * 0.7);
    Pix across(pixOpenBrick(nullptr, ink, length, 1));
    Pix down(pixOpenBrick(nullptr, ink, 1, length));
    if (!across || !down) {
        return {};
    }
    Pix both(pixOr(nullptr, across.get(), down.get()));
    return both ? Pix(pixDilateBrick(nullptr, both.get(), 3, 3)) : Pix();
}

/// Degrees by which the lines of text fall to the right. 0: not known
double skew_of(PIX* ink) {
    constexpr l_float32 widest = 7;
    constexpr l_float32 least_sure = 1.5F;
    l_float32 angle = 0;
    l_float32 sure = 0;
    bool const known =
        pixFindSkewSweepAndSearch(ink, &angle, &sure, 4, 2, widest, 1.0F, 0.05F) == 0;
    return known && sure > least_sure && std::abs(angle) > 0.15 ? angle : 0;
}

} // namespace

Pix page_of(Bitmap const& grey, double dpi) {
    hush();
    auto pix = to_pix(grey);
    double const scale = reading_dpi / dpi;
    if (pix && std::abs(scale - 1) > 0.1) {
        pix.reset(pixScale(pix.get(), l_float32(scale), l_float32(scale)));
    }
    if (pix && is_dark(pix.get())) {
        pix.reset(pixInvert(nullptr, pix.get()));
    }
    return pix && has_two_levels(grey) ? mended(pix.get()) : std::move(pix);
}

Straight straightened(PIX* page) {
    Straight out;
    auto ink = to_ink(page);
    if (!ink) {
        return out;
    }
    out.skew = skew_of(ink.get()) * std::numbers::pi / 180;
    Pix grey(out.skew == 0
                 ? pixCopy(nullptr, page)
                 : pixRotate(page, l_float32(out.skew), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    if (grey && out.skew != 0) {
        ink = to_ink(grey.get());
    }
    auto rules = grey && ink ? rules_of(ink.get()) : Pix();
    if (!rules) {
        return out;
    }
    pixSetMasked(grey.get(), rules.get(), 255);
    out.ink.reset(pixSubtract(nullptr, ink.get(), rules.get()));
    out.grey = std::move(grey);
    return out;
}

Letters letters_of(PIX* ink) {
    constexpr double pixels_a_mm = reading_dpi / 25.4;
    constexpr double least = 1.0 * pixels_a_mm;
    constexpr double most = 45 * pixels_a_mm;
    constexpr int cell = int(12 * pixels_a_mm);
    constexpr int across = 6;
    constexpr int down = 3;
    Letters out;
    Boxes const boxes(pixConnCompBB(ink, 8));
    if (!boxes) {
        return out;
    }
    int const columns = pixGetWidth(ink) / cell + 1;
    int const rows = pixGetHeight(ink) / cell + 1;
    std::vector<int> cells(std::size_t(columns) * std::size_t(rows));
    for (int i = 0; i < boxaGetCount(boxes.get()); ++i) {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &width, &height);
        auto const side = double(std::max(width, height));
        if (side >= least && side <= most) {
            ++out.count;
            ++cells[std::size_t((y + height / 2) / cell * columns + (x + width / 2) / cell)];
        }
    }
    int best = -1;
    for (int y = 0; y <= std::max(0, rows - down); ++y) {
        for (int x = 0; x <= std::max(0, columns - across); ++x) {
            int sum = 0;
            for (int row = y; row < std::min(rows, y + down); ++row) {
                auto const from = cells.begin() + row * columns;
                sum = std::accumulate(from + x, from + std::min(columns, x + across), sum);
            }
            if (sum > best) {
                best = sum;
                out.densest = {double(x) * cell, double(y) * cell, double(across) * cell,
                               double(down) * cell};
            }
        }
    }
    return out;
}

namespace {

Pix cut(PIX* picture, Box const& part) {
    Owned<BOX, destroy_box> const box(
        boxCreate(l_int32(part.x), l_int32(part.y), l_int32(part.width), l_int32(part.height)));
    return Pix(pixClipRectangle(picture, box.get(), nullptr));
}

} // namespace

Pix sample_of(Straight const& page, Box const& part) {
    auto out = cut(page.grey.get(), part);
    auto const ink = cut(page.ink.get(), part);
    Pix const whole(ink ? pixRemoveBorderConnComps(ink.get(), 8) : nullptr);
    Pix const halves(whole ? pixSubtract(nullptr, ink.get(), whole.get()) : nullptr);
    Pix const around(halves ? pixDilateBrick(nullptr, halves.get(), 5, 5) : nullptr);
    if (!out || !around) {
        return {};
    }
    pixSetMasked(out.get(), around.get(), 255);
    return out;
}

Pix posed(PIX* picture, Pose pose) {
    Pix out(pixRotateOrth(picture, pose.turn / 90));
    if (out && pose.mirrored) {
        out.reset(pixFlipLR(nullptr, out.get()));
    }
    return out;
}

Box unposed(Box const& box, Pose pose, double width, double height) {
    bool const is_side = pose.turn % 180 != 0;
    double const shown = is_side ? height : width;
    double const x = pose.mirrored ? shown - box.x - box.width : box.x;
    switch (pose.turn) {
    case 90:
        return {box.y, height - x - box.width, box.height, box.width};
    case 180:
        return {width - x - box.width, height - box.y - box.height, box.width, box.height};
    case 270:
        return {width - box.y - box.height, x, box.height, box.width};
    default:
        return {x, box.y, box.width, box.height};
    }
}

Box unstraightened(Box const& box, double skew, double width, double height) {
    double const x = box.x + box.width / 2 - width / 2;
    double const y = box.y + box.height / 2 - height / 2;
    double const middle_x = x * std::cos(skew) + y * std::sin(skew) + width / 2;
    double const middle_y = y * std::cos(skew) - x * std::sin(skew) + height / 2;
    return {middle_x - box.width / 2, middle_y - box.height / 2, box.width, box.height};
}

} // namespace imprimatur::ocr
