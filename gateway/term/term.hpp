/// Periods that run out (保密期限, K3): on the day its period is over, a document is declassified
/// by itself.
///
/// Promise: what is due is done at the next look, however long nobody looked; each change is in the
/// log with the clauses that say so, and what waited for an agreement to the secret waits no more.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/print/parts.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::term {

/// A document whose secrecy ends by itself on `ending.day`.
struct Ending {
    registry::Document document;
    policy::Policy::Ending ending;
    std::uint32_t copies_out = 0; ///< on paper, and not back or destroyed
};

/// Thread-safe.
class Terms {
  public:
    Terms(registry::Registry& registry, print::PolicyBook const& policies, Clock const& clock)
        : registry_(registry), policies_(policies), clock_(clock) {}

    /// Declassifies everything that is due. Cheap when nothing has changed since the last time.
    /// @return their numbers.
    Result<std::vector<std::string>> run();

    /// What ends from today to so many days from now, the first day first.
    Result<std::vector<Ending>> ending_within(int days) const;

    /// The release of a document by an officer's word: because what its period waited for has
    /// happened, or because its secrecy was reviewed. Part of the caller's transaction.
    /// @error Conflict it is not active.
    Result<void> release(registry::Transaction& transaction,
                         registry::Document const& document) const;

  private:
    /// What the last look saw; the same again: nothing can be due.
    struct Seen {
        Date day{};
        std::string edition;
        std::uint64_t events = 0;
        bool operator==(Seen const&) const = default;
    };
    Result<Seen> look() const;
    Result<std::vector<std::string>> due(Date today) const;
    /// @return whether it was still due.
    Result<bool> release_due(std::string const& number, Date today) const;

    registry::Registry& registry_;
    print::PolicyBook const& policies_;
    Clock const& clock_;
    std::mutex mutex_;
    std::optional<Seen> seen_;
};

} // namespace imprimatur::term
