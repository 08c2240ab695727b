/// Registers, slips and reports on paper, as an office files them.
///
/// Promise: whatever a form::Sheet holds, nothing of it is lost or cut: cells wrap, rows and tables
/// go on over the page with their headings repeated, and every page says which of how many it is.
#pragma once

#include <string>

#include "foundation/result/result.hpp"
#include "marking/form/form.hpp"

namespace imprimatur::sheet {

/// @return a PDF, A4; the same sheet gives the same bytes.
/// @error BadInput a seal is longer than a QR holds; Exhausted more than 5,000 pages
/// ("sheet.too-long"); Unavailable no fonts.
/// @source GB/T 9704-2012 for the place and face of the level mark.
Result<std::string> draw(form::Sheet const& sheet);

} // namespace imprimatur::sheet
