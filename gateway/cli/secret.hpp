/// What a person types that nobody else may see.
#pragma once

#include <string>

#include "foundation/result/result.hpp"

namespace imprimatur::cli {

/// A line typed at the terminal, shown or not. Never from the command line, the environment or a
/// pipe. @error BadInput there is no terminal; name a file instead.
Result<std::string> ask_at_terminal(std::string const& prompt, bool is_shown);

} // namespace imprimatur::cli
