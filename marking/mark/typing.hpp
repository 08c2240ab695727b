/// What people type, before it is read as a serial.
#pragma once

#include <string>
#include <string_view>

namespace imprimatur {

/// The text in ASCII where it has a kin there: full-width letters, digits and signs (１６－？),
/// dashes of all lengths, wide spaces; … becomes three dots. All else stays as it is.
std::string half_width(std::string_view text);

/// The first character with all its bytes, as a failure names it.
std::string first_character_of(std::string_view text);

} // namespace imprimatur
