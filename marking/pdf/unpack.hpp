/// The content of streams.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "marking/pdf/value.hpp"

namespace imprimatur::pdf {

/// One filter of a stream with its parameters, as ISO 32000-1, 7.4, has them.
struct Filter {
    std::string name;
    int predictor = 1;
    int colours = 1;
    int bits = 8;
    int columns = 1;
    int early_change = 1;
};

/// A stream that can be unpacked without its file.
struct Packed {
    std::string_view bytes;
    std::vector<Filter> filters;
};

/// Unpacks as far as the data is sound: what a reader shows of a damaged page. Thread-safe.
/// @throws Decline for a filter that contents and structures do not have, or more than 1 GiB.
std::string unpacked(Packed const& packed);

/// The same, appended to `out`. @return false when the data is damaged, and what follows is lost.
bool unpack(Packed const& packed, std::string& out);

} // namespace imprimatur::pdf
