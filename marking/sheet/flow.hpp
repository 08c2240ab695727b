/// A sheet that fills from the top and goes on overleaf.
#pragma once

#include <string>

#include "marking/canvas/canvas.hpp"
#include "marking/form/form.hpp"
#include "marking/sheet/words.hpp"

namespace imprimatur::sheet {

inline constexpr canvas::Style body_type{canvas::song, 10.5, {}, 0, 0};
inline constexpr canvas::Style label_type{canvas::hei, 10, {}, 0, 0};
inline constexpr canvas::Style small_type{canvas::song, 8.5, {}, 0, 0};
inline constexpr double pitch = 5; ///< mm from line to line of body type
inline constexpr double thin = 0.2;
inline constexpr double thick = 0.45;

class Flow {
  public:
    /// Begins the first page. @param total pages there will be, for "第 x 页 共 y 页".
    Flow(canvas::Canvas& canvas, form::Sheet const& sheet, int total);

    double left() const;
    double width() const;
    double y() const { return y_; }
    double room() const; ///< mm left on this page
    double whole_page() const;
    int page() const { return page_; }
    canvas::Canvas& canvas() { return canvas_; }
    Tongue tongue() const { return tongue_of(sheet_.title); }

    void move(double mm) { y_ += mm; }
    void turn();
    /// Turns the page when less than that is left.
    void keep(double mm);

    /// Lines of text one below the other, from the place where the sheet stands.
    void paragraph(std::string const& text, canvas::Style const& style, double line_pitch,
                   double indent);

  private:
    void head();
    void foot();

    canvas::Canvas& canvas_;
    form::Sheet const& sheet_;
    int total_;
    int page_ = 0;
    double y_ = 0;
};

} // namespace imprimatur::sheet
