#include "marking/canvas/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include <cairo-pdf.h>

#include "marking/canvas/type.hpp"

namespace imprimatur::canvas {

namespace {

using SurfaceOwner = Owned<cairo_surface_t, cairo_surface_destroy>;
using CairoOwner = Owned<cairo_t, cairo_destroy>;
using PathOwner = Owned<cairo_path_t, cairo_path_destroy>;

cairo_status_t append(void* bytes, unsigned char const* data, unsigned length) {
    try {
        static_cast<std::string*>(bytes)->append(reinterpret_cast<char const*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (std::bad_alloc const&) { // must not travel through C
        return CAIRO_STATUS_NO_MEMORY;
    }
}

void use(cairo_t* pen, Colour const& colour) {
    cairo_set_source_rgba(pen, colour.red, colour.green, colour.blue, colour.alpha);
}

/// A run as Cairo wants it, so that the file keeps which glyphs stand for which letters.
struct Laid {
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    double end; ///< where the next run begins
};

Laid lay(Run const& run, Set const& set, double x) {
    Laid out{{}, {}, x};
    std::vector<std::uint32_t> begins;
    for (auto const& glyph : run.glyphs) {
        out.glyphs.push_back(
            {glyph.index, out.end + glyph.dx * set.size, set.baseline - glyph.dy * set.size});
        out.end += glyph.advance * set.size + (glyph.advance > 0 ? set.spacing : 0);
        if (begins.empty() || begins.back() != glyph.byte) {
            begins.push_back(glyph.byte);
            out.clusters.push_back({0, 0});
        }
        ++out.clusters.back().num_glyphs;
    }
    if (run.backward) { // Cairo wants clusters in the order of reading
        std::reverse(begins.begin(), begins.end());
        std::reverse(out.clusters.begin(), out.clusters.end());
    }
    for (std::size_t i = 0; i < begins.size(); ++i) {
        auto const next = i + 1 < begins.size() ? begins[i + 1] : run.end;
        out.clusters[i].num_bytes = static_cast<int>(next - begins[i]);
    }
    return out;
}

/// Once more in each direction: a stroke along the outlines would put all their points into the
/// file, 10 kB a line.
void show_around(cairo_t* pen, std::vector<cairo_glyph_t> const& glyphs, double far) {
    constexpr int directions = 8;
    for (int i = 0; i < directions; ++i) {
        double const angle = 2 * std::numbers::pi * i / directions;
        auto moved = glyphs;
        for (auto& glyph : moved) {
            glyph.x += far * std::cos(angle);
            glyph.y += far * std::sin(angle);
        }
        cairo_show_glyphs(pen, moved.data(), static_cast<int>(moved.size()));
    }
}

void show(cairo_t* pen, Set const& set, Style const& style) {
    use(pen, style.colour);
    cairo_set_font_size(pen, set.size);
    double x = set.x;
    for (auto const& run : set.shaped.runs) {
        auto laid = lay(run, set, x);
        x = laid.end;
        cairo_set_font_face(pen, run.face->drawer);
        cairo_show_text_glyphs(
            pen, set.shaped.text.data() + run.begin, static_cast<int>(run.end - run.begin),
            laid.glyphs.data(), static_cast<int>(laid.glyphs.size()), laid.clusters.data(),
            static_cast<int>(laid.clusters.size()),
            run.backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : cairo_text_cluster_flags_t{});
        if (style.heavier > 0) {
            show_around(pen, laid.glyphs, style.heavier / 2);
        }
    }
    cairo_new_path(pen);
}

/// Without hinting: places are those of paper, not of a screen.
void set_up(cairo_t* pen) {
    Owned<cairo_font_options_t, cairo_font_options_destroy> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(pen, options.get());
}

/// Cairo names a drawing that is shown n times n times in the resources of its page; a name may
/// stand there once. What is too much is made blank, so that no byte moves.
void name_once(std::string& pdf) {
    constexpr std::string_view start = "/XObject << ";
    for (auto at = pdf.find(start); at != pdf.npos; at = pdf.find(start, at)) {
        at += start.size();
        std::set<std::string> seen;
        while (pdf.compare(at, 2, "/x") == 0) {
            auto end = pdf.find(" R ", at);
            if (end == pdf.npos || end - at > 40) {
                break;
            }
            end += 3;
            if (!seen.insert(pdf.substr(at, end - at)).second) {
                std::fill(pdf.begin() + static_cast<std::ptrdiff_t>(at),
                          pdf.begin() + static_cast<std::ptrdiff_t>(end), ' ');
            }
            at = end;
        }
    }
}

Box box_of(Set const& set) {
    constexpr double mm = 1 / points_per_mm;
    double const top = set.baseline - baseline_in_em * set.size;
    return {set.x * mm, top * mm, set.width * mm, set.size * mm};
}

} // namespace

struct Canvas::Drawing {
    std::string bytes; ///< before the surface: written to until that one is gone
    std::vector<Face> const* faces = nullptr;
    SurfaceOwner surface;
    CairoOwner pen;
    bool has_page = false;
};

Canvas::Canvas(std::unique_ptr<Drawing> drawing) : drawing_(std::move(drawing)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

Result<Canvas> Canvas::start(Facts const& facts) {
    auto all = faces();
    if (!all) {
        return pass_on(all);
    }
    auto drawing = std::make_unique<Drawing>();
    drawing->faces = *all;
    drawing->surface.reset(
        cairo_pdf_surface_create_for_stream(append, &drawing->bytes, points_per_mm, points_per_mm));
    auto* surface = drawing->surface.get();
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    // No date: the same sheet is the same file.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    if (!facts.title.empty()) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                       clean(facts.title, false).c_str());
    }
    if (!facts.subject.empty()) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT,
                                       clean(facts.subject, false).c_str());
    }
    drawing->pen.reset(cairo_create(surface));
    set_up(drawing->pen.get());
    return Canvas(std::move(drawing));
}

void Canvas::page(Size size) {
    if (drawing_->has_page) {
        cairo_show_page(drawing_->pen.get());
    }
    drawing_->has_page = true;
    cairo_pdf_surface_set_size(drawing_->surface.get(), size.width * points_per_mm,
                               size.height * points_per_mm);
}

Box Canvas::line(Line const& line) {
    auto set = set_line(*drawing_->faces, line);
    show(drawing_->pen.get(), set, line.style);
    return box_of(set);
}

Box Canvas::measure(Line const& line) const {
    return box_of(set_line(*drawing_->faces, line));
}

std::vector<Piece> Canvas::wrap(std::string_view text, Style const& style, double width,
                                double first_indent) const {
    return break_lines(*drawing_->faces, text, style, width, first_indent);
}

void Canvas::repeat(Line const& line, std::vector<Place> const& places) {
    auto set = set_line(*drawing_->faces, line);
    set.x = 0;
    set.baseline = set.size;
    cairo_rectangle_t const area{0, 0, set.width, set.size * 1.25};
    SurfaceOwner word(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &area));
    CairoOwner inner(cairo_create(word.get()));
    set_up(inner.get());
    show(inner.get(), set, line.style);
    auto* pen = drawing_->pen.get();
    for (auto const& place : places) {
        cairo_save(pen);
        cairo_translate(pen, place.x * points_per_mm, place.y * points_per_mm);
        cairo_rotate(pen, -place.degrees * std::numbers::pi / 180);
        cairo_translate(pen, -area.width / 2, -area.height / 2);
        cairo_set_source_surface(pen, word.get(), 0, 0);
        cairo_paint(pen);
        cairo_restore(pen);
    }
}

