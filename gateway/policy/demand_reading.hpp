/// From the keys of a [[rule]] to demands: each kind of value read by its own function.
#pragma once

#include <optional>

#include "gateway/policy/scale.hpp"
#include "gateway/policy/vocabulary.hpp"

namespace imprimatur::policy {

/// What a rule is read with: its table, the catalogues, and the clause that its steps cite.
struct RuleReading {
    Entry& entry;
    Vocabulary const& vocabulary;
    std::string clause;
};

/// Each is empty when the key is absent, or when what stands there is a mistake, which is then
/// noted.
void read_value(RuleReading reading, std::string_view key, std::optional<Yes>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Least>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Most>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Circle>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Outsiders>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Rooms>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<TemplateName>& out);
void read_value(RuleReading reading, std::string_view key, std::optional<Steps>& out);

/// Months of "2y" or "6m"; "any" is the longest there is. A mistake otherwise.
std::optional<int> read_months(Entry& entry, std::string_view key);

/// As they stand in a profile, for "found" and "expected".
std::string shown(Yes value);
std::string shown(Least value);
std::string shown(Most value);
std::string shown(Circle value);
std::string shown(Outsiders value);
std::string shown(Rooms const& value);
std::string shown(TemplateName const& value);
std::string shown(Steps const& value);

} // namespace imprimatur::policy
