/// Texts as both databases can keep them, and lists as one text.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace imprimatur::registry {

/// UTF-8 without NUL: every byte that is not part of a valid character becomes U+FFFD. PostgreSQL
/// would refuse it, SQLite would keep it: what comes back must not depend on that.
std::string clean(std::string_view text);

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Lists as JSON, their texts cleaned.
std::string to_json(std::vector<std::string> const& list);
std::string to_json(std::set<std::string> const& list);
std::string to_json(std::map<std::string, std::string> const& map);
std::string to_json(Pairs const& pairs);

/// What to_json wrote. Throws Damaged.
std::vector<std::string> list_from_json(std::string const& text);
std::map<std::string, std::string> map_from_json(std::string const& text);
Pairs pairs_from_json(std::string const& text);

} // namespace imprimatur::registry
