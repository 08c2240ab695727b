#include <algorithm>

#include "gateway/policy/rules.hpp"

namespace imprimatur::policy {

namespace {

constexpr int months_a_year = 12;

Period months(int count) {
    return count % months_a_year == 0
               ? Period{.kind = Period::Kind::Years, .count = count / months_a_year}
               : Period{.kind = Period::Kind::Months, .count = count};
}

/// The first day on which it is no longer secret by itself. An unmarked period is taken for the
/// longest of its level.
std::optional<Date> find_end(RuleBook const& book, DocumentFacts const& document, Level level) {
    auto period = document.period;
    auto const& of_level = book.rules.periods[place_of(level)];
    if (!period && of_level) {
        period = months(of_level->value.longest);
    }
    if (!period || !document.issued) {
        return std::nullopt;
    }
    return declassification_date(*period, *document.issued);
}

bool is_over(RuleBook const& book, DocumentFacts const& document, Level level, Date today) {
    auto end = find_end(book, document, level);
    return document.is_declassified || (end && today >= *end);
}

/// Enough different people in office, none of them the one who asks, agreed in a fitting role.
bool is_done(Facts const& facts, std::size_t place, Step const& step) {
    std::set<std::string> people;
    for (auto const& approval : facts.approvals) {
        bool const fits =
            std::find(step.roles.begin(), step.roles.end(), approval.role) != step.roles.end() &&
            (step.department.empty() || approval.department == step.department);
        if (approval.step == place && fits && approval.is_active &&
            approval.account != facts.person.account) {
            people.insert(approval.account);
        }
    }
    return people.size() >= step.how_many;
}

Step step_from(StepRule const& rule, Case const& asked) {
    Step step{.roles = {rule.roles.begin(), rule.roles.end()},
              .how_many = rule.how_many,
              .department = {},
              .clause = rule.clause,
              .of_issuing_department = rule.of_issuing_department};
    if (rule.of_issuing_department) { // of what nobody registered, the maker's department is the
                                      // issuer
        auto const& issuer = asked.facts.document.department;
        step.department = issuer.empty() ? asked.facts.person.department : issuer;
    }
    return step;
}

/// Who must agree; across the border more of them (P13.5).
Steps agreements(Case const& asked) {
    auto const& demands = asked.demands;
    auto here = demands.steps ? demands.steps->value : Steps{};
    return asked.facts.is_abroad && demands.steps_abroad ? join(here, demands.steps_abroad->value)
                                                         : here;
}

bool is_operator(PersonFacts const& person, StepRule const& rule) {
    return std::any_of(rule.roles.begin(), rule.roles.end(),
                       [&person](Role const& role) { return person.roles.contains(role); });
}

template <class T, class Put>
void oblige(Obligations& out, char const* name, std::optional<Cited<T>> const& demand, Put put,
            std::vector<std::string>& clauses) {
    if (demand && put(demand->value)) {
        out.clauses[name] = demand->clauses.front();
        cite(clauses, demand->clauses);
    }
}

std::set<std::string> printers_of(Vocabulary const& vocabulary, Rooms const& rooms) {
    std::set<std::string> out;
    for (auto const& room : rooms.names) {
        auto found = vocabulary.rooms.find(room);
        if (found == vocabulary.rooms.end()) {
            continue;
        }
        if (found->second.contains("*")) {
            return {};
        }
        out.insert(found->second.begin(), found->second.end());
    }
    return out;
}

Obligations obligations_of(Case const& asked, std::vector<std::string>& clauses) {
    Obligations out;
    auto const& demands = asked.demands;
    auto flag = [](bool& into) { return [&into](Yes demand) { return into = demand.value; }; };
    oblige(out, "number", demands.number, flag(out.number), clauses);
    oblige(out, "name_recipients", demands.name_recipients, flag(out.name_recipients), clauses);
    oblige(out, "fixed_count", demands.fixed_count, flag(out.fixed_count), clauses);
    oblige(out, "as_image", demands.as_image, flag(out.as_image), clauses);
    oblige(out, "encrypt", demands.encrypt, flag(out.encrypt), clauses);
    auto take_template = [&out](TemplateName const& demand) {
        out.template_name = demand.name;
        return true;
    };
    auto take_return = [&out](Most demand) {
        out.return_within_hours = demand.value;
        return true;
    };
    auto take_loan = [&out](Most demand) {
        out.loan_days = demand.value;
        return true;
    };
    auto take_witnesses = [&out](Least demand) {
        out.witnesses = static_cast<std::uint32_t>(demand.value);
        return demand.value > 0;
    };
    auto take_places = [&](Rooms const& demand) {
        out.places = printers_of(asked.book.vocabulary, demand);
        return true;
    };
    oblige(out, "template_name", demands.template_name, take_template, clauses);
    oblige(out, "return_within_hours", demands.return_hours, take_return, clauses);
    oblige(out, "loan_days", demands.loan_days, take_loan, clauses);
    oblige(out, "witnesses", demands.witnesses, take_witnesses, clauses);
    oblige(out, "places", demands.rooms, take_places, clauses);
    return out;
}

bool is_making(Action action) {
    return action == Action::Print || action == Action::Copy || action == Action::Excerpt ||
           action == Action::Compile;
}

/// "县级以上单位主管领导", of which department and how many, in both languages.
void name_people(Case const& asked, Step const& step, std::map<std::string, std::string>& values) {
    auto title = asked.book.vocabulary.title_of({step.roles.begin(), step.roles.end()});
    if (step.of_issuing_department) {
        title.chinese = std::string(step.department).append(" ").append(title.chinese);
        title.english.append(" of ").append(step.department);
    }
    if (step.how_many > 1) {
        auto count = std::to_string(step.how_many);
        title.chinese.append("(").append(count).append(" 人)");
        title.english.append(" (").append(count).append(" people)");
    }
    values["who_zh"] = title.chinese;
    values["who_en"] = title.english;
}

bool asker_agreed(Facts const& facts, std::size_t step) {
    return std::any_of(facts.approvals.begin(), facts.approvals.end(), [&](auto const& approval) {
        return approval.step == step && approval.account == facts.person.account;
    });
}

Sentence ask_sentence(Case const& asked, Decision& decision) {
    auto open = std::find_if(decision.steps.begin(), decision.steps.end(),
                             [](Step const& step) { return !step.is_done; });
    auto values = subject_of(asked);
    name_people(asked, *open, values);
    values["clause"] = open->clause;
    auto place = static_cast<std::size_t>(open - decision.steps.begin());
    if (asker_agreed(asked.facts, place)) {
        values["own_clause"] = asked.book.rules.constants.at("own_approval");
        cite(decision.clauses, {values["own_clause"]});
        return {"policy.ask-somebody-else", values};
    }
    std::string id = open->is_operation              ? "policy.ask-operator"
                     : is_making(asked.facts.action) ? "policy.ask-making"
                                                     : "policy.ask";
    return {id, values};
}

/// Each copy must have its reader before it is made; while an agreement is open, it can still name
/// them.
std::optional<Refusal> recipients_missing(Case const& asked, Decision const& decision) {
    auto const& facts = asked.facts;
    if (!decision.obligations.name_recipients || facts.recipients.size() >= facts.count) {
        return std::nullopt;
    }
    auto values = subject_of(asked);
    values["missing"] = std::to_string(facts.count - facts.recipients.size());
    values["clause"] = decision.obligations.clauses.at("name_recipients");
    return Refusal{{"policy.recipients-missing", values}, asked.demands.name_recipients->clauses};
}

void close(Decision& decision, Refusal const& refusal) {
    decision.verdict = Verdict::Refuse;
    decision.sentence = refusal.sentence;
    decision.clauses = refusal.clauses;
}

} // namespace

LevelFound level_found(RuleBook const& book, DocumentFacts const& document, Date today) {
    LevelFound out{document.level, {}};
    auto const& rules = book.rules;
    auto raise = [&out](Cited<Level> const& floor) {
        if (floor.value > out.level) {
            out = {floor.value, floor.clauses};
        }
    };
    if (document.number.empty()) {
        if (rules.unregistered) {
            raise(*rules.unregistered);
        }
        if (auto found = rules.categories.find(document.category);
            found != rules.categories.end()) {
            raise(found->second);
        }
    }
    if (rules.declassified && out.level > rules.declassified->value && is_classified(out.level) &&
        is_over(book, document, out.level, today)) {
        out = {rules.declassified->value, rules.declassified->clauses};
    }
    return out;
}

std::optional<Policy::Ending> find_ending(RuleBook const& book, DocumentFacts const& document) {
    auto const& released = book.rules.declassified;
    if (!is_classified(document.level) || document.is_declassified || !released) {
        return std::nullopt;
    }
    auto end = find_end(book, document, document.level);
    if (!end) {
        return std::nullopt;
    }
    Policy::Ending out{*end, released->clauses};
    if (auto const& period = book.rules.periods[place_of(document.level)]) {
        cite(out.clauses, period->clauses);
    }
    return out;
}

std::vector<Step> steps_of(Case const& asked) {
    std::vector<Step> out;
    if (asked.demands.forbidden && asked.demands.forbidden->value.value) {
        return out; // nobody can agree to it
    }
    auto add = [&](StepRule const& rule, bool is_operation) {
        auto step = step_from(rule, asked);
        step.is_operation = is_operation;
        step.is_done = is_done(asked.facts, out.size(), step);
        out.push_back(std::move(step));
    };
    for (auto const& rule : agreements(asked).list) {
        add(rule, false);
    }
    if (asked.demands.operators) {
        for (auto const& rule : asked.demands.operators->value.list) {
            if (!is_operator(asked.facts.person, rule)) {
                add(rule, true);
            }
        }
    }
    return out;
}

std::map<std::string, std::string> subject_of(Case const& asked) {
    auto level = asked.level.level;
    std::string chinese(chinese_name(level));
    std::string action(identifier(asked.facts.action));
    std::replace(action.begin(), action.end(), '-', ' ');
    return {{"level_zh", is_classified(level) ? chinese + "级" : chinese},
            {"level_en", std::string(english_name(level))},
            {"action_zh", std::string(chinese_name(asked.facts.action))},
            {"action_en", action},
            {"document", asked.facts.document.number}};
}

std::string cited(std::vector<std::string> const& clauses) {
    std::string out;
    for (auto const& clause : clauses) {
        out += (out.empty() ? "" : ", ") + clause;
    }
    return out;
}

std::string shown_name(PersonFacts const& person) {
    return person.full_name.empty() ? person.account : person.full_name;
}

Decision decide(RuleBook const& book, Facts const& facts) {
    auto level = level_found(book, facts.document, facts.today);
    Case const asked{book, facts, level,
                     book.rules.table(facts.document.category).at(facts.action, level.level)};
    Decision out;
    out.steps = steps_of(asked);
    for (auto const& step : out.steps) {
        cite(out.clauses, {step.clause});
    }
    if (!out.steps.empty() && asked.demands.steps) {
        cite(out.clauses, asked.demands.steps->clauses);
    }
    out.obligations = obligations_of(asked, out.clauses);
    cite(out.clauses, level.clauses);
    if (auto found = refusals(asked); !found.empty()) {
        close(out, found.front());
        for (auto const& refusal : found) {
            cite(out.clauses, refusal.clauses);
        }
        return out;
    }
    if (std::any_of(out.steps.begin(), out.steps.end(), [](auto const& s) { return !s.is_done; })) {
        out.verdict = Verdict::Ask;
        out.sentence = ask_sentence(asked, out);
    } else if (auto missing = recipients_missing(asked, out)) {
        close(out, *missing);
    } else {
        out.verdict = Verdict::Allow;
        if (out.clauses.empty()) { // nothing is asked, but it is on record
            out.clauses = {book.rules.constants.at("recorded")};
        }
        out.sentence = {"policy.allowed", subject_of(asked)};
        out.sentence.values["clause"] = cited(out.clauses);
    }
    return out;
}

} // namespace imprimatur::policy
