#include <algorithm>

#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::size_t longest_account = 64;

bool is_account(std::string const& account) {
    return !account.empty() && account.size() <= longest_account &&
           std::all_of(account.begin(), account.end(), [](char c) {
               auto byte = static_cast<unsigned char>(c);
               return byte > 0x20 && byte != 0x7f && c != '/' && c != ':' && c != ',';
           });
}

Result<void> check_roles(Office const& office, registry::Person const& before,
                         registry::Person const& after, std::string const& by) {
    if (before.roles == after.roles) {
        return {};
    }
    if (after.account == by) {
        return fail(Fault::Denied, {"identity.own-roles", {}});
    }
    auto terms = office.policies.current().roles();
    for (auto const& role : after.roles) {
        bool is_known = std::any_of(terms.begin(), terms.end(),
                                    [&](auto const& term) { return term.id == role; });
        if (!is_known) {
            return fail(Fault::BadInput, {"service.role-unknown", {{"role", role}}});
        }
    }
    if (auto clash = identity::find_clash(after.roles)) {
        return fail(Fault::Conflict,
                    {"identity.clash", {{"first", clash->first}, {"second", clash->second}}});
    }
    return {};
}

/// What is given changes; what is not stays.
Result<registry::Person> changed(registry::Person person, Input& input) {
    if (input.has("full_name")) {
        person.full_name = input.needed_text("full_name", 200);
    }
    if (input.has("department")) {
        person.department = input.text("department", 200);
    }
    if (input.has("roles")) {
        auto roles = input.texts("roles");
        person.roles = {roles.begin(), roles.end()};
    }
    person.is_active = input.flag("is_active", person.is_active);
    person.is_outsider = input.flag("is_outsider", person.is_outsider);
    if (input.has("outsider_purpose")) {
        person.outsider_purpose = input.text("outsider_purpose");
    }
    if (input.has("agreement")) {
        person.agreement = input.date("agreement");
    }
    if (input.has("training")) {
        person.training = input.date("training");
    }
    auto closed = input.close();
    if (!closed) {
        return pass_on(closed);
    }
    return person;
}

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

std::string roles_text(registry::Person const& person) {
    std::string out;
    for (auto const& role : person.roles) {
        out += (out.empty() ? "" : " ") + role;
    }
    return out;
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

Result<http::Response> put_person(Exchange& exchange) {
    auto const& account = exchange.part("account");
    if (!is_account(account)) {
        return fail(Fault::BadInput, {"identity.account-malformed", {{"account", account}}});
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
    auto checked = check_roles(exchange.office, before, *after, exchange.caller.account);
    checked = checked ? check_holdings(*transaction, before, *after) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    auto put = transaction->put_person(
        *after, {*known ? "person.changed" : "person.entered",
                 "person:" + account,
                 {},
                 {{"roles", roles_text(*after)}, {"active", after->is_active ? "yes" : "no"}}});
    auto done = put ? transaction->commit() : put;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*after));
}

} // namespace imprimatur::service
