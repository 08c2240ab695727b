/// Pages to pixels and words: the only room that knows Poppler.
///
/// Promise: a document that Poppler opens can be drawn page by page; one that it does not is
/// refused with the reason. Poppler's own complaints never reach stderr. Untrusted bytes: call this
/// in a worker only. A Document is used by one thread at a time; two Documents over the same bytes
/// may run at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::render {

/// A page as shown: after /Rotate, the crop box, in millimetres. /UserUnit is not applied (Poppler
/// and the CUPS filters ignore it too).
struct PageSize {
    double width;
    double height;
};

/// Roughly one word; where a script has no spaces, a run of characters without a gap.
/// Millimetres from the top left of the page as shown.
struct Word {
    std::string text; ///< UTF-8
    double x;
    double y;
    double width;
    double height;
    bool has_space_after;
    int turn = 0; ///< 0, 90, 180 or 270: by how much it is turned clockwise
};

class Document {
  public:
    /// @param bytes of a PDF; they must live as long as the Document.
    /// @error BadInput "render.empty", "render.broken" (not a PDF, damaged beyond repair, no
    /// pages); Unsupported "render.encrypted" (cannot be opened without a password); Exhausted
    /// "render.too-large" (2 GiB and more).
    static Result<Document> open(std::string_view bytes);
    /// The same over a whole file, which is mapped and kept.
    static Result<Document> open(Descriptor const& file);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    std::uint32_t page_count() const;
    /// True also for a file that opens without a password but forbids something.
    bool is_encrypted() const;
    /// The owner allows printing (always true when not encrypted).
    bool is_printing_allowed() const;

    /// Every `page` counts from 1.
    /// @error NotFound "render.no-page"; BadInput "render.bad-page" the page is damaged beyond
    /// drawing.
    Result<PageSize> size(std::uint32_t page) const;

    /// The page drawn on white.
    /// @param dpi 1 to 1200. @error as size(); Exhausted "render.page-too-large" more than 250
    /// megapixels.
    Result<Bitmap> draw(std::uint32_t page, double dpi, Channels channels = Channels::Grey) const;

    /// Millimetres from the top left of the page as shown.
    struct Part {
        double x;
        double y;
        double width;
        double height;
    };
    /// A part of the page drawn on white; nothing outside of it is painted. @error as draw();
    /// Exhausted "render.page-too-large" also for a part that lies out of reach of every printer.
    Result<Bitmap> draw(std::uint32_t page, double dpi, Part const& part,
                        Channels channels = Channels::Grey) const;

    /// The words of the page in reading order. @error as size().
    Result<std::vector<Word>> words(std::uint32_t page) const;

    /// The text of the page, UTF-8, in the order of the page's content. @error as size().
    Result<std::string> text(std::uint32_t page) const;

  private:
    struct State;
    explicit Document(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Loads what Poppler reads from disk on first use (fonts, fontconfig, character maps), so that
/// afterwards it works without the right to open files.
/// @return false: the character maps of poppler-data are not there, and pages in Chinese fonts that
/// are not embedded would be drawn blank without an error.
bool warm_up();

} // namespace imprimatur::render
