#include "gateway/print/tame.hpp"

#include <cstdint>

namespace imprimatur::print {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Bytes of the character that begins `text`; 0 when they are no character.
std::size_t character_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t length = byte(0) < 0x80   ? 1
                         : byte(0) < 0xC2 ? 0
                         : byte(0) < 0xE0 ? 2
                         : byte(0) < 0xF0 ? 3
                         : byte(0) < 0xF5 ? 4
                                          : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    std::uint32_t value = length == 1 ? byte(0) : byte(0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return 0;
        }
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    bool is_overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    return is_overlong || is_surrogate || value > 0x10FFFF ? 0 : length;
}

bool is_control(std::string_view character) {
    auto first = static_cast<unsigned char>(character[0]);
    auto second = character.size() > 1 ? static_cast<unsigned char>(character[1]) : 0;
    bool is_c1 = character.size() == 2 && first == 0xC2 && second < 0xA0;
    // U+202A–202E, U+2066–2069 turn the direction of a line; U+2028/2029 break it.
    bool is_steering = character.size() == 3 && first == 0xE2 && second >= 0x80 && second <= 0x81 &&
                       ((character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
                        (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9"));
    return first < 0x20 || first == 0x7F || is_c1 || is_steering;
}

} // namespace

std::string tame(std::string_view text, std::size_t longest) {
    std::string out;
    for (std::size_t count = 0; !text.empty() && count < longest; ++count) {
        auto length = character_length(text);
        auto character = text.substr(0, length == 0 ? 1 : length);
        out += length == 0 || is_control(character) ? replacement : character;
        text.remove_prefix(character.size());
    }
    return out;
}

} // namespace imprimatur::print
