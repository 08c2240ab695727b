#include "marking/render/render.hpp"

#include <climits>
#include <cmath>
#include <mutex>
#include <optional>

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

namespace imprimatur::render {

namespace {

constexpr double millimetres_an_inch = 25.4;
constexpr double points_an_inch = 72;
constexpr double millimetres_a_point = millimetres_an_inch / points_an_inch;
constexpr double most_pixels = 250e6;
constexpr double farthest = 1e9; // pixels; Poppler counts them in int

void swallow(std::string const& /*complaint*/, void* /*closure*/) {}

std::string utf8(poppler::ustring const& text) {
    auto bytes = text.to_utf8();
    return {bytes.begin(), bytes.end()};
}

/// Poppler's first page sets a colour profile for all later ones, without a lock
/// (GfxState::sRGBProfile in 22.12): two threads must not meet there.
void draw_first_page() {
    static std::string const bytes = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                     "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
                                     "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
                                     "trailer<</Root 1 0 R/Size 4>>\n%%EOF\n";
    std::unique_ptr<poppler::document> const document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    std::unique_ptr<poppler::page> const page(document->create_page(0));
    static_cast<void>(poppler::page_renderer().render_page(page.get()));
}

std::unique_ptr<poppler::document> load(std::string_view bytes) {
    static std::once_flag once;
    std::call_once(once, [] {
        poppler::set_debug_error_function(swallow, nullptr);
        draw_first_page();
    });
    return std::unique_ptr<poppler::document>(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
}

tl::unexpected<Error> broken(char const* cause) {
    return fail(Fault::BadInput, {"render.broken", {}}, cause);
}

tl::unexpected<Error> bad_page(std::uint32_t page, char const* cause) {
    return fail(Fault::BadInput, {"render.bad-page", {{"page", std::to_string(page)}}}, cause);
}

Word to_word(poppler::text_box const& box) {
    auto place = box.bbox();
    return {utf8(box.text()),
            place.x() * millimetres_a_point,
            place.y() * millimetres_a_point,
            place.width() * millimetres_a_point,
            place.height() * millimetres_a_point,
            box.has_space_after(),
            box.rotation() * 90};
}

Bitmap to_bitmap(poppler::image const& picture, Channels channels, double dpi) {
    Bitmap out{static_cast<std::uint32_t>(picture.width()),
               static_cast<std::uint32_t>(picture.height()),
               channels,
               dpi,
               {}};
    out.pixels.reserve(out.row_bytes() * out.height);
    for (std::uint32_t y = 0; y < out.height; ++y) {
        auto const* row = picture.const_data() + std::size_t{y} * picture.bytes_per_row();
        out.pixels.insert(out.pixels.end(), row, row + out.row_bytes());
    }
    return out;
}

} // namespace

struct Document::State {
    std::optional<Mapping> mapping; // below the document, which points into it
    std::unique_ptr<poppler::document> document;
    std::uint32_t pages = 0;

    Result<std::unique_ptr<poppler::page>> page(std::uint32_t number) const {
        if (number < 1 || number > pages) {
            return fail(Fault::NotFound,
                        {"render.no-page",
                         {{"page", std::to_string(number)}, {"pages", std::to_string(pages)}}});
        }
        std::unique_ptr<poppler::page> found(document->create_page(static_cast<int>(number) - 1));
        if (!found) {
            return bad_page(number, "no page object");
        }
        return found;
    }
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::open(std::string_view bytes) {
    if (bytes.empty()) {
        return fail(Fault::BadInput, {"render.empty", {}});
    }
    if (bytes.size() > INT_MAX) {
        return fail(Fault::Exhausted, {"render.too-large", {}}, "2 GiB and more");
    }
    auto document = load(bytes);
    if (!document) {
        return broken("Poppler does not open it");
    }
    if (document->is_locked()) {
        return fail(Fault::Unsupported, {"render.encrypted", {}});
    }
    if (document->pages() < 1) {
        return fail(Fault::BadInput, {"render.no-pages", {}});
    }
    auto state = std::make_unique<State>();
    state->pages = static_cast<std::uint32_t>(document->pages());
    state->document = std::move(document);
    return Document(std::move(state));
}

Result<Document> Document::open(Descriptor const& file) {
    auto mapping = Mapping::of(file);
    if (!mapping) {
        return pass_on(mapping);
    }
    auto document = open(mapping->bytes());
    if (document) {
        document->state_->mapping = std::move(*mapping);
    }
    return document;
}

std::uint32_t Document::page_count() const {
    return state_->pages;
}

bool Document::is_encrypted() const {
    return state_->document->is_encrypted();
}

bool Document::is_printing_allowed() const {
    return state_->document->has_permission(poppler::perm_print);
}

Result<PageSize> Document::size(std::uint32_t page) const {
    auto found = state_->page(page);
    if (!found) {
        return pass_on(found);
    }
    auto box = (*found)->page_rect(poppler::crop_box);
    PageSize size{std::abs(box.width()) * millimetres_a_point,
                  std::abs(box.height()) * millimetres_a_point};
    auto turned = (*found)->orientation();
    if (turned == poppler::page::landscape || turned == poppler::page::seascape) {
        std::swap(size.width, size.height);
    }
    if (!(size.width > 0) || !(size.height > 0) || !std::isfinite(size.width * size.height)) {
        return bad_page(page, "no size");
    }
    return size;
}

Result<Bitmap> Document::draw(std::uint32_t page, double dpi, Channels channels) const {
    auto shown = size(page);
    if (!shown) {
        return pass_on(shown);
    }
    return draw(page, dpi, {0, 0, shown->width, shown->height}, channels);
}

Result<Bitmap> Document::draw(std::uint32_t page, double dpi, Part const& part,
                              Channels channels) const {
    double const scale = dpi / millimetres_an_inch;
    double const width = std::ceil(part.width * scale);
    double const height = std::ceil(part.height * scale);
    double const reach = std::abs(part.x * scale) + std::abs(part.y * scale) + width + height;
    // Written so that what is no number is refused as well.
    if (!(reach <= farthest) || width * height > most_pixels) {
        return fail(Fault::Exhausted, {"render.page-too-large", {{"page", std::to_string(page)}}});
    }
    auto found = state_->page(page);
    if (!found) {
        return pass_on(found);
    }
    poppler::page_renderer renderer;
    renderer.set_image_format(channels == Channels::Grey ? poppler::image::format_gray8
                                                         : poppler::image::format_rgb24);
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    auto picture = renderer.render_page(found->get(), dpi, dpi, static_cast<int>(part.x * scale),
                                        static_cast<int>(part.y * scale), static_cast<int>(width),
                                        static_cast<int>(height));
    if (!picture.is_valid()) {
        return bad_page(page, "not drawn");
    }
    return to_bitmap(picture, channels, dpi);
}

Result<std::vector<Word>> Document::words(std::uint32_t page) const {
    auto found = state_->page(page);
    if (!found) {
        return pass_on(found);
    }
    std::vector<Word> words;
    for (auto const& box : (*found)->text_list()) {
        words.push_back(to_word(box));
    }
    return words;
}

Result<std::string> Document::text(std::uint32_t page) const {
    auto found = state_->page(page);
    if (!found) {
        return pass_on(found);
    }
    return utf8((*found)->text(poppler::rectf(), poppler::page::raw_order_layout));
}

} // namespace imprimatur::render
