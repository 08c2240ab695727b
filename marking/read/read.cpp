#include "marking/read/read.hpp"

#include <algorithm>
#include <exception>
#include <functional>

#include "marking/opencv/opencv.hpp"
#include "marking/read/passes.hpp"

namespace imprimatur::read {

namespace {

constexpr double millimetres_an_inch = 25.4;
constexpr double long_side_of_a4 = 297;

cv::Mat as_grey(Bitmap const& grey) {
    // OpenCV wants a mutable pointer; nothing below writes to the original.
    return {static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8UC1,
            const_cast<std::uint8_t*>(grey.pixels.data())};
}

Bitmap as_bitmap(cv::Mat const& grey, double dpi) {
    cv::Mat const whole = grey.isContinuous() ? grey : grey.clone();
    return {static_cast<std::uint32_t>(whole.cols),
            static_cast<std::uint32_t>(whole.rows),
            Channels::Grey,
            dpi,
            {whole.data, whole.data + whole.total()}};
}

/// One suspicious place, taken larger and smaller, in two ways of telling dark from light, sharper.
std::vector<Seen> look_at_part(View const& part) {
    constexpr std::size_t large = 4'000'000;
    for (double factor : {1.0, 2.0, 0.5, 3.0}) {
        if (part.grey.total() > large && factor > 1) {
            continue;
        }
        auto const sized = scaled(part, factor);
        auto found = look(sized, Threshold::Local);
        if (found.empty()) {
            found = look(sized, Threshold::Global);
        }
        if (found.empty()) {
            found = look(sharpened(sized), Threshold::Local);
        }
        if (!found.empty()) {
            return found;
        }
    }
    return {};
}

std::vector<Seen> look_at_suspects(View const& view, double dpi) {
    constexpr double small_dpi = 50;
    constexpr std::size_t most = 40;
    auto const small = scaled(view, std::min(1.0, small_dpi / dpi));
    double const up = double(view.grey.cols) / small.grey.cols;
    auto to_pixels = [up](std::uint32_t value) { return static_cast<int>(value * up); };
    auto areas = suspects(as_bitmap(small.grey, std::min(small_dpi, dpi)));
    areas.resize(std::min(areas.size(), most));
    std::vector<Seen> all;
    for (auto const& area : areas) {
        merge(all, look_at_part(cropped(view, {to_pixels(area.x), to_pixels(area.y),
                                               to_pixels(area.width), to_pixels(area.height)})));
    }
    return all;
}

std::vector<Seen> look_at_straightened(View const& view) {
    constexpr int length = 2339; // 200 dpi of A4
    constexpr double dpi = 200;
    auto page = straightened(view, length);
    if (!page) {
        return {};
    }
    auto even = flattened(*page, dpi);
    auto all = look(even, Threshold::Local);
    merge(all, look_at_suspects(even, dpi));
    return all;
}

using Pass = std::function<std::vector<Seen>()>;

std::vector<Seen> look_quickly(View const& view, double dpi) {
    auto all = look(view, Threshold::Local);
    if (all.empty()) {
        all = look_at_suspects(view, dpi);
    }
    return all;
}

/// One pass after another, until one that comes after a finding finds nothing more.
std::vector<Seen> look_thoroughly(View const& view, double dpi) {
    constexpr double enough_dpi = 260;
    auto const base = dpi > enough_dpi ? scaled(view, 200 / dpi) : view;
    double const base_dpi = std::min(dpi, dpi > enough_dpi ? 200.0 : dpi);
    Pass const passes[] = {
        [&] { return look(base, Threshold::Local); },
        [&] { return look_at_suspects(flattened(base, base_dpi), base_dpi); },
        [&] { return look(scaled(base, 0.5), Threshold::Local); },
        [&] { return look_at_straightened(view); },
        [&] { return look(view, Threshold::Local); },
        [&] { return look_at_suspects(view, dpi); },
        [&] { return look(sharpened(flattened(base, base_dpi)), Threshold::Global); },
    };
    std::vector<Seen> all;
    for (auto const& pass : passes) {
        bool const had_some = !all.empty();
        if (merge(all, pass()) == 0 && had_some) {
            break;
        }
    }
    return all;
}

/// The same of the picture with light and dark exchanged.
std::vector<Seen> look_at_negative(View const& view, double dpi) {
    auto all = look_thoroughly({255 - view.grey, view.back}, dpi);
    for (auto& seen : all) {
        seen.is_negative = true;
    }
    return all;
}

/// Of a dark picture first what its negative shows: there all passes would run in vain. Where that
/// says something and a glance at the picture as it is says nothing, it is a negative.
std::vector<Seen> look_either_way(View const& view, double dpi, bool is_dark) {
    if (!is_dark) {
        return look_thoroughly(view, dpi);
    }
    auto all = look_at_negative(view, dpi);
    if (all.empty() || !look(view, Threshold::Local).empty()) {
        merge(all, look_thoroughly(view, dpi));
    }
    return all;
}

Code to_code(Seen const& seen, double dpi) {
    Code code{seen.text, {}, seen.is_negative};
    for (int i = 0; i < 4; ++i) {
        code.corners[i] = {seen.corners[i].x * millimetres_an_inch / dpi,
                           seen.corners[i].y * millimetres_an_inch / dpi};
    }
    return code;
}

} // namespace

double resolution_of(Bitmap const& picture) {
    if (picture.dpi > 0) {
        return picture.dpi;
    }
    return std::max(picture.width, picture.height) / long_side_of_a4 * millimetres_an_inch;
}

Result<std::vector<Code>> codes(Bitmap const& picture, Effort effort) {
    try {
        opencv::stay_on_one_thread(); // workers share the machine
        auto const grey = to_grey(picture);
        auto const dpi = resolution_of(picture);
        std::vector<Code> out;
        if (grey.is_empty()) {
            return out;
        }
        auto const view = whole(as_grey(grey));
        for (auto const& seen : effort == Effort::Quick
                                    ? look_quickly(view, dpi)
                                    : look_either_way(view, dpi, may_be_negative(grey))) {
            out.push_back(to_code(seen, dpi));
        }
        return out;
    } catch (std::exception const& e) {
        return fail(Fault::Internal, {"read.failed", {}}, e.what());
    }
}

} // namespace imprimatur::read
