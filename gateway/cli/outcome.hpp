// What a trace found, before the stories: the outcome, what to beware of, and which marks say so.
#pragma once

#include <string>

#include "gateway/cli/view.hpp"

namespace imprimatur::cli {

/// Of a long file what is the same on many pages is said once, with the pages.
std::string outcome_text(Json const& trace, Texts const& texts, Style style);

} // namespace imprimatur::cli
