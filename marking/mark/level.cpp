#include "marking/mark/mark.hpp"

#include <algorithm>
#include <array>

#include "marking/mark/typed.hpp"

namespace imprimatur {

namespace {

struct Names {
    Level level;
    std::string_view chinese, english, identifier;
};

constexpr std::array<Names, 5> all_names{{
    {Level::Ordinary, "普通", "Ordinary", "ordinary"},
    {Level::Internal, "内部", "Internal", "internal"},
    {Level::Confidential, "秘密", "Confidential", "confidential"},
    {Level::Secret, "机密", "Secret", "secret"},
    {Level::TopSecret, "绝密", "Top Secret", "top-secret"},
}};

Names const& names_of(Level level) {
    return all_names.at(static_cast<std::size_t>(level));
}

/// "机 密", "ＴＯＰ　ＳＥＣＲＥＴ": blanks, width and case tell nothing.
std::string as_compared(std::string_view text) {
    auto out = without_blanks(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

} // namespace

std::string_view chinese_name(Level level) {
    return names_of(level).chinese;
}
std::string_view english_name(Level level) {
    return names_of(level).english;
}
std::string_view identifier(Level level) {
    return names_of(level).identifier;
}
bool is_classified(Level level) {
    return level >= Level::Confidential;
}

std::optional<Level> find_level(std::string_view text) {
    auto said = as_compared(text);
    for (auto const& names : all_names) {
        for (auto name : {names.chinese, names.english, names.identifier}) {
            auto const known = as_compared(name);
            if (said == known || said == known + "级") {
                return names.level;
            }
        }
    }
    return std::nullopt;
}

} // namespace imprimatur
