#include "marking/mark/typing.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace imprimatur {

namespace {

/// Signs outside the block of full-width forms that people type for ASCII ones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kin{{
    {"\u3000", " "}, // ideographic space
    {"\u2010", "-"}, // hyphens and dashes, of all lengths
    {"\u2011", "-"},
    {"\u2012", "-"},
    {"\u2013", "-"},
    {"\u2014", "-"},
    {"\u2015", "-"},
    {"\u2212", "-"},
    {"\u2026", "..."},
    {"\u22ef", "..."},
    {"\u00a0", " "},
}};

/// Full-width forms, U+FF01 to U+FF5E, are ASCII from '!' to '~' in the same order.
std::optional<char> find_full_width(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xef') {
        return std::nullopt;
    }
    auto const second = static_cast<unsigned char>(text[1]);
    auto const third = static_cast<unsigned char>(text[2]);
    unsigned const point = 0xf000U | (second & 0x3fU) << 6U | (third & 0x3fU);
    bool const is_one = second >> 6U == 2 && third >> 6U == 2 && point >= 0xff01 && point <= 0xff5e;
    return is_one ? std::optional(static_cast<char>(point - 0xff01 + '!')) : std::nullopt;
}

} // namespace

std::string half_width(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t length = 1;
        if (auto const ascii = find_full_width(text)) {
            out += *ascii;
            length = 3;
        } else if (auto const* found =
                       std::find_if(kin.begin(), kin.end(),
                                    [&](auto const& pair) { return text.starts_with(pair.first); });
                   found != kin.end()) {
            out += found->second;
            length = found->first.size();
        } else {
            out += text.front();
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string first_character_of(std::string_view text) {
    std::size_t length = text.empty() ? 0 : 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) {
        ++length;
    }
    return std::string(text.substr(0, length));
}

} // namespace imprimatur
