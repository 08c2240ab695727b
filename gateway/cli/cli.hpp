/// The command `imprimatur`: what a person at a terminal, or a script, asks of the gateway.
///
/// Promise: one command, one outcome: words on the output or JSON, one sentence on the error output
/// when it failed, and an exit code that says which kind of failure. Nothing that a server, a file
/// or a title says reaches the terminal unescaped.
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace imprimatur::cli {

/// Where text goes to.
struct Style {
    std::size_t width = 0; ///< columns of the terminal; 0: not a terminal, nothing is cut
    bool has_colour = false;
};

/// The world around one run of the command; a test gives its own.
struct Surroundings {
    std::map<std::string, std::string> environment;
    std::ostream& out;
    std::ostream& errors;
    Style style; ///< of `out`
};

/// One run. @param words the command line without the program's name.
/// @return the exit code (Exit).
int run(std::vector<std::string> const& words, Surroundings& surroundings);

} // namespace imprimatur::cli
