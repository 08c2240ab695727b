/// Any pixels as a page: QRs are found or not, and lie on the picture.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "marking/mark/serial.hpp"
#include "marking/read/read.hpp"

namespace {

using namespace imprimatur;

/// The first two bytes are the width in pixels and which effort; what follows are rows of grey.
Bitmap picture_of(std::uint8_t const* data, std::size_t size) {
    Bitmap out;
    out.width = std::max<std::uint32_t>(1, data[0]);
    out.height = static_cast<std::uint32_t>((size - 2) / out.width);
    out.dpi = 72;
    out.pixels.assign(data + 2, data + 2 + std::size_t{out.width} * out.height);
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::size_t longest = 65536;
    if (size < 3 || size > longest) {
        return 0;
    }
    auto const picture = picture_of(data, size);
    auto const effort = data[1] == 1 ? read::Effort::Thorough : read::Effort::Quick;
    auto const codes = read::codes(picture, effort);
    for (auto const& code : codes ? *codes : std::vector<read::Code>()) {
        static_cast<void>(find_seal(code.text));
        for (auto const& corner : code.corners) {
            if (!std::isfinite(corner.x) || !std::isfinite(corner.y)) {
                std::abort();
            }
        }
    }
    for (auto const& area : read::suspects(picture)) {
        if (area.x + area.width > picture.width || area.y + area.height > picture.height) {
            std::abort();
        }
    }
    return 0;
}
