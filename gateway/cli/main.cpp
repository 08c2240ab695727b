#include <csignal>
#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "gateway/cli/cli.hpp"

namespace {

std::map<std::string, std::string> environment_of(char** variables) {
    std::map<std::string, std::string> environment;
    for (; *variables != nullptr; ++variables) {
        std::string_view const variable = *variables;
        auto const equals = variable.find('=');
        if (equals != std::string_view::npos) {
            environment.emplace(variable.substr(0, equals), variable.substr(equals + 1));
        }
    }
    return environment;
}

imprimatur::cli::Style style_of(int output, std::map<std::string, std::string> const& environment) {
    if (::isatty(output) == 0) {
        return {};
    }
    winsize size{};
    bool const is_known = ::ioctl(output, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    auto terminal = environment.find("TERM");
    bool const is_dumb = terminal == environment.end() || terminal->second == "dumb";
    return {is_known ? size.ws_col : 80U, !is_dumb && !environment.contains("NO_COLOR")};
}

} // namespace

int main(int count, char** words) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away ends in an exit code
    auto environment = environment_of(environ);
    auto const style = style_of(STDOUT_FILENO, environment);
    imprimatur::cli::Surroundings surroundings{std::move(environment), std::cout, std::cerr, style};
    return imprimatur::cli::run({words + 1, words + count}, surroundings);
}
