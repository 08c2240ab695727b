#include "marking/album/album.hpp"

#include <algorithm>
#include <cstdio>

#include "marking/album/encoded.hpp"
#include "marking/image/image.hpp"

namespace imprimatur::album {

namespace {

constexpr double long_side_of_a4 = 297;
constexpr double long_side_of_a3 = 420;
constexpr double millimetres_an_inch = 25.4;

std::string points(double millimetres) {
    char out[32];
    std::snprintf(out, sizeof out, "%.3f", millimetres * 72 / millimetres_an_inch);
    return out;
}

tl::unexpected<Error> broken() {
    return fail(Fault::BadInput, {"album.broken", {}});
}

/// A form in which a picture can go into a PDF: its own, or another without loss.
Result<std::string> suitable(std::string_view file, std::uint32_t index, Bitmap const& picture) {
    if (index == 0 && image::is_as_stored(file) && read_jpeg(file)) {
        return std::string(file);
    }
    return image::encode_png(picture);
}

} // namespace

Size size_of(std::uint32_t width, std::uint32_t height, double dpi) {
    constexpr double usual_dpi = 150;
    double const longer = std::max(width, height);
    // Cameras and screens write 72 or 96 without meaning it.
    bool const is_believable =
        dpi > 96 || (dpi > 30 && longer / dpi * millimetres_an_inch <= long_side_of_a3);
    double scale = millimetres_an_inch / (is_believable ? dpi : usual_dpi);
    if (!is_believable) {
        scale = std::min(scale, long_side_of_a4 / longer);
    }
    return {width * scale, height * scale};
}

Result<Album> Album::start() {
    auto file = memory_file("album");
    if (!file) {
        return pass_on(file);
    }
    Album album(std::move(*file));
    std::string_view const head = "%PDF-1.5\n";
    if (auto begun = write_all(album.file_, head); !begun) {
        return pass_on(begun);
    }
    album.written_ = head.size();
    return album;
}

Result<void> Album::object(std::string_view head, std::string_view data) {
    offsets_.push_back(written_);
    auto text = std::to_string(offsets_.size() + 2) + " 0 obj\n" + std::string(head);
    std::string_view end = "\nendobj\n";
    if (!data.empty()) {
        text += "/Length " + std::to_string(data.size()) + ">>\nstream\n";
        end = "\nendstream\nendobj\n";
    }
    for (auto part : {std::string_view(text), data, end}) {
        if (auto done = write_all(file_, part); !done) {
            return done;
        }
        written_ += part.size();
    }
    return {};
}

Result<void> Album::add(std::string_view encoded, Size size) {
    auto picture = read_jpeg(encoded);
    if (!picture) {
        picture = read_png(encoded);
    }
    if (!picture) {
        return broken();
    }
    auto const width = points(size.width);
    auto const height = points(size.height);
    auto const first = std::to_string(offsets_.size() + 3);
    auto const second = std::to_string(offsets_.size() + 4);
    auto done = object("<</Type/XObject/Subtype/Image/BitsPerComponent 8/Width " +
                           std::to_string(picture->width) + "/Height " +
                           std::to_string(picture->height) + "/ColorSpace/Device" +
                           (picture->colours == 1 ? "Gray" : "RGB") + picture->entries,
                       picture->data.empty() ? encoded : std::string_view(picture->data));
    if (done) {
        done = object("<<", "q " + width + " 0 0 " + height + " 0 0 cm /P Do Q");
    }
    if (done) {
        done =
            object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + width + " " + height +
                   "]/Contents " + second + " 0 R/Resources<</XObject<</P " + first + " 0 R>>>>>>");
    }
    ++pages_;
    return done;
}

Result<Descriptor> Album::finish() && {
    if (pages_ == 0) {
        return fail(Fault::BadInput, {"album.empty", {}});
    }
    std::string text;
    auto const catalog = written_;
    text += "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n";
    auto const tree = written_ + text.size();
    text += "2 0 obj\n<</Type/Pages/Count " + std::to_string(pages_) + "/Kids[";
    for (std::uint32_t page = 0; page < pages_; ++page) {
        text += std::to_string(5 + 3 * page) + " 0 R ";
    }
    text += "]>>\nendobj\n";
    auto const table = written_ + text.size();
    offsets_.insert(offsets_.begin(), {catalog, tree});
    auto const size = std::to_string(offsets_.size() + 1);
    text += "xref\n0 " + size + "\n0000000000 65535 f \n";
    for (auto offset : offsets_) {
        char entry[32];
        std::snprintf(entry, sizeof entry, "%010llu 00000 n \n",
                      static_cast<unsigned long long>(offset));
        text += entry;
    }
    text += "trailer\n<</Root 1 0 R/Size " + size + ">>\nstartxref\n" + std::to_string(table) +
            "\n%%EOF\n";
    if (auto done = write_all(file_, text); !done) {
        return pass_on(done);
    }
    return std::move(file_);
}

Result<Descriptor> album_of(std::string_view file, std::uint32_t most_pages) {
    auto const count = image::count(file);
    if (!count) {
        return pass_on(count);
    }
    if (*count > most_pages) {
        return fail(Fault::Exhausted,
                    {"album.too-many-pages", {{"limit", std::to_string(most_pages)}}});
    }
    auto album = Album::start();
    for (std::uint32_t i = 0; album && i < *count; ++i) {
        auto const picture = image::decode(file, i);
        if (!picture) {
            return pass_on(picture);
        }
        auto const encoded = suitable(file, i, *picture);
        if (!encoded) {
            return pass_on(encoded);
        }
        auto const size = size_of(picture->width, picture->height, picture->dpi);
        if (auto added = album->add(*encoded, size); !added) {
            return pass_on(added);
        }
    }
    return album ? std::move(*album).finish() : Result<Descriptor>(pass_on(album));
}

} // namespace imprimatur::album
