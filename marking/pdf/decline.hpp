/// Why a file cannot be handled here. Thrown and caught within this room.
#pragma once

#include <cstdint>
#include <string>

namespace imprimatur::pdf {

struct Decline {
    std::string cause;
    std::uint32_t page = 0; ///< from 1; 0: the whole file
};

} // namespace imprimatur::pdf
