#include "gateway/cli/texts.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "marking/mark/mark.hpp"

namespace imprimatur::cli {

namespace {

std::string_view name_of(Kind kind) {
    switch (kind) {
    case Kind::Number:
        return "number";
    case Kind::Date:
        return "date";
    case Kind::Period:
        return "period";
    case Kind::Level:
        return "level";
    case Kind::Serial:
        return "serial";
    case Kind::List:
        return "list";
    case Kind::Input:
    case Kind::Output:
        return "file";
    case Kind::Flag:
    case Kind::Text:
    case Kind::Choice:
        break;
    }
    return "text";
}

/// Too many to stand in a line of usage.
bool has_long_choices(Option const& option) {
    constexpr std::size_t longest = 12;
    return option.kind == Kind::Choice && option.choices.size() > longest;
}

} // namespace

std::string_view Texts::http_language() const {
    return language_ == Language::Chinese ? "zh-CN" : "en";
}

std::string Texts::say(Sentence const& sentence) const {
    return sentences_.say(sentence, language_);
}

std::string Texts::label(std::string_view name) const {
    return say({fmt::format("cli.label.{}", name), {}});
}

std::string Texts::word(std::string const& name) const {
    auto id = "cli.word." + name;
    return sentences_.knows(id) ? say({id, {}}) : name;
}

std::string Texts::level(std::string const& identifier) const {
    auto found = find_level(identifier);
    if (!found) {
        return identifier;
    }
    return std::string(language_ == Language::Chinese ? chinese_name(*found)
                                                      : english_name(*found));
}

std::string Texts::help(Command const& command) const {
    return say({help_id(command), {}});
}

std::string Texts::help(Command const& command, Option const& option) const {
    auto const ids = help_ids(command, option);
    auto const text = say({sentences_.knows(ids.front()) ? ids.front() : ids.back(), {}});
    if (!has_long_choices(option)) {
        return text;
    }
    return say({"cli.one-of", {{"help", text}, {"choices", listed_choices(option)}}});
}

std::string Texts::placeholder(Option const& option) const {
    if (option.kind != Kind::Choice) {
        return say({fmt::format("cli.placeholder.{}", name_of(option.kind)), {}});
    }
    if (!has_long_choices(option)) {
        return std::string(option.choices);
    }
    std::string name(option.name);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return name;
}

Language language_of(std::map<std::string, std::string> const& environment) {
    for (auto const* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        auto found = environment.find(name);
        if (found != environment.end() && !found->second.empty()) {
            return imprimatur::language_of(std::string_view(found->second));
        }
    }
    return Language::English;
}

} // namespace imprimatur::cli
