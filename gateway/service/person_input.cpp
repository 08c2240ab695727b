#include "gateway/service/person_input.hpp"

#include <algorithm>

namespace imprimatur::service {

namespace {

constexpr std::size_t longest_account = 64;

bool is_account(std::string const& account) {
    return !account.empty() && account.size() <= longest_account &&
           std::all_of(account.begin(), account.end(), [](char c) {
               auto byte = static_cast<unsigned char>(c);
               return byte > 0x20 && byte != 0x7f && c != '/' && c != ':' && c != ',';
           });
}

std::string roles_text(registry::Person const& person) {
    std::string out;
    for (auto const& role : person.roles) {
        out += (out.empty() ? "" : " ") + role;
    }
    return out;
}

} // namespace

Result<void> check_account(std::string const& account) {
    if (!is_account(account)) {
        return fail(Fault::BadInput, {"identity.account-malformed", {{"account", account}}});
    }
    return {};
}

Result<void> check_entry(policy::Policy const& policy, registry::Person const& person) {
    bool may_lack = !person.is_active || person.is_outsider || person.agreement;
    for (auto const& duty : policy.duties()) {
        if (!may_lack && duty.capability == "K23" && duty.note == "no-entry-without") {
            return fail(Fault::Denied, {"service.agreement-first",
                                        {{"person", person.full_name}, {"clause", duty.clause}}});
        }
    }
    return {};
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

registry::Entry person_entry(registry::Person const& person, bool is_new) {
    return {is_new ? "person.entered" : "person.changed",
            "person:" + person.account,
            {},
            {{"roles", roles_text(person)}, {"active", person.is_active ? "yes" : "no"}}};
}

} // namespace imprimatur::service
