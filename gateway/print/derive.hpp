/// Excerpts and compilations (摘抄、汇编): new documents made out of registered ones, which count
/// as copies of them (K37, P7.5).
///
/// Promise: nobody makes one without the agreement that a copy of each source would need; it is
/// never less than its sources; which they were is kept.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/print/inherit.hpp"
#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// What somebody wants to register. What is not stated, it has from its sources.
struct Derived {
    policy::Action action = policy::Action::Excerpt; ///< or Compile
    std::vector<registry::Document> sources;
    registry::Document document;
    bool has_level = false; ///< stated, and stands in `document`; so the others
    bool has_period = false;
    bool has_scope = false;
};

/// Ready to be entered.
struct Derivation {
    registry::Document document;
    std::vector<registry::Document> sources;
    policy::Action action = policy::Action::Excerpt;
    Level inherited_level = Level::Ordinary; ///< a higher one has to be set for itself (K1)
    std::vector<std::string> clauses;
    std::vector<registry::Id> grants; ///< one use of each is taken
};

/// Looks only. @error Denied the rules refuse, an agreement is missing, or it would be less than
/// its sources (one sentence with its clause); Conflict a source is withdrawn.
Result<Derivation> derive(Parts const& parts, registry::Transaction& transaction,
                          std::string const& account, Derived const& derived);

/// Writes it, in the caller's transaction. @error as the registry.
Result<registry::Document> enter(Parts const& parts, registry::Transaction& transaction,
                                 Derivation const& derivation);

/// The documents that this one was made out of.
Result<std::vector<registry::Document>> sources_of(registry::Transaction& transaction,
                                                   registry::Id document);

/// After a change of `source`: what was made out of it, and out of that, rises to its level.
Result<void> raise_derived(Parts const& parts, registry::Transaction& transaction,
                           registry::Document const& source);

} // namespace imprimatur::print
