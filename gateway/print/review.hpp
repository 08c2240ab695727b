/// Jobs whose pages an officer must look at: what waits, both pages beside each other, and the
/// officer's word.
///
/// Promise: nothing of such a job is printed before somebody else than the one who sent it has said
/// whose pages it is; the word stands in the log with its reason (P7.13.1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/print/notes.hpp"
#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// What an officer must know.
struct ReviewView {
    registry::Review review;
    registry::Job job;
    Told told;                                    ///< why it waits
    std::optional<registry::Document> document;   ///< that it may belong to
    std::optional<registry::Document> belongs_to; ///< as decided
    std::optional<registry::Person> person;       ///< who sent it
    std::uint32_t pages = 0;                      ///< of the job
};

/// An officer's word.
struct ReviewWord {
    registry::ReviewState state = registry::ReviewState::Refused; ///< Belongs, StandsAlone, Refused
    std::string document;                                         ///< number, of what it belongs to
    std::optional<Level> level;                                   ///< of what stands alone
    std::optional<Period> period;
    std::string note; ///< why; never empty
};

/// Thread-safe.
class Reviews {
  public:
    explicit Reviews(Parts const& parts) : parts_(parts) {}

    Result<std::vector<ReviewView>> list(std::optional<registry::ReviewState> state) const;
    Result<ReviewView> show(registry::Id review) const; ///< @error NotFound

    /// The page in question and the one that it is like, as PNG; the job's page alone where there
    /// is none. The look is logged. @error NotFound its job has left.
    Result<Descriptor> picture(registry::Id review, std::string const& account, int dpi) const;

    /// @error Denied their own job; Conflict decided already; BadInput no reason, no level;
    /// NotFound no such document.
    Result<ReviewView> decide(registry::Id review, std::string const& account,
                              ReviewWord const& word) const;

  private:
    Parts const& parts_;
};

} // namespace imprimatur::print
