/// Bytes as people and files write them.
#pragma once

#include <span>
#include <string>

namespace imprimatur {

/// Two lower-case hex digits a byte.
inline std::string hex(std::span<unsigned char const> bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto byte : bytes) {
        out += digits[byte >> 4U];
        out += digits[byte & 0xfU];
    }
    return out;
}

} // namespace imprimatur
