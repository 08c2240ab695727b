/// Programs of the scheduler that may be run. Private to cups-backend.
#pragma once

#include <filesystem>
#include <string>

#include "foundation/result/result.hpp"

namespace imprimatur::backend {

/// ServerBin of the scheduler that started us.
std::filesystem::path scheduler_programs();

/// A program in `folder`. Run by an argument vector, never by a shell.
/// @error BadInput "backend.unsafe-program": it is not a file that only root can change (nor the
/// folder).
Result<std::filesystem::path> find_program(std::filesystem::path const& folder,
                                           std::string const& name);

} // namespace imprimatur::backend
