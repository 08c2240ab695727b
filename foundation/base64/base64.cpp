#include "foundation/base64/base64.hpp"

#include <algorithm>
#include <cstdint>

namespace imprimatur {

namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string to_base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= bytes.size() ? digits[group >> (18 - 6 * i) & 0x3fU] : '=';
        }
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    auto const whole = text.size();
    for (int i = 0; i < 2 && text.ends_with('='); ++i) {
        text.remove_suffix(1);
    }
    if (whole % 4 != 0) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(whole / 4 * 3);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (char c : text) {
        auto const digit = digits.find(c);
        if (digit == digits.npos) {
            return std::nullopt;
        }
        group = group << 6U | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(group >> bits & 0xffU);
        }
    }
    // One text for one value: what is left over of the last digit is zero, and there is no more.
    bool const is_strict = bits < 6 && (group & ((1U << bits) - 1U)) == 0;
    return is_strict && (whole - text.size()) == (4 - text.size() % 4) % 4 ? std::optional(out)
                                                                           : std::nullopt;
}

} // namespace imprimatur
