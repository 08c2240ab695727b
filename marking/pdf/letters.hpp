/// The three classes of characters. @source ISO 32000-1, 7.2.2
#pragma once

#include <array>
#include <cstdint>

namespace imprimatur::pdf {

enum class Class : std::uint8_t { Regular, White, Delimiter };

constexpr std::array<Class, 256> make_classes() {
    std::array<Class, 256> out{};
    for (char white : {'\0', '\t', '\n', '\f', '\r', ' '}) {
        out[static_cast<unsigned char>(white)] = Class::White;
    }
    for (char delimiter : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) {
        out[static_cast<unsigned char>(delimiter)] = Class::Delimiter;
    }
    return out;
}
inline constexpr auto classes = make_classes();

inline Class class_of(char letter) {
    return classes[static_cast<unsigned char>(letter)];
}

} // namespace imprimatur::pdf
