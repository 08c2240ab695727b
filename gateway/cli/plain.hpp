/// Text that may come from anywhere, made fit for a terminal.
///
/// Promise: nothing that a server, a file or a title says can move the cursor, change a colour or
/// turn the direction of writing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace imprimatur::cli {

/// The text with every control character (C0, DEL, C1), every mark that turns the direction of
/// writing, every line or paragraph separator and every byte that is no UTF-8 replaced by U+FFFD.
/// Line ends are replaced as well: one value, one line.
std::string plain(std::string_view text);

/// JSON text in which what plain() would replace is written as \uXXXX instead: the same value,
/// harmless.
std::string plain_json(std::string_view json);

/// How many columns of a terminal `text` takes: two for Chinese, none for combining marks.
/// @source Unicode UAX #11: Wide and Fullwidth.
std::size_t columns(std::string_view text);

/// The first character with all its bytes; nothing of an empty text.
std::string_view first_character(std::string_view text);

/// Whether it starts with a mark that may not stand at the start of a line: ， 。 ） and the like.
bool begins_no_line(std::string_view text);

/// `text` cut to at most `width` columns, the last of them "…" where something was cut.
std::string cut(std::string_view text, std::size_t width);

} // namespace imprimatur::cli
