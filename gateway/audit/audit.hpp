/// The tamper-evident log: every decision and every change, one after the other, each holding the
/// hash of the one before.
///
/// Promise: whoever changes, removes, inserts or reorders an entry later is found, and the first
/// bad entry is named. Pure: the entries are kept by gateway/registry, in the transaction they tell
/// of.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"

namespace imprimatur::audit {

/// One entry. `what` is an identifier of the event list in docs/audit.md ("job.refused",
/// "copy.issued").
struct Event {
    std::uint64_t sequence = 0; ///< from 1, without gaps but those of "registry.restored"
    Instant at{};
    std::string actor; ///< account; "imprimaturd" for what happens by itself
    std::string what;
    std::string subject; ///< "document:鼓委〔2026〕12号", "copy:7K3M-…", "job:…"
    std::vector<std::string> clauses;
    std::map<std::string, std::string> details; ///< never a secret, never a document's content
    std::string previous; ///< hash of the entry before, 64 hex digits; zeros for the first
    std::string hash;     ///< of this entry with `previous`
};

/// SHA-256 over an unambiguous writing of everything but `hash`.
std::string hash_of(Event const& event);

/// Checks a chain that is handed over entry by entry, in order.
class Verifier {
  public:
    /// @error Corrupt names the sequence and what does not fit ("audit.*").
    Result<void> take(Event const& event);
    /// At the end: fits what the registry says is the head. @error Corrupt entries are missing at
    /// the end.
    Result<void> close(std::uint64_t head_sequence, std::string const& head_hash) const;
    std::uint64_t count() const { return count_; }
    std::uint64_t last() const { return last_; } ///< sequence of the last good entry
    std::string head() const { return previous_; }

  private:
    std::uint64_t count_ = 0;
    std::uint64_t last_ = 0;
    std::string previous_ = std::string(64, '0');
};

} // namespace imprimatur::audit
