/// The story of one copy in words: what it is, how it came to be, what happened since, its family.
#pragma once

#include <string>

#include "gateway/cli/session.hpp"
#include "gateway/cli/view.hpp"

namespace imprimatur::cli {

/// Laid out and harmless, ended by a line end. @param story `Story` of the API.
std::string story_text(Json const& story, Texts const& texts, Style style);

/// From the first ancestor down to what was copied from this copy, one a line, indented by
/// generation.
std::string family_text(Json const& story, Texts const& texts);

} // namespace imprimatur::cli
