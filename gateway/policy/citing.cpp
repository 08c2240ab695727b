#include "gateway/policy/citing.hpp"

namespace imprimatur::policy {

std::string Citing::known_clause(Word const& word) {
    auto alias = vocabulary_.aliases.find(word.text);
    auto clause = alias == vocabulary_.aliases.end() ? word.text : alias->second;
    if (!vocabulary_.clauses.contains(clause)) {
        std::vector<std::string> expected; // those of the same policy; a list of all is too long
        auto own = word.text.substr(0, word.text.find('.')) + ".";
        for (auto const& [id, entry] : vocabulary_.clauses) {
            if (id.starts_with(own)) {
                expected.push_back(id);
            }
        }
        mistakes_.add(word.place, "policy.unknown-clause",
                      {{"found", word.text},
                       {"expected", expected.empty() ? "clauses.toml" : listed(expected)}});
        return {};
    }
    return clause;
}

bool Citing::is_capability(Word const& word) {
    if (!vocabulary_.capabilities.contains(word.text)) {
        mistakes_.add(word.place, "policy.unknown-capability",
                      {{"found", word.text}, {"expected", "K1 ... K37"}});
        return false;
    }
    return true;
}

std::set<std::string> Citing::category_words(std::vector<Word> const& words) {
    std::set<std::string> out;
    for (auto const& word : words) {
        if (vocabulary_.categories.contains(word.text)) {
            out.insert(word.text);
        } else {
            mistakes_.add(word.place, "policy.unknown-category",
                          {{"found", word.text}, {"expected", names_of(vocabulary_.categories)}});
        }
    }
    return out;
}

bool Citing::is_about(std::string const& clause, Word const& capability) {
    auto const& about = vocabulary_.clauses.at(clause).capabilities;
    if (about.contains(capability.text)) {
        return true;
    }
    mistakes_.add(capability.place, "policy.clause-not-about",
                  {{"clause", clause},
                   {"found", capability.text},
                   {"expected", listed({about.begin(), about.end()})}});
    return false;
}

std::optional<Source> Citing::read_source(Entry& entry) {
    auto clause_word = entry.needed_text("clause");
    auto capability = entry.needed_text("capability");
    if (!clause_word || !capability || !is_capability(*capability)) {
        return std::nullopt;
    }
    auto clause = known_clause(*clause_word);
    if (clause.empty() || !is_about(clause, *capability)) {
        return std::nullopt;
    }
    return Source{clause, capability->text};
}

} // namespace imprimatur::policy
