// A text as what counts of it: letters and digits in one form. Private to this room.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace imprimatur::words {

/// One letter or digit.
struct Unit {
    char32_t letter;
    std::size_t from; ///< its bytes in the text
    std::size_t to;
    int weight; ///< 2: a character that is a word or a part of one; 1: a letter of an alphabet
};

/// Letters and digits in compatibility form, small; all else is left out. Bytes that are no UTF-8
/// are passed over.
/// @source Unicode 15, NFKC_Casefold
std::vector<Unit> units_of(std::string_view text);

std::size_t weight_of(std::vector<Unit> const& units);

/// Weight that a shingle has at least.
inline constexpr int shingle_weight = 10;

struct Shingle {
    std::uint64_t hash;
    std::size_t first; ///< place among the units
    std::size_t count;
};

/// Every run of units that is just heavy enough; one in all where the text is lighter than that.
std::vector<Shingle> shingles_of(std::vector<Unit> const& units);

} // namespace imprimatur::words
