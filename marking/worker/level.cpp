#include "marking/worker/level.hpp"

namespace imprimatur::worker {

Result<std::optional<level::Written>>
find_written_level(render::Document const& document, std::uint32_t page, std::string_view text) {
    if (!level::may_be_marked(text)) {
        return std::optional<level::Written>();
    }
    auto const words = document.words(page);
    auto const size = document.size(page);
    if (!words || !size) {
        return tl::unexpected<Error>(words ? size.error() : words.error());
    }
    level::Page all{size->width, size->height, {}, false};
    for (auto const& word : *words) {
        all.words.push_back({word.text, word.x, word.y, word.width, word.height, word.turn});
    }
    return level::find_written(all);
}

std::optional<level::Written> find_read_level(ocr::PageText const& read, double width,
                                              double height) {
    if (!level::may_be_marked(read.text)) {
        return std::nullopt;
    }
    level::Page all{width, height, {}, true};
    bool const is_side = read.turn % 180 != 0;
    for (auto const& word : read.words) {
        // Turned first, then flipped left to right: before the turn that is a flip of that side.
        double const x = read.mirrored && !is_side ? width - word.x - word.width : word.x;
        double const y = read.mirrored && is_side ? height - word.y - word.height : word.y;
        all.words.push_back({word.text, x, y, word.width, word.height, (360 - read.turn) % 360});
    }
    return level::find_written(all);
}

} // namespace imprimatur::worker
