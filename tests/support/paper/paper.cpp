#include "tests/support/paper/paper.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::paper {

namespace {

constexpr double points_a_millimetre = 72 / 25.4;

cairo_status_t append(void* target, unsigned char const* bytes, unsigned length) {
    static_cast<std::string*>(target)->append(reinterpret_cast<char const*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

} // namespace

struct Paper::State {
    std::string bytes;
    Owned<cairo_surface_t, cairo_surface_destroy> surface;
    Owned<cairo_t, cairo_destroy> cairo;
};

Paper::Paper(double width, double height) : state_(std::make_unique<State>()) {
    state_->surface.reset(cairo_pdf_surface_create_for_stream(
        append, &state_->bytes, width * points_a_millimetre, height * points_a_millimetre));
    state_->cairo.reset(cairo_create(state_->surface.get()));
}

Paper::~Paper() = default;

Paper& Paper::text(double x, double y, std::string const& words, double size,
                   std::string const& font) {
    auto* cairo = state_->cairo.get();
    Owned<PangoLayout, g_object_unref> layout(pango_cairo_create_layout(cairo));
    Owned<PangoFontDescription, pango_font_description_free> description(
        pango_font_description_from_string(font.c_str()));
    // Pango's points are of 96 dpi here; the surface counts 72 units an inch.
    pango_font_description_set_absolute_size(description.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_text(layout.get(), words.c_str(), -1);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_move_to(cairo, x * points_a_millimetre, y * points_a_millimetre);
    pango_cairo_show_layout(cairo, layout.get());
    return *this;
}

Paper& Paper::prose(std::uint32_t seed, int lines) {
    static char const* const words[] = {
        "approval", "copy",    "ledger", "office", "paper", "seal", "record", "holder", "duty",
        "safe",     "receipt", "year",   "文件",   "登记",  "复制", "归档",   "审批",   "保管"};
    std::minstd_rand random(seed + 1);
    for (int i = 0; i < lines; ++i) {
        auto line = std::to_string(seed) + "." + std::to_string(i);
        for (int k = 0; k < 10; ++k) {
            line += std::string(" ") + words[random() % std::size(words)];
        }
        text(25, 25 + 5.5 * i, line, 10);
    }
    return *this;
}

Paper& Paper::box(double x, double y, double width, double height, double grey) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_rectangle(cairo, x * points_a_millimetre, y * points_a_millimetre,
                    width * points_a_millimetre, height * points_a_millimetre);
    cairo_fill(cairo);
    return *this;
}

Paper& Paper::picture(Bitmap const& picture, double x, double y, double width, double height) {
    Owned<cairo_surface_t, cairo_surface_destroy> surface(cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(picture.width), static_cast<int>(picture.height)));
    auto* data = cairo_image_surface_get_data(surface.get());
    auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    auto const step = static_cast<std::size_t>(picture.channels);
    for (std::uint32_t row = 0; row < picture.height; ++row) {
        auto const* from = picture.row(row);
        for (std::uint32_t column = 0; column < picture.width; ++column) {
            auto* to = data + row * stride + column * 4U;
            to[2] = from[column * step];
            to[1] = from[column * step + (step > 1 ? 1 : 0)];
            to[0] = from[column * step + (step > 1 ? 2 : 0)];
        }
    }
    cairo_surface_mark_dirty(surface.get());
    auto* cairo = state_->cairo.get();
    cairo_save(cairo);
    cairo_translate(cairo, x * points_a_millimetre, y * points_a_millimetre);
    cairo_scale(cairo, width * points_a_millimetre / picture.width,
                height * points_a_millimetre / picture.height);
    cairo_set_source_surface(cairo, surface.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    return *this;
}

Paper& Paper::qr(double x, double y, double module, std::string const& words) {
    Owned<QRcode, QRcode_free> code(
        QRcode_encodeString(words.c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1));
    if (!code) {
        throw std::runtime_error("no QR");
    }
    auto* cairo = state_->cairo.get();
    box(x - 4 * module, y - 4 * module, (code->width + 8) * module, (code->width + 8) * module, 1);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (int i = 0; i < code->width * code->width; ++i) {
        if ((code->data[i] & 1U) != 0) {
            cairo_rectangle(cairo, (x + i % code->width * module) * points_a_millimetre,
                            (y + i / code->width * module) * points_a_millimetre,
                            module * points_a_millimetre, module * points_a_millimetre);
        }
    }
    cairo_fill(cairo);
    return *this;
}

Paper& Paper::next_page() {
    cairo_show_page(state_->cairo.get());
    return *this;
}

Paper& Paper::next_page(double width, double height) {
    next_page();
    cairo_pdf_surface_set_size(state_->surface.get(), width * points_a_millimetre,
                               height * points_a_millimetre);
    return *this;
}

std::string Paper::pdf() {
    state_->cairo.reset();
    cairo_surface_finish(state_->surface.get());
    return state_->bytes;
}

Bitmap cloud(std::uint32_t width, std::uint32_t height, std::uint32_t seed) {
    std::minstd_rand random(seed + 1);
    std::uniform_real_distribution<double> any(0, 6.28);
    double waves[12][4];
    for (auto& wave : waves) {
        wave[0] = std::cos(any(random)) * any(random);
        wave[1] = std::sin(any(random)) * any(random);
        wave[2] = any(random);
        wave[3] = 4 + any(random);
    }
    Bitmap out{width, height, Channels::Grey, 0, {}};
    out.pixels.reserve(out.row_bytes() * height);
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            double sum = 0;
            for (auto const& wave : waves) {
                sum += wave[3] *
                       std::sin(3 * wave[0] * x / width + 3 * wave[1] * y / height + wave[2]);
            }
            out.pixels.push_back(static_cast<std::uint8_t>(std::clamp(110 + 2 * sum, 0.0, 255.0)));
        }
    }
    return out;
}

} // namespace imprimatur::paper
