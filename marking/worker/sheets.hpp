// What parts of a picture say of copies, laid together sheet by sheet. Private to this room.
#pragma once

#include <vector>

#include "marking/field/spread.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::worker {

/// What the dots of one part of a picture say.
struct Glimpse {
    pipe::DotsSeen seen; ///< its corners are those of the part
    field::Ties ties;    ///< pixels of the picture; may be empty
    double score = 0;    ///< how well the dots fit the copy, in standard deviations
};

/// One for each sheet that is seen, with the corners of what is seen of it: two sheets of one copy
/// are two. @param millimetres a pixel
std::vector<pipe::DotsSeen> sheets_of(std::vector<Glimpse> glimpses, double millimetres);

} // namespace imprimatur::worker
