#include "gateway/matters/papers.hpp"
#include "gateway/service/person_input.hpp"
#include "gateway/service/refusal.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

/// Whoever has copies in keeping hands them over first (K17).
Result<void> check_holdings(registry::Transaction& transaction, registry::Person const& before,
                            registry::Person const& after) {
    if (!before.is_active || after.is_active) {
        return {};
    }
    auto held = transaction.copies_of_holder(after.account);
    if (!held) {
        return pass_on(held);
    }
    if (!held->empty()) {
        return fail(Fault::Conflict,
                    {"service.person-holds",
                     {{"person", after.full_name}, {"count", std::to_string(held->size())}}});
    }
    return {};
}

tl::unexpected<Error> unknown(std::string const& account) {
    return fail(Fault::NotFound, {"identity.person-unknown", {{"account", account}}});
}

} // namespace

Result<http::Response> list_people(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    if (!people) {
        return pass_on(people);
    }
    json out = json::array();
    for (auto const& person : *people) {
        out.push_back(json_of(person));
    }
    return json_reply({{"people", out}});
}

Result<http::Response> show_person(Exchange& exchange) {
    auto const& account = exchange.part("account");
    if (!exchange.may(identity::Permission::SeePeople) && account != exchange.caller.account) {
        return fail(Fault::Denied,
                    {"identity.not-allowed",
                     {{"account", exchange.caller.account}, {"permission", "see-people"}}});
    }
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto person = transaction->find_person(account);
    if (!person) {
        return pass_on(person);
    }
    if (!*person) {
        return unknown(account);
    }
    return json_reply(json_of(**person));
}

/// What has to be signed or attended again soon, so that nobody is refused by surprise (K23).
Result<http::Response> list_due_papers(Exchange& exchange) {
    auto within =
        read_number(exchange.request.target.find_query("within").value_or("30"), "within", 0, 3650);
    if (!within) {
        return pass_on(within);
    }
    auto transaction = exchange.office.registry.look();
    auto people = transaction ? transaction->people() : pass_on(transaction);
    if (!people) {
        return pass_on(people);
    }
    json out = json::array();
    for (auto const& paper :
         matters::due_papers(exchange.office.policies.current(), *people,
                             local_date(exchange.office.clock->now()), static_cast<int>(*within))) {
        auto day = [](Date date) { return to_text(date); };
        out.push_back({{"account", paper.person.account},
                       {"full_name", paper.person.full_name},
                       {"department", paper.person.department},
                       {"sort", matters::identifier(paper.sort)},
                       {"last", or_null(paper.last, day)},
                       {"due", to_text(paper.due)},
                       {"clauses", paper.clauses},
                       {"is_overdue", paper.is_overdue}});
    }
    return json_reply({{"papers", out}});
}

Result<http::Response> put_person(Exchange& exchange) {
    auto const& account = exchange.part("account");
    if (auto checked = check_account(account); !checked) {
        return pass_on(checked);
    }
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto known = transaction->find_person(account);
    if (!known) {
        return pass_on(known);
    }
    auto before = known->value_or(registry::Person{.account = account, .full_name = account});
    auto after = changed(before, *input);
    if (!after) {
        return pass_on(after);
    }
    auto allowed = check_entry(exchange.office.policies.current(), *after);
    if (!allowed) {
        return refused(exchange, std::move(*transaction),
                       {"person.refused", "person:" + account, {}, {}}, allowed.error());
    }
    auto checked = check_roles(exchange.office, before, *after, exchange.caller.account);
    checked = checked ? check_holdings(*transaction, before, *after) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    auto put = transaction->put_person(*after, person_entry(*after, !*known));
    auto done = put ? transaction->commit() : put;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*after));
}

} // namespace imprimatur::service