void Canvas::fill(Box const& box, Colour const& colour) {
    auto* pen = drawing_->pen.get();
    use(pen, colour);
    cairo_rectangle(pen, box.x * points_per_mm, box.y * points_per_mm, box.width * points_per_mm,
                    box.height * points_per_mm);
    cairo_fill(pen);
}

void Canvas::fill(std::vector<Point> const& corners, Colour const& colour) {
    auto* pen = drawing_->pen.get();
    use(pen, colour);
    for (auto const& corner : corners) {
        cairo_line_to(pen, corner.x * points_per_mm, corner.y * points_per_mm);
    }
    cairo_close_path(pen);
    cairo_fill(pen);
}

void Canvas::frame(Box const& box, double thickness, Colour const& colour) {
    auto* pen = drawing_->pen.get();
    use(pen, colour);
    cairo_set_line_join(pen, CAIRO_LINE_JOIN_MITER);
    cairo_set_line_width(pen, thickness * points_per_mm);
    cairo_rectangle(pen, box.x * points_per_mm, box.y * points_per_mm, box.width * points_per_mm,
                    box.height * points_per_mm);
    cairo_stroke(pen);
}

void Canvas::rule(double x1, double y1, double x2, double y2, double thickness,
                  Colour const& colour) {
    auto* pen = drawing_->pen.get();
    use(pen, colour);
    cairo_set_line_width(pen, thickness * points_per_mm);
    cairo_move_to(pen, x1 * points_per_mm, y1 * points_per_mm);
    cairo_line_to(pen, x2 * points_per_mm, y2 * points_per_mm);
    cairo_stroke(pen);
}

void Canvas::modules(std::vector<bool> const& dark, std::uint32_t width, Box const& box) {
    auto* pen = drawing_->pen.get();
    if (width == 0) {
        return;
    }
    cairo_save(pen);
    use(pen, {});
    cairo_translate(pen, box.x * points_per_mm, box.y * points_per_mm);
    cairo_scale(pen, box.width * points_per_mm / width, box.height * points_per_mm / width);
    for (std::uint32_t y = 0; y < width; ++y) {
        for (std::uint32_t x = 0; x < width;) {
            auto end = x;
            while (end < width && dark.at(y * width + end)) {
                ++end;
            }
            if (end > x) {
                cairo_rectangle(pen, x, y, end - x, 1);
            }
            x = end + 1;
        }
    }
    cairo_fill(pen);
    cairo_restore(pen);
}

Result<std::string> Canvas::finish() && {
    cairo_show_page(drawing_->pen.get());
    auto status = cairo_status(drawing_->pen.get());
    drawing_->pen.reset();
    cairo_surface_finish(drawing_->surface.get());
    if (status == CAIRO_STATUS_SUCCESS) {
        status = cairo_surface_status(drawing_->surface.get());
    }
    if (status != CAIRO_STATUS_SUCCESS) {
        auto fault = status == CAIRO_STATUS_NO_MEMORY ? Fault::Exhausted : Fault::Internal;
        return fail(fault, {"canvas.cannot-draw", {}}, cairo_status_to_string(status));
    }
    name_once(drawing_->bytes);
    return std::move(drawing_->bytes);
}

Result<void> warm() {
    auto canvas = Canvas::start(); // Cairo reads the time zone here
    if (!canvas) {
        return pass_on(canvas);
    }
    canvas->page({10, 10});
    for (auto family : {hei, song, mono}) {
        canvas->line({.text = "机密★10年", .style = {family}});
    }
    if (auto pdf = std::move(*canvas).finish(); !pdf) {
        return pass_on(pdf);
    }
    return {};
}

} // namespace imprimatur::canvas
