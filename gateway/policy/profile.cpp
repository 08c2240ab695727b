#include "gateway/policy/profile.hpp"

#include <algorithm>

#include "gateway/policy/citing.hpp"
#include "gateway/policy/demand_reading.hpp"

namespace imprimatur::policy {

namespace {

constexpr int longest_hours = 24 * 366;

class ProfileReading {
  public:
    ProfileReading(RulesFile const& file, Vocabulary const& vocabulary, Mistakes& mistakes,
                   Profile& out)
        : top_(file.table, file.name, mistakes, 1), vocabulary_(vocabulary),
          citing_(vocabulary, mistakes), mistakes_(mistakes), out_(out) {}

    void read();

  private:
    void read_head();
    void read_rule(Entry& entry);
    void read_level(Entry& entry);
    void read_period(Entry& entry);
    void read_category(Entry& entry);
    void read_duty(Entry& entry);
    void read_aim(Entry& entry);
    void read_default_level(std::string_view key, std::optional<Cited<Level>>& out);
    void read_promises();

    template <class T>
    void put(std::string_view key, Cited<T> const& given, std::optional<Cited<T>>& cell);
    void contradiction(Place const& place, std::string_view key, std::string found,
                       std::string expected, Place const& earlier);

    Entry top_;
    Vocabulary const& vocabulary_;
    Citing citing_;
    Mistakes& mistakes_;
    Profile& out_;
};

void ProfileReading::read() {
    read_head();
    top_.words("templates"); // of the baseline; read_template_order reads it
    for (auto& entry : top_.tables("rule")) {
        read_rule(entry);
    }
    for (auto& entry : top_.tables("level")) {
        read_level(entry);
    }
    for (auto& entry : top_.tables("period")) {
        read_period(entry);
    }
    for (auto& entry : top_.tables("category")) {
        read_category(entry);
    }
    for (auto& entry : top_.tables("duty")) {
        read_duty(entry);
    }
    for (auto& entry : top_.tables("aim")) {
        read_aim(entry);
    }
    read_default_level("unregistered", out_.unregistered);
    read_default_level("declassified", out_.declassified);
    read_promises();
    top_.finish();
}

void ProfileReading::read_head() {
    if (!top_.has("profile")) {
        mistakes_.add(top_.place(), "policy.missing-key", {{"expected", "profile"}});
        return;
    }
    auto head = top_.table("profile");
    if (!head) {
        return;
    }
    if (auto name = head->needed_text("name"); name && name->text != out_.name) {
        mistakes_.add(name->place, "policy.unknown-word",
                      {{"found", name->text}, {"expected", listed({out_.name})}});
    }
    (void)head->needed_text("zh");
    (void)head->needed_text("en");
    static std::vector<std::string> const kinds{"state-secrets", "company-secrets", "both"};
    if (auto serves = head->needed_text("serves");
        serves && std::find(kinds.begin(), kinds.end(), serves->text) == kinds.end()) {
        mistakes_.add(serves->place, "policy.unknown-word",
                      {{"found", serves->text}, {"expected", listed(kinds)}});
    }
    head->finish();
}

void ProfileReading::contradiction(Place const& place, std::string_view key, std::string found,
                                   std::string expected, Place const& earlier) {
    mistakes_.add(place, "policy.contradiction",
                  {{"key", std::string(key)},
                   {"found", std::move(found)},
                   {"expected", std::move(expected)},
                   {"earlier", std::to_string(earlier.line)}});
}

/// One profile says one thing: a second rule may repeat it with its own clause, not change it.
template <class T>
void ProfileReading::put(std::string_view key, Cited<T> const& given,
                         std::optional<Cited<T>>& cell) {
    if (!cell) {
        cell = given;
    } else if (strictness(given.value, cell->value) != 0) {
        contradiction(given.where, key, shown(given.value), shown(cell->value), cell->where);
    } else {
        cite(cell->clauses, given.clauses);
    }
}

void ProfileReading::read_rule(Entry& entry) {
    auto source = citing_.read_source(entry);
    auto levels =
        level_words(entry.needed_words("levels").value_or(std::vector<Word>{}), mistakes_);
    auto actions =
        action_words(entry.needed_words("actions").value_or(std::vector<Word>{}), mistakes_);
    auto categories =
        citing_.category_words(entry.words("categories").value_or(std::vector<Word>{}));
    RuleReading reading{entry, vocabulary_, source ? source->clause : ""};
    auto put_all = [&](DemandTable& table, std::string_view key, auto member, auto const& given) {
        for (auto action : actions) {
            for (auto level : levels) {
                put(key, given, table.at(action, level).*member);
            }
        }
    };
    bool demands_something = false;
    each_demand([&](std::string_view key, auto member) {
        using Cell = std::remove_reference_t<decltype(std::declval<Demands&>().*member)>;
        std::optional<decltype(Cell::value_type::value)> value;
        read_value(reading, key, value);
        demands_something = demands_something || entry.has(key);
        if (!value || !source) {
            return;
        }
        typename Cell::value_type given{*value, {source->clause}, entry.place_of(key)};
        if (!entry.has("categories")) {
            put_all(out_.demands, key, member, given);
        }
        for (auto const& category : categories) {
            put_all(out_.of_category[category], key, member, given);
        }
    });
    if (!demands_something) {
        std::vector<std::string> keys;
        each_demand([&keys](std::string_view key, auto) { keys.emplace_back(key); });
        mistakes_.add(entry.place(), "policy.empty-rule", {{"expected", listed(keys)}});
    }
    entry.finish();
}

void ProfileReading::read_level(Entry& entry) {
    auto source = citing_.read_source(entry);
    auto levels =
        level_words(entry.needed_words("levels").value_or(std::vector<Word>{}), mistakes_);
    auto words = entry.needed_words("set_by");
    auto roles = words ? role_words(*words, vocabulary_, mistakes_) : std::nullopt;
    entry.finish();
    if (!source || !roles || roles->empty()) {
        return;
    }
    StepRule step{.roles = *roles, .clause = source->clause};
    for (auto level : levels) {
        put("set_by", Cited<Steps>{{{step}}, {source->clause}, entry.place_of("set_by")},
            out_.setters[place_of(level)]);
    }
}

void ProfileReading::read_period(Entry& entry) {
    auto source = citing_.read_source(entry);
    auto levels =
        level_words(entry.needed_words("levels").value_or(std::vector<Word>{}), mistakes_);
    (void)entry.needed_text("longest");
    auto longest = read_months(entry, "longest");
    auto usual = read_months(entry, "usual");
    entry.finish();
    if (!source || !longest) {
        return;
    }
    if (usual && *usual > *longest) {
        contradiction(entry.place_of("usual"), "usual", std::to_string(*usual),
                      "<= " + std::to_string(*longest), entry.place_of("longest"));
        return;
    }
    Periods periods{*longest, usual.value_or(*longest)};
    for (auto level : levels) {
        auto& cell = out_.periods[place_of(level)];
        if (cell && cell->value != periods) {
            contradiction(entry.place_of("longest"), "longest", std::to_string(*longest),
                          std::to_string(cell->value.longest), cell->where);
        }
        cell = Cited<Periods>{periods, {source->clause}, entry.place_of("longest")};
    }
}

void ProfileReading::read_category(Entry& entry) {
    auto source = citing_.read_source(entry);
    auto id = entry.needed_text("id");
    auto word = entry.needed_text("level");
    auto level = word ? level_word(*word, mistakes_) : std::nullopt;
    entry.finish();
    if (!source || !id || !level || citing_.category_words({*id}).empty()) {
        return;
    }
    auto const given = level.value();
    auto [cell, is_new] = out_.categories.emplace(
        id->text, Cited<Level>{given, {source->clause}, entry.place_of("level")});
    if (!is_new && cell->second.value != given) {
        contradiction(entry.place_of("level"), id->text, std::string(identifier(given)),
                      std::string(identifier(cell->second.value)), cell->second.where);
    } else if (!is_new) {
        cite(cell->second.clauses, {source->clause});
    }
}

void ProfileReading::read_duty(Entry& entry) {
    auto source = citing_.read_source(entry);
    Policy::Duty duty;
    duty.levels = level_words(
        entry.words("levels").value_or(std::vector<Word>{{"all", entry.place()}}), mistakes_);
    duty.hours = entry.number("hours", 1, longest_hours);
    if (auto note = entry.text("note")) {
        duty.note = note->text;
    }
    entry.finish();
    if (source) {
        duty.capability = source->capability;
        duty.clause = source->clause;
        out_.duties.push_back(std::move(duty));
    }
}

void ProfileReading::read_aim(Entry& entry) {
    auto clause = entry.needed_text("clause");
    (void)entry.needed_text("zh");
    (void)entry.needed_text("en");
    auto capabilities = entry.needed_words("capabilities").value_or(std::vector<Word>{});
    entry.finish();
    auto id = clause ? citing_.known_clause(*clause) : "";
    for (auto const& word : capabilities) {
        if (citing_.is_capability(word) && !id.empty() && citing_.is_about(id, word)) {
            out_.duties.push_back({.capability = word.text,
                                   .clause = id,
                                   .levels = {all_levels.begin(), all_levels.end()},
                                   .note = "aim"});
        }
    }
}

void ProfileReading::read_default_level(std::string_view key, std::optional<Cited<Level>>& out) {
    auto entry = top_.table(key);
    if (!entry) {
        return;
    }
    auto source = citing_.read_source(*entry);
    auto word = entry->needed_text("level");
    auto level = word ? level_word(*word, mistakes_) : std::nullopt;
    entry->finish();
    if (source && level) {
        out = Cited<Level>{*level, {source->clause}, entry->place_of("level")};
    }
}

/// What every profile promises whether it says so or not; a profile can only give its own clause
/// for it.
void ProfileReading::read_promises() {
    auto entry = top_.table("promises");
    if (!entry) {
        return;
    }
    for (auto const* key : {"own_approval", "in_office", "count", "recorded", "derived"}) {
        if (auto word = entry->text(key)) {
            out_.constants[key] = citing_.known_clause(*word);
        }
    }
    entry->finish();
}

} // namespace

Profile read_profile(RulesFile const& file, std::string const& name, Vocabulary const& vocabulary,
                     Mistakes& mistakes) {
    Profile out;
    out.name = name;
    ProfileReading(file, vocabulary, mistakes, out).read();
    return out;
}

std::vector<std::string> read_template_order(RulesFile const& baseline, Mistakes& mistakes) {
    Entry top(baseline.table, baseline.name, mistakes, 1);
    std::vector<std::string> out;
    for (auto const& word : top.needed_words("templates").value_or(std::vector<Word>{})) {
        out.push_back(word.text);
    }
    return out;
}

} // namespace imprimatur::policy
