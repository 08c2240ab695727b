/// Which document a job is: what the person chose, a mark of ours on its pages, its likeness to a
/// registered one, or else a new one.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/print/parts.hpp"

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

using Identified = std::variant<Identity, Unfit>;

/// The value of an option of the job; empty when it is not there.
std::string option_of(registry::Job const& job, std::string const& name);

/// Looks only; `transaction` is not changed.
Result<Identified> identify(Parts const& parts, registry::Transaction& transaction,
                            registry::Job const& job, pipe::Inspection const& inspection);

/// Level and period that the person states. Unfit when they cannot be read.
struct Stated {
    std::optional<Level> level;
    std::optional<Period> period;
};
std::variant<Stated, Unfit> stated_of(registry::Job const& job);

} // namespace imprimatur::print
