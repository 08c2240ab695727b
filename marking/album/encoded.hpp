/// What a PDF has to be told about an encoded picture.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace imprimatur::album {

struct Encoded {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    unsigned colours = 0; ///< 1 or 3
    std::string entries;  ///< filter and its parameters
    std::string data;     ///< empty: the picture as it is
};

/// A JPEG of 8 bits and one or three colours; empty for any other. @source ITU-T T.81, annex B
std::optional<Encoded> read_jpeg(std::string_view picture);

/// A PNG of 8 bits, grey or RGB, not interlaced; empty for any other. @source ISO/IEC 15948.
std::optional<Encoded> read_png(std::string_view picture);

} // namespace imprimatur::album
