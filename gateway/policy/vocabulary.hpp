/// The words that profiles are written in: roles, categories of content, clauses, capabilities,
/// rooms.
///
/// Promise: a profile can use no word that does not stand in one of these catalogues, so that a
/// typing error is found when the rules are read and not when somebody is refused.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/policy/entry.hpp"
#include "gateway/policy/policy.hpp"

namespace imprimatur::policy {

struct Title {
    std::string chinese;
    std::string english;
};

/// What kind of part a role is: who agrees, who keeps, who runs the system, who uses it.
struct RoleEntry {
    Title title;
    std::string kind;         ///< approver, officer, administrator, user, group
    std::set<Role> members;   ///< of a group: any of these
    bool handles_all = false; ///< handles documents of every circle by office
};

struct ClauseEntry {
    Title title;
    std::set<std::string> capabilities;
    std::set<std::string> kinds; ///< enforce, record, remind
};

struct Vocabulary {
    std::map<std::string, RoleEntry> roles;
    std::map<std::string, Title> categories;
    std::map<std::string, ClauseEntry> clauses;
    std::map<std::string, std::string> aliases; ///< other ways of citing → clause
    std::map<std::string, Title> capabilities;
    std::map<std::string, std::set<std::string>> rooms; ///< room → its printers; "*": all
    std::vector<std::string> templates;                 ///< least to most strict

    /// A role or the members of a group.
    std::set<Role> expand(std::string const& role) const;
    /// "总经理或副总经理"; a group by its own name.
    Title title_of(std::set<Role> const& roles) const;
};

/// The five files, as read.
struct VocabularyFiles {
    RulesFile roles, categories, clauses, places;
    std::string canonical() const;
};
Result<VocabularyFiles> read_vocabulary_files(std::filesystem::path const& folder);
Vocabulary read_vocabulary(VocabularyFiles const& files, Mistakes& mistakes);

/// Each notes a mistake when a word is not one of the catalogue, and then is empty.
std::optional<Level> level_word(Word const& word, Mistakes& mistakes);
/// Levels, or "classified" for 秘密 and above, or "all".
std::set<Level> level_words(std::vector<Word> const& words, Mistakes& mistakes);
/// Actions, or "making" for print, copy, excerpt and compile, or "all".
std::set<Action> action_words(std::vector<Word> const& words, Mistakes& mistakes);
std::optional<std::set<Role>> role_words(std::vector<Word> const& words,
                                         Vocabulary const& vocabulary, Mistakes& mistakes);

/// The names of a catalogue, for "expected".
template <class Map> std::string names_of(Map const& map) {
    std::vector<std::string> names;
    for (auto const& entry : map) {
        names.push_back(entry.first);
    }
    return listed(names);
}

} // namespace imprimatur::policy
