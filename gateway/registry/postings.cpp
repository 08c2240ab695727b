#include "gateway/registry/postings.hpp"

#include <array>

#include "gateway/registry/faults.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t characters = 7;
constexpr unsigned bits = 6; ///< of a character
constexpr unsigned page_bits = 26;
/// Neither quotes nor what JSON would escape.
constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
constexpr std::uint8_t no_digit = 0xff;

constexpr std::array<std::uint8_t, 256> values = [] {
    std::array<std::uint8_t, 256> out{};
    out.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        out[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    }
    return out;
}();

} // namespace

std::string to_postings(std::vector<Posting> const& postings) {
    std::string out;
    out.reserve(postings.size() * characters);
    for (auto const& posting : postings) {
        auto all = (std::uint64_t{posting.tag} << page_bits) | posting.page;
        for (std::size_t i = 0; i < characters; ++i) {
            out += digits[(all >> (bits * (characters - 1 - i))) & 0x3fU];
        }
    }
    return out;
}

std::vector<Posting> read_postings(std::string_view text) {
    if (text.size() % characters != 0) {
        throw Damaged("a bucket of the page index is cut off");
    }
    std::vector<Posting> out;
    out.reserve(text.size() / characters);
    for (std::size_t at = 0; at < text.size(); at += characters) {
        std::uint64_t all = 0;
        for (auto c : text.substr(at, characters)) {
            auto value = values[static_cast<unsigned char>(c)];
            if (value == no_digit) {
                throw Damaged("a bucket of the page index holds what no posting is");
            }
            all = (all << bits) | value;
        }
        out.push_back({static_cast<std::uint32_t>(all >> page_bits),
                       static_cast<std::uint32_t>(all & last_page)});
    }
    return out;
}

} // namespace imprimatur::registry
