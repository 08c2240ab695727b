#include "gateway/policy/vocabulary.hpp"

#include <algorithm>

#include "gateway/policy/scale.hpp"

namespace imprimatur::policy {

namespace {

Title read_title(Entry& entry) {
    auto zh = entry.needed_text("zh");
    auto en = entry.needed_text("en");
    return {zh ? zh->text : "", en ? en->text : ""};
}

void check_word(Word const& word, std::set<std::string> const& known, Mistakes& mistakes) {
    if (!known.contains(word.text)) {
        mistakes.add(word.place, "policy.unknown-word",
                     {{"found", word.text}, {"expected", listed({known.begin(), known.end()})}});
    }
}

void read_roles(RulesFile const& file, Vocabulary& out, Mistakes& mistakes) {
    static std::set<std::string> const kinds{"approver", "officer", "administrator", "user",
                                             "group"};
    std::vector<Word> members;
    Entry top(file.table, file.name, mistakes, 1);
    for (auto& [name, entry] : top.named_tables()) {
        RoleEntry role;
        role.title = read_title(entry);
        if (auto kind = entry.needed_text("kind")) {
            check_word(*kind, kinds, mistakes);
            role.kind = kind->text;
        }
        role.handles_all = entry.yes_no("handles_all").value_or(false);
        for (auto const& member : entry.words("members").value_or(std::vector<Word>{})) {
            role.members.insert(member.text);
            members.push_back(member);
        }
        entry.finish();
        out.roles.emplace(name.text, std::move(role));
    }
    for (auto const& member : members) {
        if (!out.roles.contains(member.text)) {
            mistakes.add(member.place, "policy.unknown-role",
                         {{"found", member.text}, {"expected", names_of(out.roles)}});
        }
    }
}

void read_categories(RulesFile const& file, Vocabulary& out, Mistakes& mistakes) {
    Entry top(file.table, file.name, mistakes, 1);
    for (auto& [name, entry] : top.named_tables()) {
        out.categories.emplace(name.text, read_title(entry));
        entry.finish();
    }
}

void read_clause(Word const& name, Entry& entry, Vocabulary& out) {
    static std::set<std::string> const kinds{"enforce", "record", "remind"};
    ClauseEntry clause;
    clause.title = read_title(entry);
    for (auto const& word : entry.needed_words("capabilities").value_or(std::vector<Word>{})) {
        if (!out.capabilities.contains(word.text)) {
            entry.mistakes().add(word.place, "policy.unknown-capability",
                                 {{"found", word.text}, {"expected", "K1 ... K37"}});
        }
        clause.capabilities.insert(word.text);
    }
    for (auto const& word : entry.needed_words("kind").value_or(std::vector<Word>{})) {
        check_word(word, kinds, entry.mistakes());
        clause.kinds.insert(word.text);
    }
    for (auto const& word : entry.words("also").value_or(std::vector<Word>{})) {
        out.aliases.emplace(word.text, name.text);
    }
    entry.finish();
    out.clauses.emplace(name.text, std::move(clause));
}

void read_clauses(RulesFile const& file, Vocabulary& out, Mistakes& mistakes) {
    Entry top(file.table, file.name, mistakes, 1);
    if (auto capabilities = top.table("capability")) {
        for (auto& [name, entry] : capabilities->named_tables()) {
            out.capabilities.emplace(name.text, read_title(entry));
            entry.finish();
        }
    }
    if (auto clauses = top.table("clause")) {
        for (auto& [name, entry] : clauses->named_tables()) {
            read_clause(name, entry, out);
        }
    }
    top.finish();
}

void read_places(RulesFile const& file, Vocabulary& out, Mistakes& mistakes) {
    Entry top(file.table, file.name, mistakes, 1);
    for (auto& [name, entry] : top.named_tables()) {
        read_title(entry);
        std::set<std::string> printers;
        for (auto const& word : entry.needed_words("printers").value_or(std::vector<Word>{})) {
            printers.insert(word.text);
        }
        entry.finish();
        out.rooms.emplace(name.text, std::move(printers));
    }
}

} // namespace

std::set<Role> Vocabulary::expand(std::string const& role) const {
    auto found = roles.find(role);
    return found != roles.end() && found->second.kind == "group" ? found->second.members
                                                                 : std::set<Role>{role};
}

Title Vocabulary::title_of(std::set<Role> const& wanted) const {
    Title out;
    for (auto const& [id, role] : roles) {
        if (role.kind == "group" && role.members == wanted) {
            return role.title;
        }
    }
    for (auto const& id : wanted) {
        auto found = roles.find(id);
        auto const& title = found == roles.end() ? Title{id, id} : found->second.title;
        out.chinese += (out.chinese.empty() ? "" : "或") + title.chinese;
        out.english += (out.english.empty() ? "" : " or ") + title.english;
    }
    return out;
}

std::string VocabularyFiles::canonical() const {
    return roles.canonical() + categories.canonical() + clauses.canonical() + places.canonical();
}

Result<VocabularyFiles> read_vocabulary_files(std::filesystem::path const& folder) {
    auto roles = read_rules_file(folder / "roles.toml");
    auto categories = read_rules_file(folder / "categories.toml");
    auto clauses = read_rules_file(folder / "clauses.toml");
    auto places = read_rules_file(folder / "places.toml");
    for (auto const* file : {&roles, &categories, &clauses, &places}) {
        if (!*file) {
            return pass_on(*file);
        }
    }
    return VocabularyFiles{std::move(*roles), std::move(*categories), std::move(*clauses),
                           std::move(*places)};
}

Vocabulary read_vocabulary(VocabularyFiles const& files, Mistakes& mistakes) {
    Vocabulary out;
    read_roles(files.roles, out, mistakes);
    read_categories(files.categories, out, mistakes);
    read_clauses(files.clauses, out, mistakes);
    read_places(files.places, out, mistakes);
    return out;
}

std::optional<Level> level_word(Word const& word, Mistakes& mistakes) {
    auto level = find_level(word.text);
    if (!level) {
        std::vector<std::string> names;
        for (auto each : all_levels) {
            names.emplace_back(identifier(each));
        }
        mistakes.add(word.place, "policy.unknown-level",
                     {{"found", word.text}, {"expected", listed(names)}});
    }
    return level;
}

std::set<Level> level_words(std::vector<Word> const& words, Mistakes& mistakes) {
    std::set<Level> out;
    for (auto const& word : words) {
        if (word.text == "all") {
            out.insert(all_levels.begin(), all_levels.end());
        } else if (word.text == "classified") {
            out.insert({Level::Confidential, Level::Secret, Level::TopSecret});
        } else if (auto level = level_word(word, mistakes)) {
            out.insert(*level);
        }
    }
    return out;
}

std::set<Action> action_words(std::vector<Word> const& words, Mistakes& mistakes) {
    std::set<Action> out;
    for (auto const& word : words) {
        if (word.text == "all") {
            out.insert(all_actions.begin(), all_actions.end());
        } else if (word.text == "making") {
            out.insert({Action::Print, Action::Copy, Action::Excerpt, Action::Compile});
        } else if (auto action = find_action(word.text)) {
            out.insert(*action);
        } else {
            std::vector<std::string> names{"all", "making"};
            for (auto each : all_actions) {
                names.emplace_back(identifier(each));
            }
            mistakes.add(word.place, "policy.unknown-action",
                         {{"found", word.text}, {"expected", listed(names)}});
        }
    }
    return out;
}

std::optional<std::set<Role>> role_words(std::vector<Word> const& words,
                                         Vocabulary const& vocabulary, Mistakes& mistakes) {
    std::set<Role> out;
    for (auto const& word : words) {
        if (!vocabulary.roles.contains(word.text)) {
            mistakes.add(word.place, "policy.unknown-role",
                         {{"found", word.text}, {"expected", names_of(vocabulary.roles)}});
            return std::nullopt;
        }
        out.merge(vocabulary.expand(word.text));
    }
    return out;
}

} // namespace imprimatur::policy
