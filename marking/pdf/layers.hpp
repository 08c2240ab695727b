/// Layers (optional content) that are not printed as they are shown.
#pragma once

#include <string_view>

#include "foundation/result/result.hpp"

namespace imprimatur::pdf {

/// Whether a layer's state for printing differs from the one in which it is shown: what an approver
/// saw is not what a printer would print.
/// @error Unsupported "pdf.declined" the file's structure is broken or hidden by encryption.
/// @source ISO 32000-1, 8.11.4.3 (default states), 8.11.4.4 (usage: Print, PrintState)
Result<bool> prints_otherwise(std::string_view bytes);

} // namespace imprimatur::pdf
