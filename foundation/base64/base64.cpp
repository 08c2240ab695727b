#include "foundation/base64/base64.hpp"

#include <algorithm>

#include <openssl/evp.h>

namespace imprimatur {

namespace {

constexpr std::size_t most_at_once = std::size_t{3} << 20U; ///< bytes; OpenSSL counts in int

unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

} // namespace

std::string to_base64(std::string_view bytes) {
    std::string out;
    std::string part(most_at_once / 3 * 4 + 1, '\0'); // OpenSSL ends it with a zero
    for (std::size_t i = 0; i < bytes.size(); i += most_at_once) {
        auto const from = bytes.substr(i, most_at_once);
        auto const size = EVP_EncodeBlock(raw(part), raw(from), static_cast<int>(from.size()));
        out.append(part, 0, static_cast<std::size_t>(size));
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    constexpr std::size_t most_digits = most_at_once / 3 * 4;
    std::string out;
    std::string part(most_at_once, '\0');
    for (std::size_t i = 0; i < text.size(); i += most_digits) {
        auto const from = text.substr(i, most_digits);
        auto const size = EVP_DecodeBlock(raw(part), raw(from), static_cast<int>(from.size()));
        if (size < 0) {
            return std::nullopt;
        }
        out.append(part, 0, static_cast<std::size_t>(size));
    }
    auto const padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
    out.resize(out.size() - std::min(padding, out.size()));
    // OpenSSL forgives blanks, and digits that say nothing: one text for one value.
    return to_base64(out) == text ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace imprimatur
