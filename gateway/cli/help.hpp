/// Help, man page and completion, all from the one table of commands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/cli/table.hpp"
#include "gateway/cli/texts.hpp"

namespace imprimatur::cli {

/// Help on the command or group at `path`; on the whole for "". `path` is one of the table.
std::string help_text(std::string_view path, Texts const& texts, Style style);

/// "imprimatur document add FILE --number TEXT … [OPTIONS]", without the program's options.
std::string usage_line(Command const& command, Texts const& texts);

/// docs/man/imprimatur.1 (man(7) macros). @param version of the project.
std::string man_page(Texts const& texts, std::string_view version);

/// config/completion/imprimatur.bash.
std::string bash_completion();

} // namespace imprimatur::cli
