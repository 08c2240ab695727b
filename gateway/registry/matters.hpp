/// Matters 事项: what the registers follow from its opening to its end, as plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/registry/records.hpp"

namespace imprimatur::registry {

/// One circulation, loan, destruction, … What kinds there are, and what their states and details
/// mean, is for gateway/matters.
struct Matter {
    Id id = 0;
    std::string kind; ///< "loan"
    std::string title;
    std::optional<Id> document;
    std::string opened_by; ///< account
    std::string subject;   ///< whom it is about, account or name; may be empty
    std::string purpose;
    std::string policy; ///< the rules it was opened under
    std::map<std::string, std::string> details;
    std::string state;
    Instant opened_at{};
    std::optional<Instant> due_at;
    std::optional<Instant> closed_at; ///< not empty: nothing more happens in it
};

/// A copy, a person, or both, on the list of a matter. Its place in the list does not change.
struct Item {
    Id matter = 0;
    std::optional<Serial> serial;
    std::string person; ///< account or name
    std::string state;
    std::optional<Instant> due_at;
    std::string note;
};

/// What somebody did in a matter.
struct Act {
    Id id = 0;
    Id matter = 0;
    std::string what; ///< "out", "back", "agree"
    std::optional<Serial> serial;
    std::string person; ///< to or from whom; account or name
    std::string role;   ///< in which part it was done, where that matters
    std::vector<std::pair<std::string, std::string>> signatures; ///< account, full name as typed
    std::string by;                                              ///< account at the keyboard
    std::string note;
    std::map<std::string, std::string> details;
    Instant at{};
};

/// What a person signs with: scrypt of a PIN, never the PIN.
struct Pin {
    std::string account;
    std::string salt; ///< hex
    std::string hash; ///< hex
    Instant changed_at{};
    std::uint32_t failures = 0; ///< wrong tries since the last right one
};

} // namespace imprimatur::registry
