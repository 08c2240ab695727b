#include "tests/support/pictures/pictures.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>
#include <pango/pangocairo.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::pictures {

struct Canvas::State {
    Owned<cairo_surface_t, cairo_surface_destroy> surface{
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, a4.width, a4.height)};
    Owned<cairo_t, cairo_destroy> cairo{cairo_create(surface.get())};
};

Canvas::Canvas(double ground) : state_(new State) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, ground, ground, ground);
    cairo_paint(cairo);
    cairo_scale(cairo, page_mm, page_mm);
}

Canvas::~Canvas() {
    delete state_;
}

void Canvas::text(double x, double y, std::string const& words, double points, double grey,
                  char const* font, double turn) {
    auto* cairo = state_->cairo.get();
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_rotate(cairo, turn);
    Owned<PangoLayout, g_object_unref> layout(pango_cairo_create_layout(cairo));
    Owned<PangoFontDescription, pango_font_description_free> description(
        pango_font_description_from_string(font));
    pango_font_description_set_absolute_size(description.get(), points * 25.4 / 72 * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_text(layout.get(), words.c_str(), -1);
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_move_to(cairo, 0, 0);
    pango_cairo_show_layout(cairo, layout.get());
    cairo_restore(cairo);
}

void Canvas::box(double x, double y, double width, double height, double grey) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_fill(cairo);
}

void Canvas::frame(double x, double y, double width, double height, double line, double grey) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_set_line_width(cairo, line);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_stroke(cairo);
}

void Canvas::line(std::vector<cv::Point2d> const& points, double width, double grey, bool filled) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_set_line_width(cairo, width);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    for (auto const& point : points) {
        cairo_line_to(cairo, point.x, point.y);
    }
    if (filled) {
        cairo_fill(cairo);
    } else {
        cairo_stroke(cairo);
    }
}

void Canvas::ring(double x, double y, double radius, double width, double grey, bool filled) {
    auto* cairo = state_->cairo.get();
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_set_line_width(cairo, width);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x, y, radius, 0, 2 * CV_PI);
    if (filled) {
        cairo_fill(cairo);
    } else {
        cairo_stroke(cairo);
    }
}

void Canvas::picture(cv::Mat const& grey, double x, double y, double width, double height) {
    cv::Mat scaled;
    cv::resize(grey, scaled, {cvRound(width * page_mm), cvRound(height * page_mm)});
    cv::cvtColor(scaled, scaled, cv::COLOR_GRAY2BGRA);
    Owned<cairo_surface_t, cairo_surface_destroy> image(cairo_image_surface_create_for_data(
        scaled.data, CAIRO_FORMAT_RGB24, scaled.cols, scaled.rows, static_cast<int>(scaled.step)));
    auto* cairo = state_->cairo.get();
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, 1 / page_mm, 1 / page_mm);
    cairo_set_source_surface(cairo, image.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

cv::Mat Canvas::page() const {
    auto* surface = state_->surface.get();
    cairo_surface_flush(surface);
    cv::Mat const colour(a4, CV_8UC4, cairo_image_surface_get_data(surface),
                         static_cast<std::size_t>(cairo_image_surface_get_stride(surface)));
    cv::Mat grey;
    cv::cvtColor(colour, grey, cv::COLOR_BGRA2GRAY);
    return grey;
}

cv::Mat noise(cv::Size size, std::uint64_t coarse, std::uint64_t fine, double roughness) {
    cv::Mat sum(size, CV_32F, cv::Scalar(0));
    double strength = 1;
    for (int cells = 3; cells <= 384; cells *= 2, strength *= roughness) {
        cv::RNG random((cells <= 12 ? coarse : fine) * 1000003 + static_cast<std::uint64_t>(cells));
        cv::Mat grid(std::max(2, cells * size.height / size.width), cells, CV_32F);
        random.fill(grid, cv::RNG::NORMAL, 0, strength);
        cv::Mat layer;
        cv::resize(grid, layer, size, 0, 0, cv::INTER_CUBIC);
        sum += layer;
    }
    cv::normalize(sum, sum, 0, 255, cv::NORM_MINMAX);
    cv::Mat out;
    sum.convertTo(out, CV_8U);
    return out;
}

void scribble(Canvas& canvas, Dice& dice, double x, double y, double width, double height) {
    std::vector<cv::Point2d> points;
    double const end = x + width;
    double angle = 0;
    cv::Point2d at(x, y + height / 2);
    double const pen = dice.between(0.35, 0.6);
    while (at.x < end) {
        points.push_back(at);
        angle += dice.between(-1.4, 1.5);
        at +=
            cv::Point2d(height * (0.11 + 0.22 * std::cos(angle)), height * 0.33 * std::sin(angle));
        at.y = std::clamp(at.y, y, y + height);
        if (dice.chance(0.06)) {
            canvas.line(points, pen, 0.1);
            points.clear();
            at.x += height * 0.5;
        }
    }
    canvas.line(points, pen, 0.1);
}

std::string digits(Dice& dice, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += static_cast<char>('0' + dice.below(10));
    }
    return out;
}

std::string chinese(Dice& dice, int count) {
    static constexpr std::string_view common =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
        "过子说产种面而"
        "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点"
        "从业本去把性好应";
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += common.substr(static_cast<std::size_t>(dice.below(int(common.size() / 3))) * 3, 3);
    }
    return out;
}

Bitmap as_bitmap(cv::Mat const& grey, double dpi) {
    cv::Mat const whole = grey.isContinuous() ? grey : grey.clone();
    return {static_cast<std::uint32_t>(whole.cols),
            static_cast<std::uint32_t>(whole.rows),
            Channels::Grey,
            dpi,
            {whole.data, whole.data + whole.total()}};
}

} // namespace imprimatur::pictures
