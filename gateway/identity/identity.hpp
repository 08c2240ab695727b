/// Who calls, and what people in which roles may do here.
///
/// Promise: a caller is whom the kernel says, never whom a request claims; what a role opens stands
/// in one table (permissions.cpp), from which checks, docs/api.yaml and the tests of refusals are
/// made.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::identity {

/// What can be allowed or not: the rows of the table. Identifiers are `x-may` in docs/api.yaml.
enum class Permission {
    Anyone,  ///< no person needed: health, metrics, one's own name
    Backend, ///< carry print jobs; by trusted accounts of the settings, by no role
    SeePeople,
    ManagePeople,
    SeeDocuments,
    RegisterDocuments,
    RequestCopies,
    SeeRequests,
    SeeJobs,
    CancelOwnJob,
    ReviewJobs, ///< say whose pages a job is that is not surely known
    SeeCopies,
    ChangeCopies,
    SeeMatters, ///< circulations, loans, …: those that are one's own
    UseMatters, ///< open them and act in them; who may do what stands in gateway/matters
    Trace,
    SeeRegisters,
    ReadAudit,
    SeePolicy,
    ManageKeys,
};
std::string_view identifier(Permission permission);
std::vector<Permission> all_permissions();

/// Roles with a meaning of their own here. Every other role is a part of an approver, named by a
/// policy profile.
inline constexpr std::string_view user = "user";
inline constexpr std::string_view registry_officer = "registry-officer";
inline constexpr std::string_view confidentiality_officer = "confidentiality-officer";
inline constexpr std::string_view designated_operator = "operator";
inline constexpr std::string_view auditor = "auditor";
inline constexpr std::string_view system_administrator = "system-administrator";
inline constexpr std::string_view security_administrator = "security-administrator";

/// Whether one of these roles opens the permission.
bool may(std::set<policy::Role> const& roles, Permission permission);

/// Two roles of these that one person must not unite (the three administrators are kept apart, from
/// each other and from those who grant); empty when all is well.
std::optional<std::pair<policy::Role, policy::Role>>
find_clash(std::set<policy::Role> const& roles);

/// The one at the other end of the socket.
struct Caller {
    std::string account;                    ///< empty: unknown to the system
    std::optional<registry::Person> person; ///< as entered; empty: nobody entered them
    bool is_backend = false;                ///< the settings trust this account as a print backend

    bool may(Permission permission) const;
    bool has_role(std::string_view role) const;
};

/// The account of a user id, by the system's name service. @error Denied the id has no account.
Result<std::string> account_of(uid_t id);

/// What the policy wants to know of a person.
policy::PersonFacts facts_of(registry::Person const& person);

/// Somebody whom nobody entered: named by what was written, taken for an outsider (K24, P2.5).
policy::PersonFacts facts_of_unknown(std::string const& name);

/// Whom a written name means: the account, else the one person of that full name; else nobody.
registry::Person const* find_meant(std::vector<registry::Person> const& people,
                                   std::string const& name);

} // namespace imprimatur::identity
