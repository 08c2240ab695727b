#include "marking/mark/mark.hpp"

#include <array>

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
    for (auto const& names : all_names) {
        if (text == names.chinese || text == names.english || text == names.identifier) {
            return names.level;
        }
    }
    return std::nullopt;
}

} // namespace imprimatur
