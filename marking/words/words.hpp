/// A page known by its words: the keys by which it is found again among millions, and a close look
/// at two pages.
///
/// Promise: how a page is set (font, size, line breaks, white space, full-width forms, letter case,
/// punctuation), turned, scaled, cut or put beside others on a sheet does not matter; a few changed
/// words do not either. The same form with other entries and the next edition of a text are told
/// apart from a page that was changed a little (docs/recognition.md has the rates).
///
/// Method: shingles of some ten units, where a Chinese character counts for two and a letter or a
/// digit for one; kept are those with the smallest hashes (A. Broder, On the resemblance and
/// containment of documents, 1997); asked are these and the smallest of every short stretch (S.
/// Schleimer and others, Winnowing, 2003), so that of a page among others enough are asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::words {

/// By what a page is found again: 40 bits, of which the upper 20 choose a place in the index.
using PageKey = std::uint64_t;

struct Keys {
    std::vector<PageKey> kept;  ///< for the registry; fewer where the page has few words
    std::vector<PageKey> asked; ///< of which some are kept of every page with words in common
    std::size_t weight = 0;     ///< of the text, as weight_of()
};

/// @param text of a page, UTF-8, in any order in which lines stay together.
Keys keys_of(std::string_view text, std::size_t most_kept);

/// How much there is to read, in units: two a Chinese character, one a letter or digit.
std::size_t weight_of(std::string_view text);

/// False where a font does not say which letters it shows: such a text has control characters,
/// characters for private use or U+FFFD among its letters (CUPS's texttopdf embeds such a font),
/// and says nothing about the page.
bool is_legible(std::string_view text);

/// How sure the letters are.
enum class Source { Text, Recognised }; ///< Recognised: by OCR, with some letters wrong

enum class Verdict { Different, Doubtful, Same };

/// A stretch of bytes of a text.
struct Stretch {
    std::size_t from;
    std::size_t to; ///< beyond
};

struct Comparison {
    Verdict verdict = Verdict::Different;
    double of_first = 0;              ///< share of the first text's units that the second has too
    double of_second = 0;             ///< likewise
    std::vector<Stretch> only_first;  ///< what the second has not
    std::vector<Stretch> only_second; ///< what the first has not
};

/// Same: one holds nearly all of the other. Doubtful: so much of it that a person should look.
/// Texts with too few words are Different: words alone do not tell then.
/// @param source of the less sure of the two
Comparison compare(std::string_view first, std::string_view second, Source source);

} // namespace imprimatur::words
