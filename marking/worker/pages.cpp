#include "marking/worker/pages.hpp"

#include <algorithm>

#include "marking/image/image.hpp"
#include "marking/pdf/pictures.hpp"
#include "marking/read/read.hpp"
#include "marking/words/words.hpp"
#include "marking/worker/inspect.hpp"

namespace imprimatur::worker {

Result<Pages> Pages::open(Opened const& document, std::uint32_t most_pages) {
    auto const count = count_pages(document, {most_pages, {}});
    if (!count) {
        return pass_on(count);
    }
    if (document.kind != pipe::FileKind::Pdf) {
        return Pages(document, std::nullopt, *count, {});
    }
    auto pdf = open_pdf(document.bytes(), most_pages);
    if (!pdf) {
        return pass_on(pdf);
    }
    auto pixels = pdf::picture_pixels(document.bytes(), *count);
    return Pages(document, std::move(*pdf), *count,
                 std::move(pixels).value_or(std::vector<std::uint64_t>()));
}

std::uint64_t Pages::pixels(std::uint32_t page) const {
    return page > pixels_.size() ? UINT64_MAX : pixels_[page - 1];
}

Result<std::string> Pages::text(std::uint32_t page) const {
    auto text = pdf_ ? pdf_->text(page) : Result<std::string>(std::string());
    return text && !words::is_legible(*text) ? Result<std::string>(std::string()) : text;
}

Result<std::vector<render::Word>> Pages::words(std::uint32_t page) const {
    return pdf_ ? pdf_->words(page)
                : Result<std::vector<render::Word>>(std::vector<render::Word>());
}

Result<Bitmap> Pages::draw(std::uint32_t page, double dpi, Channels channels) const {
    if (pdf_) {
        return pdf_->draw(page, dpi, channels);
    }
    auto picture = image::decode(document_->bytes(), page - 1);
    if (!picture) {
        return picture;
    }
    picture->dpi = read::resolution_of(*picture);
    auto const side = static_cast<std::uint32_t>(std::max(1.0, picture->dpi / dpi));
    if (side == 1 && channels == picture->channels) {
        return picture;
    }
    return shrunk(*picture, side);
}

Bitmap shrunk(Bitmap const& picture, std::uint32_t side) {
    auto const grey = to_grey(picture);
    Bitmap out{std::max(1U, grey.width / side),
               std::max(1U, grey.height / side),
               Channels::Grey,
               grey.dpi / side,
               {}};
    out.pixels.reserve(std::size_t{out.width} * out.height);
    for (std::uint32_t y = 0; y < out.height; ++y) {
        for (std::uint32_t x = 0; x < out.width; ++x) {
            std::uint32_t sum = 0;
            for (std::uint32_t i = 0; i < side * side; ++i) {
                auto const row = std::min(y * side + i / side, grey.height - 1);
                auto const column = std::min(x * side + i % side, grey.width - 1);
                sum += grey.row(row)[column];
            }
            out.pixels.push_back(static_cast<std::uint8_t>(sum / (side * side)));
        }
    }
    return out;
}

} // namespace imprimatur::worker
