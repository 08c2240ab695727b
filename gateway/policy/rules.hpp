/// The rules as decide() uses them: catalogues, and all layers made one.
#pragma once

#include "gateway/policy/policy.hpp"
#include "gateway/policy/profile.hpp"

namespace imprimatur::policy {

struct RuleBook {
    std::string name;
    std::string edition;
    std::map<std::string, std::string> files;
    Vocabulary vocabulary;
    Profile rules;
};

struct Policy::Rules : RuleBook {};

/// The level that counts on the day, with the clause when it is not the one stated.
struct LevelFound {
    Level level = Level::Ordinary;
    std::vector<std::string> clauses;
};
LevelFound level_found(RuleBook const& book, DocumentFacts const& document, Date today);

std::optional<Policy::Ending> find_ending(RuleBook const& book, DocumentFacts const& document);

/// One request before the rules.
struct Case {
    RuleBook const& book;
    Facts const& facts;
    LevelFound level;
    Demands const& demands;
};

/// A reason to say no: the sentence, and the clauses that are its ground.
struct Refusal {
    Sentence sentence;
    std::vector<std::string> clauses;
};

/// Everything that forbids the case as it stands, the gravest first; empty: nothing does.
std::vector<Refusal> refusals(Case const& asked);

/// The agreements that the case needs, with those done that the facts show.
std::vector<Step> steps_of(Case const& asked);

Decision decide(RuleBook const& book, Facts const& facts);

/// level_zh, level_en, action_zh, action_en, document: what most sentences name.
std::map<std::string, std::string> subject_of(Case const& asked);
std::string shown_name(PersonFacts const& person);

} // namespace imprimatur::policy
