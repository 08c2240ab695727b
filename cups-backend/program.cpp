#include "cups-backend/program.hpp"

#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace imprimatur::backend {

namespace {

/// Only root may have written it: not a link's target elsewhere, not writable for group or others.
bool is_roots_own(std::filesystem::path const& path, mode_t kind) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IFMT) == kind &&
           facts.st_uid == 0 && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

} // namespace

std::filesystem::path scheduler_programs() {
    char const* place = std::getenv("CUPS_SERVERBIN");
    return place == nullptr ? "/usr/lib/cups" : place;
}

Result<std::filesystem::path> find_program(std::filesystem::path const& folder,
                                           std::string const& name) {
    auto program = folder / name;
    std::error_code code;
    auto real = std::filesystem::canonical(program, code);
    bool is_safe = !code && is_roots_own(folder, S_IFDIR) && is_roots_own(real, S_IFREG) &&
                   is_roots_own(real.parent_path(), S_IFDIR) && ::access(real.c_str(), X_OK) == 0;
    if (!is_safe) {
        return fail(Fault::BadInput, {"backend.unsafe-program", {{"program", program.string()}}},
                    code ? code.message() : "owner or mode");
    }
    return program;
}

} // namespace imprimatur::backend
