/// What the rules call roles and kinds of content, for people.
#pragma once

#include <string>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur::cli {

/// A role or a category of the installed rules (config/policies/roles.toml, categories.toml) in
/// words, without an article; what they do not know stays as it is. Read once, when it is first
/// asked for.
std::string role_in_words(std::string const& id, Language language);
std::string category_in_words(std::string const& id, Language language);

} // namespace imprimatur::cli
