/// Which document a job is: what an officer said, what the person chose, a mark of ours on its
/// pages, the registered documents that its pages are of, or else a new one. What disagrees is an
/// officer's to say: a code, a number or a likeness only makes stricter.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/print/recognise.hpp"

namespace imprimatur::print {

/// What the job is, for the rules.
struct Identity {
    registry::Document document; ///< id 0: new, to be registered
    policy::Action action = policy::Action::Print;
    std::optional<registry::Copy> parent; ///< the copy that is copied
    bool is_new() const { return document.id == 0; }
};

/// It is none that may be printed: one sentence and the clause.
struct Unfit {
    Sentence sentence;
    std::vector<std::string> clauses;
};

/// Whose pages it is must be said by an officer first; nothing of it is printed before (P7.13.1).
struct Doubt {
    Sentence sentence;
    std::vector<std::string> clauses;
    std::optional<registry::Id> document; ///< that it may belong to
    std::optional<pipe::PagePair> pages;  ///< to be looked at beside each other
};

using Identified = std::variant<Identity, Unfit, Doubt>;

/// The value of an option of the job; empty when it is not there.
std::string option_of(registry::Job const& job, std::string const& name);

/// Looks only; `transaction` is not changed. @param review an officer's word on this job, if there
/// is one
Result<Identified> identify(Parts const& parts, registry::Transaction& transaction,
                            registry::Job const& job, Seen const& seen,
                            std::optional<registry::Review> const& review);

/// Level and period that the person states. Unfit when they cannot be read.
struct Stated {
    std::optional<Level> level;
    std::optional<Period> period;
};
std::variant<Stated, Unfit> stated_of(registry::Job const& job);

} // namespace imprimatur::print
