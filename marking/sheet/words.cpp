#include "marking/sheet/words.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace imprimatur::sheet {

namespace {

/// Whether it has characters of U+3000 to U+9FFF, by the first of their bytes.
bool has_chinese(std::string const& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0xE3 && byte <= 0xE9;
    });
}

} // namespace

Tongue tongue_of(std::string const& title) {
    if (!has_chinese(title)) {
        return Tongue::English;
    }
    return two_languages(title).second.empty() ? Tongue::Chinese : Tongue::Both;
}

std::string page_of(int page, int total, Tongue tongue) {
    auto const chinese = fmt::format("第 {} 页　共 {} 页", page, total);
    auto const english = fmt::format("Page {} of {}", page, total);
    return tongue == Tongue::Chinese   ? chinese
           : tongue == Tongue::English ? english
                                       : chinese + "　 " + english;
}

std::string continued(std::string const& title) {
    return two_languages(title).first +
           (tongue_of(title) == Tongue::English ? " (continued)" : "（续）");
}

std::string nothing(Tongue tongue) {
    return tongue == Tongue::Chinese   ? "（无记录）"
           : tongue == Tongue::English ? "(no entries)"
                                       : "（无记录　No entries）";
}

std::string signer(std::string const& who, Tongue tongue) {
    return who + (tongue == Tongue::English ? ":" : "：");
}

std::pair<std::string, std::string> two_languages(std::string const& text) {
    auto slash = text.find(" / ");
    if (slash == text.npos) {
        return {text, {}};
    }
    return {text.substr(0, slash), text.substr(slash + 3)};
}

std::size_t start_of_english(std::string const& text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        bool const is_letter = std::isalpha(static_cast<unsigned char>(text[i])) != 0;
        if (is_letter && text[i - 1] == ' ' &&
            (i < 2 || static_cast<unsigned char>(text[i - 2]) > 127)) {
            return i;
        }
    }
    return std::string::npos;
}

} // namespace imprimatur::sheet
