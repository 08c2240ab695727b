#include "foundation/step/step.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace imprimatur {

namespace {

/// IMPRIMATUR_DIE_AT names a file with one line: the step to end at ("reserve.committed"), or the
/// step to stand still at until the test goes on ("reserve.committed stop"). The file is removed
/// first, so that the next process lives on.
std::string appointment() {
    char const* path = std::getenv("IMPRIMATUR_DIE_AT");
    std::string line;
    if (path != nullptr) {
        std::ifstream file(path);
        std::getline(file, line);
    }
    return line;
}

} // namespace

void step(char const* name) {
    auto const line = appointment();
    if (line == name) {
        std::filesystem::remove(std::getenv("IMPRIMATUR_DIE_AT"));
        ::kill(::getpid(), SIGKILL);
    } else if (line == std::string(name) + " stop") {
        std::filesystem::remove(std::getenv("IMPRIMATUR_DIE_AT"));
        ::kill(::getpid(), SIGSTOP);
    }
}

} // namespace imprimatur
