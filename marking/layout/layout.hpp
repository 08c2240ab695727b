/// What marks look like: templates/marks/*.toml as values.
///
/// Promise: a template with a mistake is refused with file, line and what is expected; a good one
/// needs no code of its own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::layout {

/// From where a position in millimetres is counted. TypeArea: 156 × 225 mm, 28 mm from the left and
/// 37 mm from the top of A4 (GB/T 9704-2012, 5.2.1); on other sheets its margins keep their size as
/// far as the sheet allows.
enum class Anchor {
    PageTopLeft,
    PageTopRight,
    PageBottomLeft,
    PageBottomRight,
    PageTop,    ///< the middle of the edge; x moves to the right
    PageBottom, ///< likewise
    TypeArea,
    Exactly, ///< the top left corner, whatever the margins; no template says it, who arranges does
};

struct Position {
    Anchor anchor = Anchor::PageTopLeft;
    double x = 0; ///< mm, inwards from the anchor
    double y = 0;
};

/// On which pages of the document a line stands: 份号 and 密级 have their place on the first page,
/// where the type area leaves it free; on those after it they go where no text is.
enum class Pages { All, First, Following };

/// A line of type. `text` has fields in braces: {number} {level_mark} {level} {period} {total}
/// {serial} {recipient} {unit} {copying_unit} {purpose} {scope} {printed} {issued} {user}
/// {document} {title} {parent} {page} {pages}. What stands in [brackets] is left out when a field
/// in it is empty. A line whose fields are all empty is not drawn. {page} may stand in it once.
struct Line {
    std::string name; ///< unique in its layout
    std::string text;
    std::string font; ///< family: "WenQuanYi Zen Hei", "AR PL UMing CN"
    double size = 12; ///< pt
    Position at;      ///< of the top of the line's box
    std::string colour = "#000000";
    std::string border;     ///< not empty: a frame of this colour around it, as of a rubber stamp
    std::string background; ///< not empty: a bar of this colour behind it (opaque)
    std::optional<double> width; ///< mm; longer text is shrunk to it, then cut with …
    std::string align = "left";
    std::optional<Level> from_level; ///< drawn from this level up
    std::optional<Level> to_level;   ///< and up to this one
    Pages pages = Pages::All;
    bool strike = false; ///< struck through: a number that is no longer valid
    std::string after;   ///< name of an earlier line: begins behind it, where that one is drawn
    double gap = 3;      ///< mm between the two
    double heavier = 0;  ///< pt added to the strokes
};

/// True when the line stands on pages of that kind and for that level.
bool is_for(Line const& line, bool first_page, Level level);
/// True when `text` has this field: "number".
bool has_field(std::string const& text, std::string const& field);

/// On which side of its QR the serial stands in type.
enum class Side { None, Below, Above, Left, Right };

struct Qr {
    Position at;               ///< of the corner of its quiet zone that is nearest to the anchor
    double module = 0.45;      ///< mm, 0.4 to 2
    Side serial = Side::Below; ///< the serial in type beside it
};

struct Watermark {
    std::string text;
    std::string font;
    double size = 14;   ///< pt
    double angle = 30;  ///< degrees
    double step_x = 70; ///< mm; a longer text takes more
    double step_y = 45; ///< mm
    /// 0 black, 1 white: text on it keeps a contrast of 7:1, and a photocopy keeps it.
    double grey = 0.80;
};

/// The covert dots (点阵水印), tiled over the page under all other marks. A finer pitch is read
/// from smaller pieces, a coarser one is seen less.
struct Dots {
    double width = 0.085;  ///< mm, of a dot
    double height = 0.127; ///< mm
    double pitch = 0.625;  ///< mm from site to site; one site in two holds a dot
    std::string colour = "#000000";
};
/// Share of the paper that the dots cover.
double coverage(Dots const& dots);

struct Layout {
    std::string name;
    std::string title_chinese;
    std::string title_english;
    std::vector<Line> lines;
    std::vector<Qr> qrs;
    std::optional<Watermark> watermark;
    std::optional<Dots> dots;
    double printable_margin = 6; ///< mm: nothing but the watermark nearer to the edge
    bool avoids = false; ///< what is opaque gives way to what the page shows; else it stays put
};

/// With {pages} of its lines filled in, and {page} unless that is 0: those are known to none but
/// who lays out pages.
Layout numbered(Layout layout, std::uint32_t page, std::uint32_t pages);

/// @param folder templates/marks. @param name without ".toml": small letters, digits and hyphens.
/// @error NotFound no such template; BadInput "layout.*" with file, line, found, expected.
Result<Layout> read(std::filesystem::path const& folder, std::string const& name);

/// The same from the text of such a file. @param name as it is called in sentences.
Result<Layout> read_text(std::string_view text, std::string const& name);

/// Names of all templates in a folder, sorted. @error NotFound no such folder.
Result<std::vector<std::string>> list(std::filesystem::path const& folder);

/// The text of a line for a mark, fields filled in. Empty: not drawn.
std::string fill(std::string const& text, Mark const& mark);

/// A line's text before and behind the number of its page.
struct AroundPage {
    std::string before;
    std::string behind;
};
/// Empty: for this mark the line shows no {page}.
std::optional<AroundPage> around_page(std::string const& text, Mark const& mark);

} // namespace imprimatur::layout
