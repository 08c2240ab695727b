/// Documents to measure with.
///
///     make_pages text PAGES OUT      pages of Chinese and Latin text, all different
///     make_pages scan PAGES OUT      pages of noisy grey pictures at 300 dpi, all different
///     make_pages drawing TEMPLATES OUT    marks as an overlay: CJK text, a QR, a translucent
///     watermark
#include <cstdio>
#include <random>
#include <string>

#include "foundation/file/file.hpp"
#include "marking/album/album.hpp"
#include "marking/image/image.hpp"
#include "marking/overlay/overlay.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace {

using namespace imprimatur;

std::string text(std::uint32_t pages) {
    paper::Paper out;
    for (std::uint32_t page = 1; page <= pages; ++page) {
        out.prose(page);
        if (page < pages) {
            out.next_page();
        }
    }
    return out.pdf();
}

/// Noise as of a scanner, so that nothing can be packed well.
void add_noise(Bitmap& picture, std::uint32_t seed) {
    std::minstd_rand random(seed + 1);
    for (auto& pixel : picture.pixels) {
        auto const noise = static_cast<int>(random() % 23) - 11;
        pixel = static_cast<std::uint8_t>(std::min(255, std::max(0, int{pixel} + noise - 8)));
    }
}

Result<Descriptor> scan(std::uint32_t pages) {
    auto const originals = text(8);
    auto const document = render::Document::open(originals);
    auto album = album::Album::start();
    for (std::uint32_t page = 0; document && album && page < pages; ++page) {
        auto picture = document->draw(1 + page % 8, 300);
        add_noise(*picture, page);
        auto const encoded = image::encode_jpeg(*picture, 30);
        if (auto added = album->add(*encoded, {210, 297}); !added) {
            return pass_on(added);
        }
    }
    return album ? std::move(*album).finish() : Result<Descriptor>(pass_on(album));
}

Result<std::string> drawing(std::string const& templates) {
    auto const layout = layout::read(templates, "gb-9704");
    if (!layout) {
        return pass_on(layout);
    }
    Mark mark;
    mark.level = Level::Secret;
    mark.period = find_period("10y");
    mark.number = CopyNumber{123};
    mark.serial = Serial{0x5eed000000000001ULL};
    mark.recipient = "王芳";
    mark.printed = "2026-11-23 16:15";
    auto drawn = overlay::draw(*layout, mark, {210, 297}, 0);
    return drawn ? Result<std::string>(drawn->pdf) : Result<std::string>(pass_on(drawn));
}

bool save(std::string const& name, std::string_view bytes) {
    return replace_file(name, bytes, 0600).has_value();
}

} // namespace

int main(int count, char** words) {
    std::string const what = count > 3 ? words[1] : "";
    if (what == "text") {
        return save(words[3], text(static_cast<std::uint32_t>(std::stoul(words[2])))) ? 0 : 1;
    }
    if (what == "scan") {
        auto const file = scan(static_cast<std::uint32_t>(std::stoul(words[2])));
        auto const bytes = file ? read_whole(*file) : Result<std::string>(pass_on(file));
        return bytes && save(words[3], *bytes) ? 0 : 1;
    }
    if (what == "drawing") {
        auto const bytes = drawing(words[2]);
        return bytes && save(words[3], *bytes) ? 0 : 1;
    }
    std::fprintf(stderr, "make_pages text|scan PAGES OUT | drawing TEMPLATES OUT\n");
    return 2;
}
