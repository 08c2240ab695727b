/// The cross-reference of a file: where each object is.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "marking/pdf/value.hpp"

namespace imprimatur::pdf {

struct Place {
    enum class Kind : std::uint8_t { Unknown, Free, Plain, Packed };
    std::uint64_t offset = 0;     ///< in the file; packed: number of the object stream
    std::uint32_t generation = 0; ///< packed: index in the object stream
    Kind kind = Kind::Unknown;
};

struct Xref {
    std::vector<Place> places;   ///< by object number
    std::vector<Value> trailers; ///< newest first
    std::size_t last = 0;        ///< offset of the newest section
};

/// Gives the unpacked content of the stream object at an offset, and its dictionary.
struct XrefStream {
    Value dictionary;
    std::string content;
};
using ReadStream = std::function<XrefStream(std::size_t offset)>;

/// Follows startxref, /XRefStm and /Prev. @throws Decline when any of it is not sound: nothing is
/// guessed.
/// @source ISO 32000-1, 7.5.4, 7.5.5, 7.5.8
Xref read_xref(std::string_view file, ReadStream const& read_stream);

} // namespace imprimatur::pdf
