#include "marking/render/redraw.hpp"

#include <optional>

#include <cairo-pdf.h>
#include <poppler.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::render {

namespace {

using Object = Owned<void, g_object_unref>;

struct Sink {
    Descriptor const& file;
    std::optional<Error> error;
};

cairo_status_t write(void* closure, unsigned char const* data, unsigned length) {
    auto& sink = *static_cast<Sink*>(closure);
    auto written = write_all(sink.file, {reinterpret_cast<char const*>(data), length});
    if (!written) {
        sink.error = written.error();
    }
    return written ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

tl::unexpected<Error> bad_page(int index, char const* cause) {
    return fail(Fault::BadInput, {"render.bad-page", {{"page", std::to_string(index + 1)}}}, cause);
}

Result<PopplerDocument*> open(std::string_view bytes) {
    if (bytes.empty()) {
        return fail(Fault::BadInput, {"render.empty", {}});
    }
    Owned<GBytes, g_bytes_unref> const wrapped(g_bytes_new_static(bytes.data(), bytes.size()));
    GError* error = nullptr;
    auto* document = poppler_document_new_from_bytes(wrapped.get(), nullptr, &error);
    Owned<GError, g_error_free> const guard(error);
    if (document != nullptr) {
        return document;
    }
    bool const is_locked = g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) != 0;
    return fail(is_locked ? Fault::Unsupported : Fault::BadInput,
                {is_locked ? "render.encrypted" : "render.broken", {}},
                error != nullptr ? error->message : "");
}

Result<void> draw_page(PopplerDocument* document, int index, cairo_surface_t* surface) {
    auto* page = poppler_document_get_page(document, index);
    if (page == nullptr) {
        return bad_page(index, "no page object");
    }
    Object const guard(page);
    double width = 0;
    double height = 0;
    poppler_page_get_size(page, &width, &height);
    if (!(width > 0) || !(height > 0)) {
        return bad_page(index, "no size");
    }
    cairo_pdf_surface_set_size(surface, width, height);
    Owned<cairo_t, cairo_destroy> const cairo(cairo_create(surface));
    poppler_page_render_for_printing(page, cairo.get());
    cairo_show_page(cairo.get());
    auto const status = cairo_status(cairo.get());
    return status == CAIRO_STATUS_SUCCESS ? Result<void>{}
                                          : bad_page(index, cairo_status_to_string(status));
}

} // namespace

Result<Descriptor> redraw(Descriptor const& file) {
    auto mapping = Mapping::of(file);
    auto out = memory_file("redrawn");
    if (!mapping) {
        return pass_on(mapping);
    }
    if (!out) {
        return out;
    }
    auto const document = open(mapping->bytes());
    if (!document) {
        return pass_on(document);
    }
    Object const guard(*document);
    Sink sink{*out, {}};
    Owned<cairo_surface_t, cairo_surface_destroy> const surface(
        cairo_pdf_surface_create_for_stream(write, &sink, 595, 842));
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
    int const pages = poppler_document_get_n_pages(*document);
    if (pages < 1) {
        return fail(Fault::BadInput, {"render.no-pages", {}});
    }
    for (int index = 0; index < pages; ++index) {
        if (auto drawn = draw_page(*document, index, surface.get()); !drawn) {
            return pass_on(drawn);
        }
    }
    cairo_surface_finish(surface.get());
    if (sink.error) {
        return tl::unexpected<Error>(*sink.error);
    }
    auto const status = cairo_surface_status(surface.get());
    if (status != CAIRO_STATUS_SUCCESS) {
        return fail(Fault::BadInput, {"render.broken", {}}, cairo_status_to_string(status));
    }
    return out;
}

} // namespace imprimatur::render
