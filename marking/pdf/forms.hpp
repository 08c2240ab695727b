/// Forms that were filled in, and whether their pages show it.
#pragma once

#include <string_view>

#include "foundation/result/result.hpp"

namespace imprimatur::pdf {

/// Whether a field has a value that paper would not show, or show as question marks: one without an
/// appearance that asks for none to be made (ISO 32000-1, 12.7.2, NeedAppearances), or one that
/// asks for one and has letters beyond ASCII, which the fonts of forms mostly do not have. Fields
/// that are hidden, and buttons, do not count.
/// @error Unsupported "pdf.declined" the file's structure is broken or hidden by encryption.
/// @source cups-filters 1.28 (libqpdf 11) and Poppler 22.12 leave out or spoil such values silently
Result<bool> hides_values(std::string_view bytes);

} // namespace imprimatur::pdf
