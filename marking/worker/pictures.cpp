#include "marking/worker/pictures.hpp"

#include <algorithm>
#include <cmath>

#include "marking/worker/level.hpp"

namespace imprimatur::worker {

namespace {

using std::chrono::milliseconds;

constexpr double reading_dpi = 200;
constexpr double most_pixels = 20e6; // of a page: A3 has 7.7 million at 200 dpi
constexpr double millimetres_an_inch = 25.4;

double dpi_for(render::PageSize size) {
    constexpr double least = 50;
    double const at_one = size.width * size.height / (millimetres_an_inch * millimetres_an_inch);
    return std::clamp(std::sqrt(most_pixels / at_one), least, reading_dpi);
}

Result<Bitmap> drawn(render::Document const& document, std::uint32_t page) {
    auto const size = document.size(page);
    return size ? document.draw(page, dpi_for(*size)) : Result<Bitmap>(pass_on(size));
}

/// Paints over what is known as words.
void take_out(Bitmap& picture, std::vector<render::Word> const& words) {
    constexpr double margin = 0.5; // mm
    double const scale = picture.dpi / millimetres_an_inch;
    auto pixel = [&](double place, std::uint32_t most) {
        return static_cast<std::uint32_t>(std::clamp(place * scale, 0.0, double(most)));
    };
    for (auto const& word : words) {
        auto const left = pixel(word.x - margin, picture.width);
        auto const right = pixel(word.x + word.width + margin, picture.width);
        auto const bottom = pixel(word.y + word.height + margin, picture.height);
        for (auto y = pixel(word.y - margin, picture.height); y < bottom; ++y) {
            auto* row = picture.pixels.data() + y * picture.row_bytes();
            std::fill(row + left, row + right, std::uint8_t{255});
        }
    }
}

} // namespace

Result<PictureText> read_picture(Bitmap const& page, double dpi, Deadline until) {
    constexpr milliseconds most(20000);
    auto const left =
        std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    PictureText out;
    if (left.count() <= 0) {
        out.is_unread = true;
        return out;
    }
    auto text = ocr::read_text(page, dpi, std::min(left, most));
    if (!text && text.error().fault == Fault::TimedOut) {
        out.is_unread = true;
        return out;
    }
    if (!text) {
        return pass_on(text);
    }
    out.text = std::move(*text);
    double const millimetres = millimetres_an_inch / dpi;
    out.level = find_read_level(out.text, page.width * millimetres, page.height * millimetres);
    return out;
}

Result<PictureText> read_picture_page(render::Document const& document, std::uint32_t page,
                                      Deadline until) {
    auto const picture = drawn(document, page);
    return picture ? read_picture(*picture, picture->dpi, until)
                   : Result<PictureText>(pass_on(picture));
}

Result<PictureText> read_beside_words(render::Document const& document, std::uint32_t page,
                                      Deadline until) {
    auto picture = drawn(document, page);
    auto const words = document.words(page);
    if (!picture || !words) {
        return picture ? Result<PictureText>(pass_on(words)) : pass_on(picture);
    }
    take_out(*picture, *words);
    return read_picture(*picture, picture->dpi, until);
}

} // namespace imprimatur::worker
