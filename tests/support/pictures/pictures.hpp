/// Pages with little or no text, drawn from seeds, and what printers, scanners and print options do
/// to them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "marking/bitmap/bitmap.hpp"
#include "tests/support/press/dice.hpp"

namespace imprimatur::pictures {

using press::Dice;

constexpr double page_dpi = 200;
inline cv::Size const a4{1654, 2339};
constexpr double page_mm = page_dpi / 25.4; ///< pixels a millimetre

enum class Kind { Photo, Scene, Drawing, Slide, Handwriting, Form, Table, Letter, Map, Seal };
inline constexpr Kind kinds[] = {Kind::Photo,       Kind::Scene, Kind::Drawing, Kind::Slide,
                                 Kind::Handwriting, Kind::Form,  Kind::Table,   Kind::Letter,
                                 Kind::Map,         Kind::Seal};
char const* name(Kind kind);

/// A page, grey, A4 at page_dpi.
/// @param master what pages of one template share: the form, the letterhead, the frame, the scene
/// @param content what is theirs alone
cv::Mat draw(Kind kind, std::uint64_t master, std::uint64_t content);

/// A table of 44 digits, `changed` of them others.
cv::Mat figures(std::uint64_t seed, int changed);

/// A page as Cairo draws it, for the kinds above.
class Canvas {
  public:
    explicit Canvas(double ground = 1);
    ~Canvas();
    Canvas(Canvas const&) = delete;
    Canvas& operator=(Canvas const&) = delete;
    /// Millimetres and points; grey 0 … 1.
    void text(double x, double y, std::string const& words, double points, double grey = 0,
              char const* font = "WenQuanYi Zen Hei", double turn = 0);
    void box(double x, double y, double width, double height, double grey);
    void frame(double x, double y, double width, double height, double line, double grey = 0);
    void line(std::vector<cv::Point2d> const& points, double width, double grey = 0,
              bool filled = false);
    void ring(double x, double y, double radius, double width, double grey, bool filled = false);
    void picture(cv::Mat const& grey, double x, double y, double width, double height);
    cv::Mat page() const;

  private:
    struct State;
    State* state_;
};

/// Clouds within clouds, grey: the coarse ones from `coarse`, the fine ones from `fine`.
cv::Mat noise(cv::Size size, std::uint64_t coarse, std::uint64_t fine, double roughness = 0.55);

/// A line as a hand writes it.
void scribble(Canvas& canvas, Dice& dice, double x, double y, double width, double height);

std::string digits(Dice& dice, int count);
std::string chinese(Dice& dice, int count);

Bitmap as_bitmap(cv::Mat const& grey, double dpi);

// What happens to pages; everything at page_dpi, and a page of another size is on a sheet of its
// own.

/// Turned by quarters clockwise, then mirrored if so.
cv::Mat oriented(cv::Mat const& page, int quarters, bool mirrored);
/// A part of the page in the middle of an A4 sheet at a scale.
cv::Mat on_sheet(cv::Mat const& page, double scale, double dx = 0, double dy = 0);
/// 2 or 4 pages on one sheet.
cv::Mat together(std::vector<cv::Mat> const& pages);
/// The upper, lower, left or right half.
cv::Mat half(cv::Mat const& page, int which);
cv::Mat framed(cv::Mat const& page);
cv::Mat labelled(cv::Mat const& page, Dice& dice);
cv::Mat stroked(cv::Mat const& page, Dice& dice);

/// Printed at 600 dpi black and white and scanned at 200 dpi.
/// @param two_levels a scan of 1 bit
cv::Mat scanned(cv::Mat const& page, bool two_levels, Dice& dice, double most_turn = 5);

} // namespace imprimatur::pictures
