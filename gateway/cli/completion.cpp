#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "gateway/cli/help.hpp"

namespace imprimatur::cli {

namespace {

std::string words(std::vector<std::string> const& all) {
    std::string out;
    for (auto const& word : all) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

std::string choices_of(Option const& option) {
    if (option.kind == Kind::Level) {
        return "ordinary internal confidential secret top-secret";
    }
    std::string out(option.choices);
    std::replace(out.begin(), out.end(), '|', ' ');
    return out;
}

void add_options(std::span<Option const> options, std::vector<std::string>& all) {
    for (auto const& option : options) {
        if (!option.is_argument()) {
            all.push_back("--" + std::string(option.name));
        }
    }
}

/// Words that may follow `path`: commands below it and options of it.
std::string after(std::string_view path) {
    std::vector<std::string> all;
    for (auto const& command : commands()) {
        auto const blank = command.path.rfind(' ');
        auto const parent = blank == std::string_view::npos ? "" : command.path.substr(0, blank);
        if (parent == path && command.path != path) {
            all.emplace_back(command.path.substr(blank == std::string_view::npos ? 0 : blank + 1));
        }
        if (command.path == path) {
            add_options(command.options, all);
        }
    }
    add_options(common_options(), all);
    all.emplace_back("--help");
    return words(all);
}

std::string cases_of_paths() {
    std::string out = fmt::format("        '') words='{}' ;;\n", after(""));
    for (auto const& command : commands()) {
        out += fmt::format("        '{}') words='{}' ;;\n", command.path, after(command.path));
    }
    return out;
}

/// What stands after an option: fixed words, a file, or anything. By the option's name, which means
/// the same in every command but for its choices.
std::string cases_of_values() {
    std::map<std::string, std::string> values;
    std::vector<std::string> files;
    std::vector<std::string> free;
    auto take = [&](std::string_view path, Option const& option) {
        auto const name = "--" + std::string(option.name);
        if (option.is_argument() || option.kind == Kind::Flag) {
            return;
        }
        if (auto fixed = choices_of(option); !fixed.empty()) {
            values[fmt::format("'{} {}'", path, name)] = fixed;
        } else if (option.kind == Kind::Input || option.kind == Kind::Output) {
            files.push_back(name);
        } else {
            free.push_back(name);
        }
    };
    for (auto const& option : common_options()) {
        take("", option);
    }
    for (auto const& command : commands()) {
        for (auto const& option : command.options) {
            take(command.path, option);
        }
    }
    auto joined = [](std::vector<std::string> names) {
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        std::string out;
        for (auto const& name : names) {
            out += (out.empty() ? "*' " : "|*' ") + name + "'";
        }
        return out;
    };
    std::string out;
    for (auto const& [name, fixed] : values) {
        out += fmt::format("        {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                           name, fixed);
    }
    out += fmt::format("        {}) compopt -o default; return ;;\n", joined(files));
    out += fmt::format("        {}) return ;;\n", joined(free));
    return out;
}

} // namespace

std::string bash_completion() {
    return fmt::format(
        R"(# Made by `imprimatur --completion` from the table of commands; do not edit.
_imprimatur() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} path='' words='' i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path${{path:+ }}${{COMP_WORDS[i]}}" in
        {}) path="$path${{path:+ }}${{COMP_WORDS[i]}}" ;;
        esac
    done
    case "$path $before" in
{}    esac
    case "$path" in
{}    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ ${{#COMPREPLY[@]}} -eq 0 && $word != -* ]]; then
        compopt -o default
    fi
}}
complete -F _imprimatur imprimatur
)",
        [] {
            std::string paths;
            for (auto const& command : commands()) {
                paths += fmt::format("{}'{}'", paths.empty() ? "" : "|", command.path);
            }
            return paths;
        }(),
        cases_of_values(), cases_of_paths());
}

} // namespace imprimatur::cli
