#include "tests/integration/cli/shell.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <sys/wait.h>

namespace imprimatur::cli {

Shell shell(std::string const& command) {
    auto const whole =
        "PATH=" IMPRIMATUR_BINARY_DIR "/bin:$PATH; export PATH; { " + command + "; } 2>&1";
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(whole.c_str(), "r"), &::pclose);
    std::string out;
    std::array<char, 4096> part{};
    while (auto count = std::fread(part.data(), 1, part.size(), pipe.get())) {
        out.append(part.data(), count);
    }
    int const status = ::pclose(pipe.release());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out};
}

} // namespace imprimatur::cli
