#include "marking/stamp/input.hpp"

#include <algorithm>
#include <cmath>

#include "marking/album/album.hpp"
#include "marking/image/image.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/render/redraw.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::stamp {

namespace {

/// Opened by Poppler, and its owner allows printing.
Result<render::Document> printable(Descriptor const& document, std::uint32_t most_pages) {
    auto opened = render::Document::open(document);
    if (!opened) {
        return opened;
    }
    if (!opened->is_printing_allowed()) {
        return fail(Fault::Denied, {"stamp.printing-forbidden", {}});
    }
    if (opened->page_count() > most_pages) {
        return fail(Fault::Exhausted,
                    {"stamp.too-many-pages", {{"limit", std::to_string(most_pages)}}});
    }
    return opened;
}

Result<void> add_page(album::Album& album, render::Document const& document, std::uint32_t page) {
    constexpr double usual_dpi = 300;
    constexpr double most_pixels = 60e6; // an A0 sheet is 140 million at 300 dpi
    constexpr int quality = 88;
    auto const size = document.size(page);
    if (!size) {
        return pass_on(size);
    }
    double const inches = size->width * size->height / (25.4 * 25.4);
    auto const dpi = std::min(usual_dpi, std::sqrt(most_pixels / inches));
    auto const picture = document.draw(page, std::max(dpi, 1.0), Channels::Rgb);
    if (!picture) {
        return pass_on(picture);
    }
    auto const encoded = image::encode_jpeg(*picture, quality);
    if (!encoded) {
        return pass_on(encoded);
    }
    return album.add(*encoded, {size->width, size->height});
}

} // namespace

Result<Descriptor> as_pdf(Descriptor const& document, std::uint32_t most_pages) {
    auto const mapping = Mapping::of(document);
    if (!mapping) {
        return pass_on(mapping);
    }
    auto const bytes = mapping->bytes();
    if (bytes.empty()) {
        return fail(Fault::BadInput, {"stamp.empty", {}});
    }
    if (pdf::has_header(bytes)) {
        return Descriptor{};
    }
    if (image::find_format(bytes)) {
        return album::album_of(bytes, most_pages);
    }
    if (pdf::has_objects(bytes)) {
        return Descriptor{};
    }
    return fail(Fault::BadInput, {"stamp.no-document", {}});
}

Result<Descriptor> redrawn(Descriptor const& document, std::uint32_t most_pages) {
    auto const opened = printable(document, most_pages);
    return opened ? render::redraw(document) : Result<Descriptor>(pass_on(opened));
}

Result<Descriptor> pictured(Descriptor const& document, std::uint32_t most_pages) {
    auto const opened = printable(document, most_pages);
    if (!opened) {
        return pass_on(opened);
    }
    auto album = album::Album::start();
    for (std::uint32_t page = 1; album && page <= opened->page_count(); ++page) {
        if (auto added = add_page(*album, *opened, page); !added) {
            return pass_on(added);
        }
    }
    return album ? std::move(*album).finish() : Result<Descriptor>(pass_on(album));
}

} // namespace imprimatur::stamp
