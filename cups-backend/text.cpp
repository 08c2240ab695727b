#include "cups-backend/text.hpp"

#include <cstdint>
#include <optional>

namespace imprimatur::backend {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

struct Character {
    std::uint32_t code;
    std::size_t length;
};

/// The character that `text` begins with (RFC 3629); nothing where it is not UTF-8.
std::optional<Character> first_of(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::uint32_t first = byte(0);
    if (first < 0x80) {
        return Character{first, 1};
    }
    std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) {
        return std::nullopt;
    }
    std::uint32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) {
            return std::nullopt;
        }
        code = code << 6 | (byte(i) & 0x3FU);
    }
    std::uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    bool is_wrong = code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF);
    return is_wrong ? std::nullopt : std::optional(Character{code, length});
}

bool is_control(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || // C0, DEL, C1
           (code >= 0x200E && code <= 0x200F) ||            // direction marks
           (code >= 0x2028 && code <= 0x202E) ||            // line ends, embeddings, overrides
           (code >= 0x2066 && code <= 0x2069) ||            // isolates
           code == 0xFEFF;
}

} // namespace

std::string tamed(std::string_view text, std::size_t most) {
    std::string out;
    while (!text.empty()) {
        auto character = first_of(text);
        auto piece = !character                    ? replacement
                     : is_control(character->code) ? " "
                                                   : text.substr(0, character->length);
        if (out.size() + piece.size() > most) {
            break;
        }
        out += piece;
        text.remove_prefix(character ? character->length : 1);
    }
    return out;
}

bool is_tame(std::string_view text, std::size_t most) {
    return tamed(text, most) == text;
}

} // namespace imprimatur::backend
