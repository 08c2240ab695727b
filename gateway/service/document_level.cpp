#include "gateway/service/document_level.hpp"

#include <algorithm>

#include "gateway/print/period.hpp"
#include "gateway/service/document_change.hpp"
#include "gateway/service/document_input.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/refusal.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

namespace {

std::vector<std::string> setting_clauses(Exchange const& exchange, Level level) {
    std::vector<std::string> out;
    for (auto const& step : exchange.office.policies.current().level_setters(level)) {
        if (std::find(out.begin(), out.end(), step.clause) == out.end()) {
            out.push_back(step.clause);
        }
    }
    return out;
}

/// Level, period and the end of both as the body states them; the rest is the registry's.
Result<registry::Document> read_level(Exchange const& exchange,
                                      std::vector<registry::Person> const& people,
                                      registry::Document const& before) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto after = before;
    for (auto const* other : {"title", "issued", "category", "department", "scope",
                              "keeper_original", "keeper_duplicate"}) {
        if (input->has(other)) {
            input->wrong(other, "level, period, state");
        }
    }
    read_common(*input, after, people);
    read_state(*input, after, "declassified");
    auto const is_over = input->flag("is_over", false);
    auto closed = input->close();
    auto checked = closed ? check_level(exchange.office.policies.current(), after) : closed;
    checked = checked ? check_end(&before, after, local_date(exchange.office.clock->now()), is_over)
                      : checked;
    return checked ? Result<registry::Document>(after) : pass_on(checked);
}

registry::Entry set_entry(Exchange const& exchange, registry::Document const& document) {
    return {"document.level-set",
            "document:" + document.number,
            setting_clauses(exchange, document.level),
            {{"level", std::string(identifier(document.level))},
             {"period", document.period ? document.period->identifier() : ""},
             {"is_proposed", document.is_level_proposed ? "yes" : "no"}}};
}

} // namespace

bool may_set_level(Exchange const& exchange, registry::Document const& document) {
    auto const& person = exchange.caller.person;
    return person &&
           exchange.office.policies.current().may_set(document.level, identity::facts_of(*person));
}

void settle_level(Exchange const& exchange, std::vector<registry::Person> const& people,
                  registry::Document& document) {
    auto policy = exchange.office.policies.current();
    if (policy.level_setters(document.level).empty()) {
        document.level_set_by.clear();
        document.is_level_proposed = false;
        return;
    }
    if (may_set_level(exchange, document)) {
        document.level_set_by.insert(exchange.caller.account);
    }
    std::vector<policy::PersonFacts> setters;
    for (auto const& person : people) {
        if (document.level_set_by.contains(person.account)) {
            setters.push_back(identity::facts_of(person));
        }
    }
    document.is_level_proposed = !policy.is_level_set(document.level, setters);
}

bool is_lessened(registry::Document const& before, registry::Document const& after) {
    using enum registry::DocumentState;
    bool is_released = before.state != Declassified && after.state == Declassified;
    auto ended = print::end_of(before);
    auto ends = print::end_of(after);
    bool is_shorter = ends && (!ended || *ends < *ended);
    return is_classified(before.level) && (after.level < before.level || is_released || is_shorter);
}

tl::unexpected<Error> not_theirs_to_set(Exchange const& exchange,
                                        registry::Document const& document) {
    auto policy = exchange.office.policies.current();
    std::map<std::string, std::string> values{
        {"document", document.number},
        {"level_zh", std::string(chinese_name(document.level))},
        {"level_en", std::string(english_name(document.level))}};
    for (auto const& step : policy.level_setters(document.level)) {
        for (auto const& role : step.roles) {
            auto title = exchange.office.title_of(role);
            values["who_zh"] += (values["who_zh"].empty() ? "" : "、") + title.chinese;
            values["who_en"] += (values["who_en"].empty() ? "" : ", ") + title.english;
        }
    }
    values["clause"] = policy::cited(setting_clauses(exchange, document.level));
    return fail(Fault::Denied, {"service.level-not-theirs", values});
}

Result<http::Response> set_document_level(Exchange& exchange) {
    auto& office = exchange.office;
    auto transaction = office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto before = visible_document(exchange, *transaction, exchange.part("document"));
    auto people = transaction->people();
    if (!before || !people) {
        return before ? pass_on(people) : pass_on(before);
    }
    auto after = read_level(exchange, *people, *before);
    if (!after) {
        return pass_on(after);
    }
    if (!may_set_level(exchange, *after) ||
        (is_lessened(*before, *after) && !may_set_level(exchange, *before))) {
        auto const& level = may_set_level(exchange, *after) ? *before : *after;
        return refused(exchange, std::move(*transaction),
                       {"document.level-refused", "document:" + before->number, {}, {}},
                       not_theirs_to_set(exchange, level).value());
    }
    bool is_changed = after->level != before->level || after->period != before->period;
    if (!is_changed && !before->is_level_proposed && after->state == before->state) {
        return fail(Fault::Conflict, {"service.level-stands", {{"document", before->number}}});
    }
    if (is_changed) {
        after->level_set_by.clear();
    }
    settle_level(exchange, *people, *after);
    auto checked = check_change(exchange, *transaction, *people, *before, *after);
    auto changed =
        checked ? write_change(exchange, *transaction, *before, *after, set_entry(exchange, *after))
                : checked;
    auto done = changed ? transaction->commit() : changed;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*after));
}

} // namespace imprimatur::service
