/// The pages of a document, found in one walk over its page tree.
#pragma once

#include <cstdint>
#include <vector>

#include "marking/pdf/frame.hpp"
#include "marking/pdf/source.hpp"

namespace imprimatur::pdf {

struct Page {
    Reference reference;
    Value object;    ///< its dictionary
    Value resources; ///< its own or inherited, as it stands there; may be none
    bool inherits_resources;
    Frame frame;
};

struct TooManyPages {};

/// An array of four numbers with its corners in order; empty when it is none or has no area.
std::optional<Rect> rect_of(Source const& source, Value const& value);

/// An array of six numbers; those that are missing are those of the identity.
Matrix matrix_of(Source const& source, Value const& array);

/// In the order of the document; /Count is not believed.
/// @throws Decline, TooManyPages
std::vector<Page> pages_of(Source const& source, std::uint32_t most);

} // namespace imprimatur::pdf
