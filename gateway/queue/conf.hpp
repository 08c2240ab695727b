/// A cupsd.conf taken apart and put together by what its lines mean. Private to gateway/queue.
///
/// Promise: nothing depends on comments or on where a line stands, since cupsctl writes the file
/// anew without the first and in an order of its own.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::queue {

/// One line, or one section with all its lines.
struct Piece {
    std::string text;  ///< as it stands, with its end of line
    std::string name;  ///< lower case: the directive's, "policy" or "location"; empty: a comment
    std::string value; ///< the directive's, lower case; the section's name, as it stands
};

std::vector<Piece> pieces_of(std::string_view text);

/// What a file says: "directive" → value; "policy NAME" → ""; "policy NAME operation" or "location
/// PATH" → its rules in a fixed order. A directive that stands twice has its last value, as for
/// cupsd; a section that stands twice is none of the two.
using Meaning = std::map<std::string, std::string>;
Meaning meaning_of(std::string_view text);

/// The file without the pieces that `is_out` names.
std::string without(std::string_view text, std::function<bool(Piece const&)> const& is_out);

} // namespace imprimatur::queue
