// Covert dots of one page. Private to this room.
#pragma once

#include <optional>
#include <vector>

#include "marking/bitmap/bitmap.hpp"
#include "marking/dots/dots.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::worker {

/// Whole: the page as one piece, no further than to a copy that names itself. Parts: then piece by
/// piece, so that two copies in one picture are told apart, and with what the pieces show even
/// where no copy names itself.
enum class Search { Whole, Parts };

/// @param keys oldest first. The newest is tried first; the others are tried too, whatever it
/// finds: a page can show a copy, and through it what it was made from.
/// @param hints copies whose codes were seen on the page: their dots are looked for first.
std::vector<pipe::DotsSeen> look_for_dots(Bitmap const& picture, std::uint32_t page,
                                          std::vector<dots::Key> const& keys, Search search,
                                          std::vector<Serial> const& hints);

} // namespace imprimatur::worker
