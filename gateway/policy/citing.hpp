/// Clauses, capabilities and categories as a profile cites them, checked against the catalogues.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/policy/vocabulary.hpp"

namespace imprimatur::policy {

/// A clause with the capability that it is cited for.
struct Source {
    std::string clause;
    std::string capability;
};

/// Each notes a mistake when what is cited does not stand in its catalogue, and then is empty.
class Citing {
  public:
    Citing(Vocabulary const& vocabulary, Mistakes& mistakes)
        : vocabulary_(vocabulary), mistakes_(mistakes) {}

    std::optional<Source> read_source(Entry& entry); ///< the keys "clause" and "capability"
    /// By its own name, also when another way of citing it stands there.
    std::string known_clause(Word const& word);
    bool is_capability(Word const& word);
    /// A clause can only be cited for what the catalogue says it is about.
    bool is_about(std::string const& clause, Word const& capability);
    std::set<std::string> category_words(std::vector<Word> const& words);

  private:
    Vocabulary const& vocabulary_;
    Mistakes& mistakes_;
};

} // namespace imprimatur::policy
