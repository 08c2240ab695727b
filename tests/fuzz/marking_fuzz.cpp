/// Any bytes as a document to be marked: refused with a sentence, or a copy of which every page was
/// verified.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "marking/layout/layout.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/stamp/stamp.hpp"

namespace {

using namespace imprimatur;

constexpr std::string_view look = R"(
title = {zh = "试", en = "Fuzz"}
printable_margin = 0
place = "avoid"
[[line]]
name = "number"
text = "{number} {level_mark}"
font = "WenQuanYi Zen Hei"
size = 8
at = {anchor = "page-top-left", x = 3, y = 3}
[[qr]]
at = {anchor = "page-top-right", x = 2, y = 2}
module = 0.4
serial = "none"
)";

Mark mark() {
    Mark out;
    out.level = Level::Secret;
    out.number = CopyNumber{123};
    out.serial = Serial{0x0123456789abcdefULL};
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static auto const layout = layout::read_text(look, "fuzz").value();
    auto input = memory_file("fuzz");
    if (!input || !write_all(*input, {reinterpret_cast<char const*>(data), size})) {
        return 0;
    }
    stamp::Options options;
    options.most_pages = 20;
    auto const stamped = stamp::stamp(*input, layout, {mark()}, options);
    if (!stamped) {
        if (stamped.error().sentence.id.empty()) {
            std::abort();
        }
        return 0;
    }
    if (stamped->copies.size() != 1 || stamped->pages == 0) {
        std::abort();
    }
    return 0;
}
