/// Where a page may show something, found by reading its content: most pages need not be drawn to
/// know that a place on them is free.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "marking/pdf/faces.hpp"
#include "marking/pdf/frame.hpp"
#include "marking/pdf/pages.hpp"

namespace imprimatur::pdf {

struct Traces {
    bool is_certain = true;     ///< false: only drawing the page tells
    std::vector<Rect> rects;    ///< that hold all of it, in the space of the page or form
    std::vector<Rect> pictures; ///< of those, what only a reader that can unpack it shows
};

/// What the names in a content mean, as far as it matters where something shows.
struct Meanings {
    struct Shown {
        Matrix matrix{1, 0, 0, 1, 0, 0};
        Traces traces;
        bool is_picture = false;
    };
    std::map<std::string, Face const*, std::less<>> faces;
    std::map<std::string, Shown const*, std::less<>> forms; ///< null: it cannot be said
    /// Of what a graphics state brings.
    enum class Change {
        Nothing,
        ShowsWhite, ///< what is white may show on white
        Unknown,    ///< a font, how wide lines are
    };
    std::map<std::string, Change, std::less<>> states;
};

/// Reads what contents refer to. Not thread-safe; what it returns is, and lives as long as this.
class Lexicon {
  public:
    explicit Lexicon(Source const& source) : source_(source), faces_(source) {}
    Meanings const* meanings(Value const& resources);

  private:
    Meanings::Shown const* form(Value const& reference);
    Meanings::Shown read_form(Value const& reference, Value const& dictionary);
    Meanings::Change change_by(Value const& state) const;

    Source const& source_;
    Faces faces_;
    int depth_ = 0;
    std::map<char const*, std::unique_ptr<Meanings>> known_; ///< by where the dictionary stands
    std::map<Reference, Meanings::Shown> forms_;
};

/// @param content unpacked. @param within what can be seen.
/// @source ISO 32000-1, 8 and 9
Traces traces_of(std::string_view content, Meanings const& meanings, Rect const& within);

/// Rectangles of annotations, whatever they show.
void add_annotations(Source const& source, Page const& page, std::vector<Rect>& rects);

} // namespace imprimatur::pdf
