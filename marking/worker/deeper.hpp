// Pages that words do not tell, looked at long enough to know them again: their picture, and what
// can be read on it. Private to this room.
#pragma once

#include <span>
#include <vector>

#include "marking/words/words.hpp"
#include "marking/worker/pages.hpp"
#include "marking/worker/pictures.hpp"

namespace imprimatur::worker {

/// For the registry, of each page (docs/recognition.md: bytes a page).
inline constexpr std::size_t keys_a_page = 24;
/// Of one that words alone do not tell: fewer of its keys are found again on a scan.
inline constexpr std::size_t keys_a_hard_page = 44;

/// Whether words alone tell a page, and what level it bears.
/// @param weight of its text (marking/words)
/// @param pixels of the pictures that it shows
bool is_told_by_words(std::size_t weight, std::uint64_t pixels);

/// What a long look at a page gives.
struct Deeper {
    std::uint32_t page;
    words::Keys keys;
    std::vector<words::PageKey> asked_words; ///< of keys.asked those that are of words
    std::optional<level::Written> level;     ///< that stands on its pictures
    bool is_silent = false;                  ///< a picture for whose words there was no time
};

/// Looks at one after another of `pages`, at least one, until `end`.
/// @return of those that were looked at. @error as Pages::draw(), ocr::read_text()
Result<std::vector<Deeper>> look_deeper(Pages const& document, std::span<std::uint32_t const> pages,
                                        Deadline end);

/// What can be read on a page that is a picture; empty where that takes too long.
/// @error as Pages::draw(); Unavailable as ocr::read_text()
Result<std::string> read_on(Pages const& document, std::uint32_t page);

} // namespace imprimatur::worker
