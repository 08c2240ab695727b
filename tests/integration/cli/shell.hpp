/// The program itself, as a shell runs it.
#pragma once

#include <string>

namespace imprimatur::cli {

struct Shell {
    int exit;
    std::string out; ///< both outputs
};

/// Runs a command line of the test's own making with our programs first in PATH.
Shell shell(std::string const& command);

} // namespace imprimatur::cli
