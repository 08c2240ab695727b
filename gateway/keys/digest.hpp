/// What a file is known by wherever it goes: for those who tie a report to its evidence.
#pragma once

#include <string>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::keys {

/// SHA-256 of the whole file, 64 hex digits, as `sha256sum` prints it. @error as Mapping::of.
Result<std::string> sha256_of(Descriptor const& file);

} // namespace imprimatur::keys
