#include "gateway/cli/plain.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace imprimatur::cli {

namespace {

constexpr char32_t not_a_character = 0xFFFD;

struct Range {
    char32_t first;
    char32_t last;
};

constexpr Range harmful[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C}, {0x200E, 0x200F},   {0x2028, 0x202E},
    {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

constexpr Range without_width[] = {
    {0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0x3099, 0x309A}, {0xFE00, 0xFE0F},
};

template <std::size_t Count> bool is_in(Range const (&ranges)[Count], char32_t c) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](Range range) { return c >= range.first && c <= range.last; });
}

/// One character from the front of a text.
struct Character {
    char32_t code;
    std::size_t bytes;
};

std::size_t length_from(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// A byte that begins no character is taken for one that is not a character.
Character first_of(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const length = length_from(byte(0));
    if (length == 1) {
        return {byte(0), 1};
    }
    if (length == 0 || text.size() < length) {
        return {not_a_character, 1};
    }
    char32_t code = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return {not_a_character, 1};
        }
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    bool const is_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (is_long || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) {
        return {not_a_character, 1};
    }
    return {code, length};
}

std::size_t width_of(char32_t code) {
    if (is_in(without_width, code)) {
        return 0;
    }
    return is_in(wide, code) ? 2 : 1;
}

std::string escaped(char32_t code) {
    if (code < 0x10000) {
        return fmt::format("\\u{:04x}", static_cast<unsigned>(code));
    }
    auto rest = static_cast<unsigned>(code - 0x10000);
    return fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + (rest >> 10U), 0xDC00U + (rest & 0x3FFU));
}

} // namespace

std::string plain(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto [code, bytes] = first_of(text);
        if (code == not_a_character || is_in(harmful, code)) {
            out += "\xEF\xBF\xBD";
        } else {
            out += text.substr(0, bytes);
        }
        text.remove_prefix(bytes);
    }
    return out;
}

std::string plain_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    while (!json.empty()) {
        auto [code, bytes] = first_of(json);
        if (code == '\n' || !is_in(harmful, code)) { // line ends stand between values, never inside
            out += code == not_a_character ? "\xEF\xBF\xBD" : json.substr(0, bytes);
        } else {
            out += escaped(code);
        }
        json.remove_prefix(bytes);
    }
    return out;
}

std::string_view first_character(std::string_view text) {
    return text.empty() ? text : text.substr(0, first_of(text).bytes);
}

bool begins_no_line(std::string_view text) {
    for (std::string_view mark :
         {"，", "。", "；", "：", "、", "）", "”", "》", "〕", "！", "？"}) {
        if (text.starts_with(mark)) {
            return true;
        }
    }
    return false;
}

std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        auto [code, bytes] = first_of(text);
        count += width_of(code);
        text.remove_prefix(bytes);
    }
    return count;
}

std::string cut(std::string_view text, std::size_t width) {
    if (columns(text) <= width) {
        return std::string(text);
    }
    if (width == 0) {
        return {};
    }
    std::string out;
    std::size_t taken = 1; // the "…"
    while (!text.empty()) {
        auto [code, bytes] = first_of(text);
        taken += width_of(code);
        if (taken > width) {
            break;
        }
        out += text.substr(0, bytes);
        text.remove_prefix(bytes);
    }
    return out + "…";
}

} // namespace imprimatur::cli
