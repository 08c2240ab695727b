#include "gateway/print/inherit.hpp"

#include <algorithm>

#include "gateway/print/facts.hpp"
#include "gateway/print/period.hpp"

namespace imprimatur::print {

namespace {

std::string joined(std::vector<std::string> const& words, char const* between) {
    std::string out;
    for (auto const& word : words) {
        out += (out.empty() ? "" : between) + word;
    }
    return out;
}

/// Whether a scope lets this account or department read.
bool covers(std::set<std::string> const& scope, std::string const& name,
            std::vector<registry::Person> const& people) {
    if (scope.empty() || scope.contains(name)) {
        return true;
    }
    auto found = std::find_if(people.begin(), people.end(),
                              [&](auto const& person) { return person.account == name; });
    return found != people.end() && !found->department.empty() && scope.contains(found->department);
}

std::set<std::string> common(std::set<std::string> const& a, std::set<std::string> const& b,
                             std::vector<registry::Person> const& people) {
    std::set<std::string> out;
    for (auto const& name : a) {
        if (covers(b, name, people)) {
            out.insert(name);
        }
    }
    for (auto const& name : b) {
        if (covers(a, name, people)) {
            out.insert(name);
        }
    }
    return out;
}

void narrow(Inherited& out, registry::Document const& source,
            std::vector<registry::Person> const& people) {
    if (source.scope.empty()) {
        return;
    }
    out.scope = out.is_limited ? common(out.scope, source.scope, people) : source.scope;
    out.is_limited = true;
}

/// The ends of the sources that are still secret.
struct Ends {
    std::optional<Date> last;
    std::optional<Period> period;     ///< of the source that ends last
    std::optional<Date> issued;       ///< of that source
    std::vector<std::string> happens; ///< what others wait for
};

void add_end(Ends& ends, policy::Policy const& policy, registry::Document const& source,
             Date today) {
    auto ending = policy.find_ending(facts_of(source, today));
    if (!ending) {
        auto what = source.period ? source.period->text() : source.number;
        if (std::find(ends.happens.begin(), ends.happens.end(), what) == ends.happens.end()) {
            ends.happens.push_back(what);
        }
        return;
    }
    if (!ends.last || ending->day > *ends.last) {
        ends.last = ending->day;
        ends.period = source.period;
        ends.issued = source.issued;
    }
}

Period until(Date day) {
    return {.kind = Period::Kind::Until, .until = day};
}

void set_period(Inherited& out, Ends const& ends, std::optional<Date> issued) {
    if (!ends.happens.empty()) {
        auto words = ends.happens;
        if (ends.last) { // what happens may happen before that day
            words.push_back("不早于" + until(*ends.last).text());
        }
        out.period = Period{.kind = Period::Kind::Event, .event = joined(words, "，")};
    } else if (ends.last) {
        bool runs_alike = ends.period && ends.issued == issued;
        out.period = runs_alike ? *ends.period : until(*ends.last);
        out.end = ends.last;
    }
}

bool is_shorter(Inherited const& inherited, registry::Document const& document) {
    if (!inherited.period) {
        return false;
    }
    if (!document.period) {
        return true;
    }
    if (!inherited.end) {
        return *document.period != *inherited.period;
    }
    auto end = end_of(document);
    return !end || *end < *inherited.end;
}

} // namespace

Inherited inherit(policy::Policy const& policy, std::vector<registry::Document> const& sources,
                  std::vector<registry::Person> const& people, std::optional<Date> issued,
                  Date today) {
    Inherited out;
    Ends ends;
    for (auto const& source : sources) {
        auto level = policy.level_on(facts_of(source, today), today);
        out.level = std::max(out.level, level);
        if (is_classified(level)) {
            add_end(ends, policy, source, today);
        }
        narrow(out, source, people);
    }
    set_period(out, ends, issued);
    return out;
}

std::optional<Sentence> find_shortfall(Inherited const& inherited,
                                       registry::Document const& document,
                                       std::vector<registry::Person> const& people,
                                       std::vector<std::string> const& clauses) {
    std::map<std::string, std::string> values{{"document", document.number},
                                              {"clause", policy::cited(clauses)}};
    if (document.level < inherited.level) {
        values["level_zh"] = chinese_name(inherited.level);
        values["level_en"] = english_name(inherited.level);
        return Sentence{"print.derived-level-lower", values};
    }
    if (is_shorter(inherited, document)) {
        values["period"] = inherited.period->text();
        return Sentence{"print.derived-period-shorter", values};
    }
    if (inherited.is_limited && inherited.scope.empty()) {
        return Sentence{"print.derived-no-reader", values};
    }
    if (!inherited.is_limited) {
        return std::nullopt;
    }
    if (document.scope.empty()) {
        values["name"] = "—";
        return Sentence{"print.derived-scope-wider", values};
    }
    for (auto const& name : document.scope) {
        if (!covers(inherited.scope, name, people)) {
            values["name"] = name;
            return Sentence{"print.derived-scope-wider", values};
        }
    }
    return std::nullopt;
}

} // namespace imprimatur::print
