/// Drawing on sheets of paper: text, lines, boxes and QR modules to a PDF in memory.
///
/// Promise: the same calls give the same bytes; fonts are embedded as subsets and text stays text;
/// whatever stands in a string is drawn as text, never read as markup. Only this room knows Cairo,
/// Pango, HarfBuzz and FreeType. Lengths are millimetres from the top left corner, type sizes are
/// points.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::canvas {

inline constexpr double points_per_mm = 72.0 / 25.4;

/// The families that the house draws with; has_font() knows no others.
inline constexpr std::string_view hei = "WenQuanYi Zen Hei"; ///< 黑体
inline constexpr std::string_view song = "AR PL UMing CN";   ///< 宋体
inline constexpr std::string_view mono = "DejaVu Sans Mono";
bool has_font(std::string_view family);

struct Size {
    double width;
    double height;
};

struct Point {
    double x;
    double y;
};

struct Box {
    double x;
    double y;
    double width;
    double height;
};

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
    double alpha = 1;
};
inline constexpr Colour white{1, 1, 1, 1};
/// "#rrggbb"; empty when it is not that.
std::optional<Colour> find_colour(std::string_view text);
/// How well one is read on the other, 1 to 21. @source WCAG 2.1, contrast ratio.
double contrast(Colour const& a, Colour const& b);

/// What letters look like.
struct Style {
    std::string_view family = song;
    double size = 12; ///< pt
    Colour colour{};
    double heavier = 0; ///< pt added to the strokes: for headings in a face that has no bold
    double spacing = 0; ///< pt after each letter
};

enum class Align { Left, Centre, Right, Justify };

/// One line of type. Its box is as high as its size (the em: an ideograph fills it), so that places
/// do not depend on a font file's own idea of line height.
struct Line {
    std::string_view text; ///< control characters and line feeds become spaces
    Style style;
    double x = 0;     ///< left edge; without a width: what `align` refers to
    double y = 0;     ///< top of the box
    double width = 0; ///< mm; longer text is shrunk down to `least`, then cut with …; 0: any
    Align align = Align::Left;
    double least = 0.6; ///< of the size
};

struct Place {
    double x;
    double y;
    double degrees; ///< counter-clockwise
};

/// A piece of a text that fits one line.
struct Piece {
    std::string text;
    bool ends_paragraph; ///< not to be stretched by Justify
};

struct Facts {
    std::string title;
    std::string subject;
};

/// A document in the making. Move-only. Used by one thread; different threads may draw at once.
class Canvas {
  public:
    /// @error Unavailable "canvas.font-missing": a family of the house is not installed.
    static Result<Canvas> start(Facts const& facts = {});
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    /// Begins the next page; the first call must come before any drawing.
    void page(Size size);

    /// @return what the text covers.
    Box line(Line const& line);
    Box measure(Line const& line) const;
    /// Breaks a text into lines by the rules of Unicode (no 。 at the start of a line, no broken
    /// Latin words); line feeds end a paragraph.
    /// @param first_indent mm that the first line of each paragraph is shorter.
    std::vector<Piece> wrap(std::string_view text, Style const& style, double width,
                            double first_indent = 0) const;
    /// Draws a line once, and shows it centred at each of the places: the file grows by a few bytes
    /// each.
    void repeat(Line const& line, std::vector<Place> const& places);

    void fill(Box const& box, Colour const& colour);
    void fill(std::vector<Point> const& corners, Colour const& colour);
    void frame(Box const& box, double thickness, Colour const& colour = {});
    void rule(double x1, double y1, double x2, double y2, double thickness,
              Colour const& colour = {});
    /// Dark modules as vectors, row by row, in a square box. Black.
    void modules(std::vector<bool> const& dark, std::uint32_t width, Box const& box);

    /// The PDF (version 1.5), with all pages.
    /// @error Exhausted no memory; Internal the drawing library gave up.
    Result<std::string> finish() &&;

  private:
    struct Drawing;
    explicit Canvas(std::unique_ptr<Drawing> drawing);
    std::unique_ptr<Drawing> drawing_;
};

/// Finds the fonts and opens their files, so that later drawing touches no file: to be called
/// before a process gives up its right to open files. Cheap when done before.
/// @error Unavailable "canvas.font-missing".
Result<void> warm();

} // namespace imprimatur::canvas
