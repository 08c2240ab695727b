// The level that a document carries in writing. Private to this room.
#pragma once

#include <optional>
#include <string>

#include "marking/mark/mark.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::worker {

struct WrittenLevel {
    Level level;
    std::string text; ///< "机密★10年"
};

/// The highest level that stands on the page as a mark: `机密★10年` by itself anywhere, or 绝密,
/// 机密 or 秘密 alone in the top quarter. A sentence that speaks of secrets is no mark.
/// @param text of the page, to spare the search for words where no level is named
/// @error as render::Document::words(): what may be on the page is not known then.
/// @source GB/T 9704-2012, 7.2.2 (level, ★, period; the characters may be spread)
Result<std::optional<WrittenLevel>> find_written_level(render::Document const& document,
                                                       std::uint32_t page, std::string_view text);

} // namespace imprimatur::worker
