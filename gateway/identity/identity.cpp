#include "gateway/identity/identity.hpp"

#include <cstring>
#include <pwd.h>
#include <vector>

namespace imprimatur::identity {

bool Caller::may(Permission permission) const {
    if (permission == Permission::Anyone) {
        return true;
    }
    if (permission == Permission::Backend) {
        return is_backend;
    }
    return person && person->is_active && identity::may(person->roles, permission);
}

bool Caller::has_role(std::string_view role) const {
    return person && person->is_active && person->roles.contains(std::string(role));
}

Result<std::string> account_of(uid_t id) {
    std::vector<char> room(4096);
    passwd entry{};
    passwd* found = nullptr;
    int outcome = 0;
    while ((outcome = getpwuid_r(id, &entry, room.data(), room.size(), &found)) == ERANGE) {
        room.resize(room.size() * 2);
    }
    if (found == nullptr) {
        return fail(Fault::Denied, {"identity.no-account", {{"user", std::to_string(id)}}},
                    outcome == 0 ? "no such uid" : std::strerror(outcome));
    }
    return std::string(found->pw_name);
}

policy::PersonFacts facts_of(registry::Person const& person) {
    policy::PersonFacts facts;
    facts.account = person.account;
    facts.full_name = person.full_name;
    facts.department = person.department;
    facts.roles = person.roles;
    facts.is_active = person.is_active;
    facts.is_outsider = person.is_outsider;
    facts.outsider_purpose = person.outsider_purpose;
    facts.agreement = person.agreement;
    facts.training = person.training;
    return facts;
}

policy::PersonFacts facts_of_unknown(std::string const& name) {
    policy::PersonFacts facts;
    facts.account = name;
    facts.full_name = name;
    facts.is_outsider = true;
    return facts;
}

registry::Person const* find_meant(std::vector<registry::Person> const& people,
                                   std::string const& name) {
    registry::Person const* by_name = nullptr;
    int namesakes = 0;
    for (auto const& person : people) {
        if (person.account == name) {
            return &person;
        }
        if (person.full_name == name) {
            by_name = &person;
            ++namesakes;
        }
    }
    return namesakes == 1 ? by_name : nullptr;
}

} // namespace imprimatur::identity
