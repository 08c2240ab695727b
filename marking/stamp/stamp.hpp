/// From a document and marks to verified copies: the ladder.
///
/// Promise: every page of every copy is marked, or the document is refused with a reason. Each way
/// is tried only if the one before failed or failed verification by the other library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/layout/layout.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::stamp {

/// appended: marks appended to the original; repaired: the same after libqpdf wrote it anew;
/// vector: drawn again by Poppler and Cairo; image: pages as pictures at 300 dpi.
enum class Way { Appended, Repaired, Vector, Image };
std::string_view identifier(Way way);

struct Options {
    bool whole =
        false; ///< written anew as one file, for people to keep; else an incremental update
    bool only_image = false; ///< start at the last way: nothing hidden in the document survives
    Way first_way = Way::Appended; ///< where to start, when a worker died on the ways before
    /// Every page is verified by the copy's own text. So many are also drawn and read, first and
    /// last among them, and beyond them one of each drawing and all of which there is doubt.
    std::uint32_t verify_pages = 2;
    std::uint32_t most_pages = 20000;
};

struct Stamped {
    Way way = Way::Appended;
    std::uint32_t pages = 0;
    std::vector<Sentence> remarks;
    std::vector<Descriptor> copies; ///< sealed memory files, one a mark
    std::string causes;             ///< why the ways before this one would not do; for the log
};

/// @param document PDF, or a picture (PNG, JPEG, TIFF), which becomes a PDF of its own size first.
/// @error BadInput empty, broken, encrypted, no document ("stamp.*"); Exhausted too many pages.
Result<Stamped> stamp(Descriptor const& document, layout::Layout const& layout,
                      std::vector<Mark> const& marks, Options const& options);

} // namespace imprimatur::stamp
