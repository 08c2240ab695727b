// What is traced: a serial as a person typed it, or the file of a scan, a photo or a document.
#pragma once

#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "gateway/cli/session.hpp"

namespace imprimatur::cli {

struct Clue {
    std::string serial; ///< empty: a file
    Descriptor file{};
    std::string name{}; ///< of the file, without its folder
};

/// @error BadInput a slip of the hand in a serial; NotFound a folder; as open_file().
Result<Clue> clue_of(std::string const& text);

/// The clues as they were given, and for a folder the pictures and documents in it and below it;
/// what stands there beside them is warned of. A folder without any is a clue itself.
std::vector<std::string> clues_of(Session& session, std::vector<std::string> const& given);

} // namespace imprimatur::cli
