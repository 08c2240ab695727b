#include "gateway/policy/demand_reading.hpp"

#include <algorithm>

namespace imprimatur::policy {

namespace {

constexpr int most_people = 9;

template <class Enum, std::size_t N>
std::optional<Enum> read_choice(Entry& entry, std::string_view key,
                                std::array<std::pair<std::string_view, Enum>, N> const& choices) {
    auto word = entry.text(key);
    if (!word) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (auto const& [name, value] : choices) {
        if (name == word->text) {
            return value;
        }
        names.emplace_back(name);
    }
    entry.mistakes().add(word->place, "policy.unknown-word",
                         {{"found", word->text}, {"expected", listed(names)}});
    return std::nullopt;
}

template <class Enum, std::size_t N>
std::string name_of(Enum value, std::array<std::pair<std::string_view, Enum>, N> const& choices) {
    auto found = std::find_if(choices.begin(), choices.end(),
                              [value](auto const& choice) { return choice.second == value; });
    return listed({std::string(found->first)});
}

constexpr std::array<std::pair<std::string_view, Circle>, 4> circles{{
    {"anybody", Circle::Anybody},
    {"concerned", Circle::Concerned},
    {"inside", Circle::Inside},
    {"named", Circle::Named},
}};

constexpr std::array<std::pair<std::string_view, Outsiders>, 3> outsider_words{{
    {"anybody", Outsiders::Anybody},
    {"with-purpose", Outsiders::WithPurpose},
    {"never", Outsiders::Never},
}};

std::optional<StepRule> read_step(Entry& entry, RuleReading const& reading) {
    StepRule step{.roles = {}, .clause = reading.clause};
    auto words = entry.needed_words("roles");
    step.how_many =
        static_cast<std::uint32_t>(entry.number("how_many", 1, most_people).value_or(1));
    step.of_issuing_department = entry.yes_no("issuing_department").value_or(false);
    entry.finish();
    if (!words) {
        return std::nullopt;
    }
    auto roles = role_words(*words, reading.vocabulary, entry.mistakes());
    if (!roles) {
        return std::nullopt;
    }
    if (roles->empty()) {
        entry.mistakes().add(entry.place_of("roles"), "policy.unknown-role",
                             {{"found", "[]"}, {"expected", names_of(reading.vocabulary.roles)}});
        return std::nullopt;
    }
    step.roles = *roles;
    return step;
}

} // namespace

void read_value(RuleReading reading, std::string_view key, std::optional<Yes>& out) {
    if (auto value = reading.entry.yes_no(key)) {
        out = Yes{*value};
    }
}

void read_value(RuleReading reading, std::string_view key, std::optional<Least>& out) {
    if (auto value = reading.entry.number(key, 0, most_people)) {
        out = Least{*value};
    }
}

void read_value(RuleReading reading, std::string_view key, std::optional<Most>& out) {
    if (key.ends_with("_max_age")) {
        if (auto months = read_months(reading.entry, key)) {
            out = Most{*months};
        }
        return;
    }
    constexpr int longest = 10000;
    if (auto value = reading.entry.number(key, key == "loan_days" ? 0 : 1, longest)) {
        out = Most{*value};
    }
}

void read_value(RuleReading reading, std::string_view key, std::optional<Circle>& out) {
    out = read_choice(reading.entry, key, circles);
}

void read_value(RuleReading reading, std::string_view key, std::optional<Outsiders>& out) {
    out = read_choice(reading.entry, key, outsider_words);
}

void read_value(RuleReading reading, std::string_view key, std::optional<Rooms>& out) {
    auto words = reading.entry.words(key);
    if (!words) {
        return;
    }
    Rooms rooms;
    for (auto const& word : *words) {
        if (!reading.vocabulary.rooms.contains(word.text)) {
            reading.entry.mistakes().add(
                word.place, "policy.unknown-room",
                {{"found", word.text}, {"expected", names_of(reading.vocabulary.rooms)}});
            return;
        }
        rooms.names.insert(word.text);
    }
    if (rooms.names.empty()) {
        reading.entry.mistakes().add(
            reading.entry.place_of(key), "policy.unknown-room",
            {{"found", "[]"}, {"expected", names_of(reading.vocabulary.rooms)}});
        return;
    }
    out = rooms;
}

void read_value(RuleReading reading, std::string_view key, std::optional<TemplateName>& out) {
    auto word = reading.entry.text(key);
    if (!word) {
        return;
    }
    auto const& order = reading.vocabulary.templates;
    auto found = std::find(order.begin(), order.end(), word->text);
    if (found == order.end()) {
        reading.entry.mistakes().add(word->place, "policy.unknown-word",
                                     {{"found", word->text}, {"expected", listed(order)}});
        return;
    }
    out = TemplateName{word->text, static_cast<std::size_t>(found - order.begin())};
}

void read_value(RuleReading reading, std::string_view key, std::optional<Steps>& out) {
    if (!reading.entry.has(key)) {
        reading.entry.tables(key); // asked for, so that it is a known key
        return;
    }
    auto const* list = reading.entry.find_list(key);
    auto entries = reading.entry.tables(key);
    Steps steps;
    for (auto& entry : entries) {
        if (auto step = read_step(entry, reading)) {
            steps.list.push_back(*step);
        }
    }
    if (list != nullptr && steps.list.size() == list->size()) {
        out = steps; // all of them good
    }
}

std::optional<int> read_months(Entry& entry, std::string_view key) {
    auto word = entry.text(key);
    if (!word) {
        return std::nullopt;
    }
    if (word->text == "any") {
        return longest_months;
    }
    auto period = find_period(word->text);
    if (period && period->kind == Period::Kind::Years) {
        return period->count * 12;
    }
    if (period && period->kind == Period::Kind::Months) {
        return period->count;
    }
    entry.mistakes().add(word->place, "policy.not-a-period",
                         {{"key", std::string(key)}, {"found", word->text}});
    return std::nullopt;
}

std::string shown(Yes value) {
    return value.value ? "true" : "false";
}
std::string shown(Least value) {
    return std::to_string(value.value);
}
std::string shown(Most value) {
    return std::to_string(value.value);
}
std::string shown(Circle value) {
    return name_of(value, circles);
}
std::string shown(Outsiders value) {
    return name_of(value, outsider_words);
}
std::string shown(Rooms const& value) {
    return listed({value.names.begin(), value.names.end()});
}
std::string shown(TemplateName const& value) {
    return listed({value.name});
}

std::string shown(Steps const& value) {
    std::string out;
    for (auto const& step : value.list) {
        out += (out.empty() ? "" : "; ") + std::to_string(step.how_many) + " x [" +
               listed({step.roles.begin(), step.roles.end()}) + "]" +
               (step.of_issuing_department ? " of the issuing department" : "");
    }
    out.insert(0, 1, '[');
    out += ']';
    return out;
}

} // namespace imprimatur::policy
