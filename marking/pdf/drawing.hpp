/// A one-page drawing as a form that many pages can show.
#pragma once

#include <string_view>

#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// Writes the first page of `drawing`, a PDF, as form `number`; what it needs gets numbers from
/// `next` on.
/// @throws Decline
void write_form(Written& out, std::string_view drawing, unsigned number, unsigned& next);

} // namespace imprimatur::pdf
