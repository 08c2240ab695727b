#include <algorithm>
#include <cstdint>

#include <utf8proc.h>

#include "marking/words/normal.hpp"
#include "marking/words/words.hpp"

namespace imprimatur::words {

namespace {

bool is_letter_or_digit(char32_t letter) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(letter))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

/// Ideographs, kana and Hangul.
bool is_heavy(char32_t letter) {
    return (letter >= 0x2e80 && letter <= 0x9fff) || (letter >= 0xac00 && letter <= 0xd7a3) ||
           (letter >= 0xf900 && letter <= 0xfaff) || (letter >= 0x20000 && letter <= 0x3ffff);
}

/// Mixes all bits (the finisher of SplitMix64; G. Steele and others, 2014).
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

void add_ascii(unsigned char byte, std::size_t at, std::vector<Unit>& out) {
    bool const is_capital = byte >= 'A' && byte <= 'Z';
    if (is_capital || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
        out.push_back({static_cast<char32_t>(is_capital ? byte + 32 : byte), at, at + 1, 1});
    }
}

} // namespace

std::size_t weight_of(std::vector<Unit> const& units) {
    std::size_t sum = 0;
    for (auto const& unit : units) {
        sum += static_cast<std::size_t>(unit.weight);
    }
    return sum;
}

std::vector<Unit> units_of(std::string_view text) {
    std::vector<Unit> out;
    out.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size();) {
        auto const byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) { // most of a page in a Latin script
            add_ascii(byte, at++, out);
            continue;
        }
        utf8proc_int32_t letter = 0;
        auto const size = utf8proc_iterate(
            reinterpret_cast<utf8proc_uint8_t const*>(text.data() + at), // bytes as they are
            static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
        if (size <= 0) {
            ++at;
            continue;
        }
        utf8proc_int32_t plain[8]; // the longest that a character becomes is 18; so few matter
        int bound = UTF8PROC_BOUNDCLASS_START;
        auto const count = utf8proc_decompose_char(
            letter, plain, 8,
            static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                           UTF8PROC_CASEFOLD | UTF8PROC_IGNORE),
            &bound);
        for (utf8proc_ssize_t i = 0; i < count && i < 8; ++i) {
            auto const one = static_cast<char32_t>(plain[i]);
            if (is_letter_or_digit(one)) {
                out.push_back(
                    {one, at, at + static_cast<std::size_t>(size), is_heavy(one) ? 2 : 1});
            }
        }
        at += static_cast<std::size_t>(size);
    }
    return out;
}

bool is_legible(std::string_view text) {
    constexpr std::size_t most = 20; // one in so many
    std::size_t all = 0;
    std::size_t nonsense = 0;
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t letter = 0;
        auto const size = std::max<utf8proc_ssize_t>(
            1, utf8proc_iterate(
                   reinterpret_cast<utf8proc_uint8_t const*>(text.data() + at), // bytes as they are
                   static_cast<utf8proc_ssize_t>(text.size() - at), &letter));
        at += static_cast<std::size_t>(size);
        auto const category = utf8proc_category(letter);
        bool const is_space = letter == ' ' || (letter >= '\t' && letter <= '\r');
        all += is_space ? 0 : 1;
        nonsense +=
            !is_space && (letter == 0xfffd || category == UTF8PROC_CATEGORY_CC ||
                          category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CN)
                ? 1
                : 0;
    }
    return nonsense * most <= all;
}

std::vector<Shingle> shingles_of(std::vector<Unit> const& units) {
    std::vector<Shingle> out;
    out.reserve(units.size());
    std::size_t end = 0;
    int weight = 0;
    for (std::size_t first = 0; first < units.size(); ++first) {
        while (end < units.size() && weight < shingle_weight) {
            weight += units[end++].weight;
        }
        if (weight < shingle_weight && first > 0) {
            break;
        }
        std::uint64_t hash = 0x9e3779b97f4a7c15U;
        for (auto i = first; i < end; ++i) {
            hash = mixed(hash + units[i].letter);
        }
        out.push_back({hash, first, end - first});
        weight -= units[first].weight;
    }
    return out;
}

} // namespace imprimatur::words
