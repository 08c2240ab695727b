// A feature's descriptor as a few bits. Private to this room.
#pragma once

#include <cstdint>
#include <vector>

namespace imprimatur::likeness {

struct Code {
    std::vector<std::uint64_t> probes; ///< its code, then what it may be instead, likeliest first
    double doubt = 0;                  ///< bits that a scan of the page is expected to change
};

/// The same code for a descriptor and its mirror image.
/// @param word word_length floats
Code code_of(float const* word);

} // namespace imprimatur::likeness
