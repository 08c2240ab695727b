/// Annotations that lie where marks go.
///
/// Readers paint annotations above the page's content, so above the marks. What is printed of those
/// that touch an opaque mark is therefore painted into the content, below the mark, and the
/// annotation leaves the page; what is not printed leaves it without trace.
#pragma once

#include <string>
#include <vector>

#include "marking/pdf/pages.hpp"

namespace imprimatur::pdf {

struct Painted {
    Value form; ///< a reference
    Matrix matrix;
};

struct AnnotationChange {
    bool is_changed = false;
    std::string kept;             ///< the new /Annots, an array
    std::vector<Painted> painted; ///< in the order in which they lie
};

enum class Which { OverMarks, All };

/// @param covered rectangles in user space.
/// @param which All: of every annotation; those that show nothing leave the page, too.
/// @throws Decline when one that lies there cannot be painted by what it says itself.
AnnotationChange clear_marks(Source const& source, Page const& page,
                             std::vector<Rect> const& covered, Which which = Which::OverMarks);

} // namespace imprimatur::pdf
