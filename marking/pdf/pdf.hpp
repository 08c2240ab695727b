/// Pages of a PDF, and marks on top of them, by the file's own text: only what changes is touched.
///
/// Promise: what a page showed before it still shows, and the marks lie above it, whatever the
/// page's content does to the graphics state, whichever way the page is turned, and whatever
/// annotations lie there. The original is read through a mapping and never changed; a copy is its
/// bytes and an appended update (ISO 32000-1, 7.5.6), so that a further copy costs little more than
/// copying the file. A file that cannot be handled with certainty is declined, so that another way
/// can be tried. Untrusted bytes: call this in a worker only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/page/page.hpp"

namespace imprimatur::pdf {

using page::Box;
using page::PageNumber;
using page::PageSize;

/// Modules row by row, true is dark, as an image mask has them: most significant bit first, 0 is
/// dark, rows filled up to whole bytes.
std::string pack(std::vector<bool> const& dark, std::uint32_t width);

/// A page's content made smaller, to free room for marks: the whole page scaled, then its top left
/// corner put there. What lay outside of the page stays hidden.
struct Fit {
    double scale; ///< up to 1
    double x;     ///< mm from the top left of the page as shown
    double y;
    auto operator<=>(Fit const&) const = default;
};

/// Pages that share one drawing. It is laid on a page's top left corner; it may be a little
/// smaller.
struct Kind {
    PageSize size;            ///< of the drawing
    std::vector<Box> opaque;  ///< what the drawing covers: nothing may be painted over this
    std::optional<Fit> fit{}; ///< of the pages' content; only where can_fit()
    /// Where each page shows its code, without the quiet zone; it may stand in several places.
    std::vector<Box> codes{};
    std::size_t page_numbers = 0; ///< lines of type that say which page it is
    /// The page goes onto a sheet of `size`, and its content there as `fit` says, at a scale of 1.
    bool is_sheet = false;
};

/// A small stencil that stands in the file once and is shown again and again over the whole page,
/// under all other marks: readers that look at a part of the page pass over it quickly.
struct Tile {
    struct Point {
        double x;
        double y;
    };
    std::uint32_t width = 0; ///< units
    std::uint32_t height = 0;
    std::string rows; ///< as pack() makes them
    Point at{};       ///< one of its places, units from the top left of the page as shown
    Point steps[2]{}; ///< by which it repeats, units; they do not lie on one line
    double unit = 1;  ///< mm
    double red = 0, green = 0, blue = 0;
};

/// The marks of one copy.
struct Marks {
    std::vector<std::string> drawings; ///< for each kind: a PDF whose first page has its size
    std::vector<std::string> codes;    ///< for each page: its QR, as pack() makes it
    std::optional<Tile> tile;
    /// For each kind; of those that it lacks nothing is shown.
    std::vector<std::vector<PageNumber>> page_numbers{};
};

/// By the first bytes, which may have junk before them (PDF 1.7, annex H.3.4.1).
bool has_header(std::string_view bytes);
/// Some PDFs have lost their first line; readers open them all the same.
bool has_objects(std::string_view bytes);

class Document {
  public:
    /// Reads the structure, not the contents. `file` may be closed afterwards.
    /// @error BadInput "pdf.broken", "pdf.no-pages"; Unsupported "pdf.encrypted"; Exhausted
    /// "pdf.too-many-pages".
    static Result<Document> open(Descriptor const& file, std::uint32_t most_pages = 20000);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    std::uint32_t page_count() const;
    /// @param page from 1 to page_count().
    PageSize size(std::uint32_t page) const;
    /// /UserUnit: a reader that does not know it shows the page this much smaller.
    double unit(std::uint32_t page) const;
    /// A digital signature ends with the revision that it signed.
    bool is_signed() const;

    /// Whether the page can be made smaller: patterns do not follow the page's content, and an
    /// annotation must be able to become a part of it.
    bool can_fit(std::uint32_t page) const;

    /// For each page boxes that hold all that it may show, as its content says; none where only
    /// drawing it tells (a font without widths, letters drawn by content, blending).
    std::vector<std::optional<std::vector<Box>>> traces();

    /// Of those, pictures on a page: a reader that cannot unpack them shows paper. After traces().
    std::vector<Box> pictures(std::uint32_t page) const;

    /// Pages with data that could not be unpacked to its end. After traces() or prepare().
    std::vector<std::uint32_t> damaged_pages() const;

    /// Whether a page bears marks that were placed by this room.
    bool was_marked(std::uint32_t page) const;

    /// Works out everything that is the same in all copies.
    /// @param kind_of_page for each page an index into `kinds`.
    /// @param modules along a side of a code, the same in all pages and copies; 0: there are none.
    /// @error Unsupported "pdf.declined" with page and cause: the marks could not be certain to
    /// show.
    Result<void> prepare(std::vector<Kind> const& kinds,
                         std::vector<std::uint32_t> const& kind_of_page, std::uint32_t modules = 0);

    /// Writes one copy at the current place of `target`, an empty file. After prepare().
    /// @error BadInput "pdf.bad-drawing"; Exhausted no room.
    Result<void> write(Marks const& marks, Descriptor const& target) const;

    /// Reads a copy anew and shows for every page that it bears its marks: it is the page that it
    /// should be, what it showed before is whole, undone and ended before the marks, these come
    /// last, and all that they refer to is there, among it the code of this page.
    /// @param copy as write() wrote it with the same marks.
    /// @error Internal "pdf.not-shown" with page and cause.
    Result<void> prove(Descriptor const& copy, Marks const& marks) const;

  private:
    struct State;
    explicit Document(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace imprimatur::pdf
