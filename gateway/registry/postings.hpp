/// What one bucket of the page index says: which pages have a key, as one text.
///
/// A posting is 42 bits, seven characters: 16 of the 20 bits of the key that the bucket does not
/// say, and 26 bits of the page's place among all pages ever entered. The four bits left out let
/// one key in 3,000 find a page by chance; no page is found by one key. Private to this room (and
/// its tests).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::registry {

struct Posting {
    std::uint32_t tag = 0;  ///< tag_of() a key
    std::uint32_t page = 0; ///< from 1; `every_letter`: the key says nothing
};

inline constexpr std::uint64_t last_key = (1ULL << 40U) - 1;
inline constexpr unsigned bucket_shift = 20; ///< bits of a key below those that choose its bucket
inline constexpr unsigned tag_shift = 4;     ///< bits of a key that are not kept
inline constexpr std::uint32_t last_tag = (1U << (bucket_shift - tag_shift)) - 1;
inline constexpr std::uint32_t last_page = (1U << 26U) - 1;
/// In place of a page: the key stands on so many papers that none is found by it.
inline constexpr std::uint32_t every_letter = 0;

constexpr std::uint32_t bucket_of(std::uint64_t key) {
    return static_cast<std::uint32_t>(key >> bucket_shift);
}
constexpr std::uint32_t tag_of(std::uint64_t key) {
    return static_cast<std::uint32_t>(key >> tag_shift) & last_tag;
}

std::string to_postings(std::vector<Posting> const& postings);
/// What to_postings wrote. Throws Damaged.
std::vector<Posting> read_postings(std::string_view text);

} // namespace imprimatur::registry
