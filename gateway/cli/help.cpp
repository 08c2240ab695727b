#include "gateway/cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string name_with_value(Option const& option, Texts const& texts) {
    if (option.is_argument()) {
        return std::string(option.name);
    }
    auto const name = "--" + std::string(option.name);
    return option.kind == Kind::Flag ? name : name + " " + texts.placeholder(option);
}

std::string in_usage(Option const& option, Texts const& texts) {
    auto name = name_with_value(option, texts);
    if (option.need == Need::Many) {
        name += option.is_argument() ? "..." : "";
    }
    if (option.need == Need::Any) {
        return "[" + name + "]...";
    }
    return option.need == Need::Optional ? "[" + name + "]" : name;
}

/// Names in the left column, their help beside it, folded to the width of the terminal.
std::string listed(std::string const& heading, Pairs const& pairs, Style style) {
    if (pairs.empty()) {
        return {};
    }
    constexpr std::size_t widest_name = 26;
    std::size_t width = 0;
    for (auto const& [name, help] : pairs) {
        width = columns(name) <= widest_name ? std::max(width, columns(name)) : width;
    }
    std::string out = "\n" + heading + "\n";
    for (auto const& [name, help] : pairs) {
        auto text = wrapped(help, width + 4, style.width);
        auto const used = columns(name) + 2;
        if (used <= width + 2) {
            text.replace(0, width + 4, "  " + name + std::string(width + 4 - used, ' '));
        } else {
            text.insert(0, "  " + name + "\n");
        }
        out += text;
    }
    return out;
}

bool is_below(Command const& command, std::string_view path) {
    if (path.empty()) {
        return command.path.find(' ') == std::string_view::npos;
    }
    return command.path.size() > path.size() && command.path.starts_with(path) &&
           command.path[path.size()] == ' ';
}

Command const* find_command(std::string_view path) {
    auto all = commands();
    auto found =
        std::find_if(all.begin(), all.end(), [&](auto const& c) { return c.path == path; });
    return found == all.end() ? nullptr : &*found;
}

Pairs commands_below(std::string_view path, Texts const& texts) {
    Pairs pairs;
    for (auto const& command : commands()) {
        if (is_below(command, path)) {
            auto name = command.path.substr(path.empty() ? 0 : path.size() + 1);
            pairs.emplace_back(std::string(name), texts.help(command));
        }
    }
    return pairs;
}

Pairs options_of(Command const& command, bool arguments, Texts const& texts) {
    Pairs pairs;
    for (auto const& option : command.options) {
        if (option.is_argument() == arguments) {
            pairs.emplace_back(name_with_value(option, texts), texts.help(command, option));
        }
    }
    return pairs;
}

Pairs options_everywhere(Texts const& texts) {
    Pairs pairs;
    for (auto const& option : common_options()) {
        pairs.emplace_back(name_with_value(option, texts), texts.help({}, option));
    }
    pairs.emplace_back("-h, --help", texts.help({}, {"help", Kind::Flag}));
    return pairs;
}

} // namespace

std::string usage_line(Command const& command, Texts const& texts) {
    std::string line = fmt::format("imprimatur {}", command.path);
    if (command.run == nullptr) {
        return line + " " + texts.label("command-word");
    }
    for (bool required : {true, false}) {
        for (auto const& option : command.options) {
            if ((option.need == Need::Once || option.need == Need::Many) == required) {
                line += " " + in_usage(option, texts);
            }
        }
    }
    return line;
}

std::string help_text(std::string_view path, Texts const& texts, Style style) {
    auto const* command = find_command(path);
    std::string out;
    if (command == nullptr) {
        out = wrapped(texts.label("about"), 0, style.width) + "\n" + texts.label("usage") +
              " imprimatur " + texts.label("command-word") + "\n";
    } else {
        auto usage = wrapped(usage_line(*command, texts), 4, style.width);
        out = wrapped(texts.help(*command), 0, style.width) + "\n" + texts.label("usage") + "\n" +
              usage;
        out += listed(texts.label("arguments"), options_of(*command, true, texts), style);
        out += listed(texts.label("options"), options_of(*command, false, texts), style);
    }
    out += listed(texts.label("commands"), commands_below(path, texts), style);
    out += listed(texts.label("everywhere"), options_everywhere(texts), style);
    if (command == nullptr) {
        out += "\n" + wrapped(texts.label("more-help"), 0, style.width);
    }
    return out;
}

} // namespace imprimatur::cli
