#include <algorithm>

#include "gateway/policy/demand_reading.hpp"
#include "gateway/policy/profile.hpp"

namespace imprimatur::policy {

namespace {

void looser(Mistakes& mistakes, Place const& place, std::string_view key, std::string found,
            std::string expected, std::vector<std::string> const& clauses) {
    mistakes.add(place, "policy.looser",
                 {{"key", std::string(key)},
                  {"found", std::move(found)},
                  {"expected", std::move(expected)},
                  {"clause", clauses.empty() ? "" : clauses.front()}});
}

void check_cell(Demands const& mine, Demands const& baseline, Mistakes& mistakes) {
    each_demand([&](std::string_view key, auto member) {
        auto const& given = mine.*member;
        auto const& least = baseline.*member;
        if (given && least && !(strictness(given->value, least->value) >= 0)) {
            looser(mistakes, given->where, key, shown(given->value), shown(least->value),
                   least->clauses);
        }
    });
}

void check_periods(Profile const& profile, Profile const& baseline, Mistakes& mistakes) {
    for (auto level : all_levels) {
        auto const& mine = profile.periods[place_of(level)];
        auto const& base = baseline.periods[place_of(level)];
        if (mine && base && mine->value.longest > base->value.longest) {
            looser(mistakes, mine->where, "longest",
                   std::to_string(mine->value.longest) + " months",
                   "<= " + std::to_string(base->value.longest) + " months", base->clauses);
        }
    }
}

void check_default_level(std::optional<Cited<Level>> const& mine,
                         std::optional<Cited<Level>> const& base, Mistakes& mistakes) {
    if (mine && base && mine->value < base->value) {
        looser(mistakes, mine->where, "level", std::string(identifier(mine->value)),
               std::string(identifier(base->value)), base->clauses);
    }
}

std::uint32_t people(std::optional<Cited<Steps>> const& steps) {
    return steps ? steps->value.people() : 0;
}

bool is_forbidden(Demands const& demands) {
    return demands.forbidden && demands.forbidden->value.value;
}

void check_levels(DemandTable const& profile, DemandTable const& whole, Mistakes& mistakes) {
    for (auto action : all_actions) {
        for (std::size_t i = 1; i < all_levels.size(); ++i) {
            auto const& lower = whole.at(action, all_levels[i - 1]).steps;
            auto const& upper = whole.at(action, all_levels[i]).steps;
            if (is_forbidden(whole.at(action, all_levels[i])) || people(upper) >= people(lower)) {
                continue;
            }
            auto const& own_upper = profile.at(action, all_levels[i]).steps;
            auto const& own_lower = profile.at(action, all_levels[i - 1]).steps;
            auto const& stated = own_upper ? *own_upper : own_lower ? *own_lower : *lower;
            mistakes.add(stated.where, "policy.fewer-approvals",
                         {{"action", std::string(identifier(action))},
                          {"level", std::string(identifier(all_levels[i]))},
                          {"found", std::to_string(people(upper))},
                          {"expected", ">= " + std::to_string(people(lower))}});
        }
    }
}

void level_up(DemandTable& table) {
    for (auto action : all_actions) {
        for (std::size_t i = 1; i < all_levels.size(); ++i) {
            auto const& lower = table.at(action, all_levels[i - 1]);
            auto& upper = table.at(action, all_levels[i]);
            join_into(upper.forbidden, lower.forbidden);
            if (is_forbidden(upper)) {
                continue; // nobody can agree to it
            }
            for (auto member : {&Demands::steps, &Demands::steps_abroad, &Demands::operators}) {
                if (people(upper.*member) < people(lower.*member)) {
                    join_into(upper.*member, lower.*member);
                }
            }
        }
    }
}

Cited<Periods> join_periods(Cited<Periods> const& a, Cited<Periods> const& b) {
    auto const& shorter = b.value.longest <= a.value.longest ? b : a;
    auto out = shorter;
    out.value.usual = std::min(std::max(a.value.usual, b.value.usual), out.value.longest);
    if (a.value.longest == b.value.longest) {
        cite(out.clauses, a.clauses);
    }
    return out;
}

void join_level(std::optional<Cited<Level>>& into, std::optional<Cited<Level>> const& from) {
    if (!from) {
        return;
    }
    if (!into || from->value > into->value) {
        into = from;
    } else if (from->value == into->value) {
        cite(into->clauses, from->clauses);
    }
}

} // namespace

void check_profile(Profile const& profile, Profile const& baseline, Mistakes& mistakes) {
    for (auto action : all_actions) {
        for (auto level : all_levels) {
            auto const& least = baseline.demands.at(action, level);
            check_cell(profile.demands.at(action, level), least, mistakes);
            for (auto const& [category, table] : profile.of_category) {
                check_cell(table.at(action, level), least, mistakes);
            }
        }
    }
    check_periods(profile, baseline, mistakes);
    check_default_level(profile.unregistered, baseline.unregistered, mistakes);
    check_default_level(profile.declassified, baseline.declassified, mistakes);
    for (auto const& [id, mine] : profile.categories) {
        auto base = baseline.categories.find(id);
        if (base != baseline.categories.end()) {
            check_default_level(mine, base->second, mistakes);
        }
    }
    check_levels(profile.demands, layer(baseline, profile).demands, mistakes);
}

Profile layer(Profile const& lower, Profile const& upper) {
    Profile out = lower;
    out.name = upper.name;
    out.demands.join(upper.demands);
    for (auto const& [category, table] : upper.of_category) {
        out.of_category[category].join(table);
    }
    for (std::size_t i = 0; i < all_levels.size(); ++i) {
        join_into(out.setters[i], upper.setters[i]);
        auto const& given = upper.periods[i];
        if (given) {
            out.periods[i] = out.periods[i] ? join_periods(*out.periods[i], *given) : *given;
        }
    }
    for (auto const& [id, given] : upper.categories) {
        std::optional<Cited<Level>> cell;
        if (auto found = out.categories.find(id); found != out.categories.end()) {
            cell = found->second;
        }
        join_level(cell, given);
        out.categories[id] = *cell;
    }
    join_level(out.unregistered, upper.unregistered);
    join_level(out.declassified, upper.declassified);
    out.duties.insert(out.duties.end(), upper.duties.begin(), upper.duties.end());
    for (auto const& [key, clause] : upper.constants) {
        out.constants[key] = clause;
    }
    return out;
}

void complete(Profile& profile) {
    for (auto& [category, table] : profile.of_category) {
        table.join(profile.demands);
        level_up(table);
    }
    level_up(profile.demands);
}

void join_into(Demands& lower, Demands const& upper) {
    each_demand([&](std::string_view, auto member) { join_into(lower.*member, upper.*member); });
}

void DemandTable::join(DemandTable const& upper) {
    for (auto action : all_actions) {
        for (auto level : all_levels) {
            join_into(at(action, level), upper.at(action, level));
        }
    }
}

DemandTable const& Profile::table(std::string const& category) const {
    auto found = of_category.find(category);
    return found == of_category.end() ? demands : found->second;
}

} // namespace imprimatur::policy
