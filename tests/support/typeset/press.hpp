/// An official document on paper, as GB/T 9704-2012 lays it out.
#pragma once

#include <string>

#include "foundation/result/result.hpp"
#include "tests/support/typeset/document.hpp"

namespace imprimatur::typeset {

/// A4; type area 156 × 225 mm, 28 mm from the left, 37 mm from the top; 22 lines of 28 letters, 16
/// pt. Lines 1 to 3 of the first page stay free for 份号, 密级 and 紧急程度.
Result<std::string> press(Document const& document);

} // namespace imprimatur::typeset
