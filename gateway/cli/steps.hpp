/// The agreements that the policy asks for, as a table.
#pragma once

#include "gateway/cli/session.hpp"
#include "gateway/cli/view.hpp"

namespace imprimatur::cli {

/// After a blank line: each step with who may agree, by which clause, and who has spoken.
/// Nothing when there are none, or when JSON is wanted.
void show_steps(Session& session, Json const& steps);

/// "county-leader or issuing-head (P7.13.1), then …" in one line.
std::string steps_in_words(Json const& steps, Texts const& texts);

} // namespace imprimatur::cli
