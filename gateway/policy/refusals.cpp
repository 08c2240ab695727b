#include <algorithm>

#include "gateway/policy/rules.hpp"

namespace imprimatur::policy {

namespace {

using Found = std::optional<Refusal>;
using Values = std::map<std::string, std::string>;

constexpr std::uint32_t most_copies = 999999; // 份号 has six digits

Refusal refuse(Case const& asked, std::string id, std::vector<std::string> clauses,
               Values more = {}) {
    auto values = subject_of(asked);
    values.merge(more);
    values["clause"] = cited(clauses);
    return {{std::move(id), std::move(values)}, std::move(clauses)};
}

std::vector<std::string> promise(Case const& asked, std::string const& name) {
    return {asked.book.rules.constants.at(name)};
}

/// The one who asks, then everyone who is to have a copy.
template <class Check> Found first_of_people(Case const& asked, Check check) {
    if (auto found = check(asked.facts.person, true)) {
        return found;
    }
    for (auto const& recipient : asked.facts.recipients) {
        if (auto found = check(recipient, false)) {
            return found;
        }
    }
    return std::nullopt;
}

bool is_demanded(std::optional<Cited<Yes>> const& demand) {
    return demand && demand->value.value;
}

Found count_is_absurd(Case const& asked) {
    auto count = asked.facts.count;
    if (count >= 1 && count <= most_copies) {
        return std::nullopt;
    }
    return refuse(asked, "policy.count-absurd", promise(asked, "count"),
                  {{"count", std::to_string(count)}, {"most", std::to_string(most_copies)}});
}

Found too_many_recipients(Case const& asked) {
    auto named = asked.facts.recipients.size();
    if (named <= asked.facts.count) {
        return std::nullopt;
    }
    return refuse(asked, "policy.too-many-recipients", promise(asked, "count"),
                  {{"named", std::to_string(named)}, {"count", std::to_string(asked.facts.count)}});
}

Found left_office(Case const& asked) {
    return first_of_people(asked, [&](PersonFacts const& person, bool asks) -> Found {
        if (person.is_active) {
            return std::nullopt;
        }
        return refuse(asked, asks ? "policy.person-left" : "policy.recipient-left",
                      promise(asked, "in_office"), {{"name", shown_name(person)}});
    });
}

Found is_frozen(Case const& asked) {
    if (!asked.facts.document.is_frozen || !is_demanded(asked.demands.refuse_frozen)) {
        return std::nullopt;
    }
    return refuse(asked, "policy.frozen", asked.demands.refuse_frozen->clauses);
}

/// Until those who may have set it, a level is a proposal: nothing is made of the document (K1).
/// What is to be destroyed may go all the same.
Found level_is_proposed(Case const& asked) {
    // The level that is proposed, also where its period would be over: that hangs on the same word.
    auto const proposed = std::max(asked.level.level, asked.facts.document.level);
    auto const& setters = asked.book.rules.setters[place_of(proposed)];
    if (!asked.facts.document.is_level_proposed || !setters ||
        asked.facts.action == Action::Destroy) {
        return std::nullopt;
    }
    Values who;
    for (auto const& step : setters->value.list) {
        auto title = asked.book.vocabulary.title_of({step.roles.begin(), step.roles.end()});
        who["who_zh"] += (who["who_zh"].empty() ? "" : "和") + title.chinese;
        who["who_en"] += (who["who_en"].empty() ? "" : " and ") + title.english;
    }
    return refuse(asked, "policy.level-proposed", setters->clauses, std::move(who));
}

Found is_forbidden(Case const& asked) {
    if (!is_demanded(asked.demands.forbidden)) {
        return std::nullopt;
    }
    return refuse(asked, "policy.forbidden", asked.demands.forbidden->clauses);
}

Found is_outsider(Case const& asked) {
    auto const& demand = asked.demands.outsiders;
    if (!demand || demand->value == Outsiders::Anybody) {
        return std::nullopt;
    }
    return first_of_people(asked, [&](PersonFacts const& person, bool) -> Found {
        if (!person.is_outsider ||
            (demand->value == Outsiders::WithPurpose && !person.outsider_purpose.empty())) {
            return std::nullopt;
        }
        return refuse(asked,
                      demand->value == Outsiders::Never ? "policy.outsider-never"
                                                        : "policy.outsider-purpose",
                      demand->clauses, {{"name", shown_name(person)}});
    });
}

/// Signed or trained at all, not in the future, and not longer ago than the rule allows (K23).
Found paper_is_lacking(Case const& asked, std::optional<Cited<Most>> const& demand,
                       std::optional<Date> PersonFacts::*paper, std::string const& what) {
    if (!demand) {
        return std::nullopt;
    }
    return first_of_people(asked, [&](PersonFacts const& person, bool) -> Found {
        auto const& day = person.*paper;
        if (!day || *day > asked.facts.today) {
            return refuse(asked, "policy." + what + "-missing", demand->clauses,
                          {{"name", shown_name(person)}});
        }
        auto last = add_months(*day, demand->value.value);
        if (asked.facts.today < last) {
            return std::nullopt;
        }
        return refuse(
            asked, "policy." + what + "-old", demand->clauses,
            {{"name", shown_name(person)}, {"date", to_text(*day)}, {"last", to_text(last)}});
    });
}

Found agreement_is_lacking(Case const& asked) {
    return paper_is_lacking(asked, asked.demands.agreement, &PersonFacts::agreement, "agreement");
}

Found training_is_lacking(Case const& asked) {
    return paper_is_lacking(asked, asked.demands.training, &PersonFacts::training, "training");
}

/// Somebody outside the registry is known by the full name alone.
std::string const& key_of(PersonFacts const& person) {
    return person.account.empty() ? person.full_name : person.account;
}

bool is_named(std::set<std::string> const& scope, PersonFacts const& person) {
    return scope.contains(key_of(person));
}

bool is_concerned(std::set<std::string> const& scope, PersonFacts const& person) {
    return scope.empty() || is_named(scope, person) ||
           (!person.department.empty() && scope.contains(person.department));
}

bool handles_all(Vocabulary const& vocabulary, PersonFacts const& person) {
    return std::any_of(person.roles.begin(), person.roles.end(), [&](Role const& role) {
        auto found = vocabulary.roles.find(role);
        return found != vocabulary.roles.end() && found->second.handles_all;
    });
}

/// 秘密: those concerned; 机密: nobody outside; 绝密: persons named one by one (K27).
Found outside_the_circle(Case const& asked) {
    auto const& demand = asked.demands.circle;
    if (!demand || demand->value == Circle::Anybody) {
        return std::nullopt;
    }
    auto const& scope = asked.facts.document.scope;
    return first_of_people(asked, [&](PersonFacts const& person, bool asks) -> Found {
        Values const name{{"name", shown_name(person)}};
        if (demand->value >= Circle::Inside && person.is_outsider) {
            return refuse(asked, "policy.not-inside", demand->clauses, name);
        }
        if (asks && handles_all(asked.book.vocabulary, person)) {
            return std::nullopt;
        }
        if (demand->value == Circle::Named && !is_named(scope, person)) {
            return refuse(asked, "policy.not-named", demand->clauses, name);
        }
        if (!is_concerned(scope, person)) {
            return refuse(asked, "policy.not-concerned", demand->clauses, name);
        }
        return std::nullopt;
    });
}

Found wrong_place(Case const& asked) {
    if (!asked.demands.rooms) {
        return std::nullopt;
    }
    std::string where;
    for (auto const& room : asked.demands.rooms->value.names) {
        auto found = asked.book.vocabulary.rooms.find(room);
        if (found == asked.book.vocabulary.rooms.end()) {
            continue;
        }
        if (found->second.contains("*") || found->second.contains(asked.facts.place)) {
            return std::nullopt;
        }
        for (auto const& printer : found->second) {
            where += (where.empty() ? "" : ", ") + printer;
        }
    }
    return refuse(asked, where.empty() ? "policy.no-place" : "policy.wrong-place",
                  asked.demands.rooms->clauses, {{"place", asked.facts.place}, {"places", where}});
}

/// A step of the issuing department cannot be asked of nobody.
Found issuer_is_unknown(Case const& asked) {
    if (!asked.demands.steps || !asked.facts.document.department.empty() ||
        !asked.facts.person.department.empty()) {
        return std::nullopt;
    }
    auto const& list = asked.demands.steps->value.list;
    auto found = std::find_if(list.begin(), list.end(),
                              [](StepRule const& step) { return step.of_issuing_department; });
    if (found == list.end()) {
        return std::nullopt;
    }
    return refuse(asked, "policy.issuer-unknown", {found->clause});
}

constexpr Found (*all_checks[])(Case const&) = {
    is_forbidden,         level_is_proposed,   count_is_absurd, too_many_recipients,
    left_office,          is_frozen,           is_outsider,     outside_the_circle,
    agreement_is_lacking, training_is_lacking, wrong_place,     issuer_is_unknown,
};

} // namespace

std::vector<Refusal> refusals(Case const& asked) {
    std::vector<Refusal> out;
    for (auto const& check : all_checks) {
        if (auto found = check(asked)) {
            out.push_back(std::move(*found));
        }
    }
    return out;
}

} // namespace imprimatur::policy
