/// From the words of a command line to a command and its arguments, by the table of commands.
///
/// Promise: every value is of the kind that the table says, in one writing, before a command sees
/// it. CLI11 stays in parse.cpp.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/cli/command.hpp"

namespace imprimatur::cli {

/// A command to be run.
struct Chosen {
    Command const* command;
    Arguments arguments;
    Arguments common; ///< json, socket
};

/// Help was asked for, or a group was named without a command of it.
struct HelpWanted {
    std::string path; ///< "" for the whole
    bool was_asked;   ///< false: the command line is incomplete
};

/// --version, --man, --completion.
struct Told {
    std::string what;
};

using Parsed = std::variant<Chosen, HelpWanted, Told>;

/// @param words without the program's name.
/// @error BadInput "cli.usage-*" and "serial.*": what is wrong with the command line.
Result<Parsed> parse(std::vector<std::string> const& words);

/// `value` in its one writing ("机密" → "secret"). @error BadInput it is not of that kind.
Result<std::string> normalised(Option const& option, std::string const& value);

/// The words of a list, without blanks around them and without empty ones.
std::vector<std::string> split_list(std::string const& text);

} // namespace imprimatur::cli
