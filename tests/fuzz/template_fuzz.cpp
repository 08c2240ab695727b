/// Any bytes as a mark template: refused with a place in the file, or read; and what was read draws
/// on a sheet or says that it does not fit.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "marking/layout/layout.hpp"
#include "marking/overlay/overlay.hpp"

namespace {

using namespace imprimatur;

Mark mark() {
    Mark out;
    out.level = Level::Secret;
    out.period = find_period("10y");
    out.number = CopyNumber{123};
    out.parent = CopyNumber{7};
    out.total = 3;
    out.serial = Serial{0x0123456789abcdefULL};
    out.recipient = "王芳";
    out.unit = "办公室";
    out.printed = "2026-11-23 16:15";
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::size_t longest = 16384; // toml++ takes long for more, and templates are shorter
    if (size > longest) {
        return 0;
    }
    auto const layout = layout::read_text({reinterpret_cast<char const*>(data), size}, "fuzz");
    if (!layout) {
        if (!layout.error().sentence.id.starts_with("layout.")) {
            std::abort();
        }
        return 0;
    }
    auto const drawn = overlay::draw(*layout, mark(), {210, 297}, size % 2, 3);
    if (drawn && (drawn->pdf.empty() || drawn->qr_boxes.size() != layout->qrs.size())) {
        std::abort();
    }
    return 0;
}
