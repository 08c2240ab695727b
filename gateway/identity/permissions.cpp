#include "gateway/identity/identity.hpp"

#include <algorithm>
#include <array>

namespace imprimatur::identity {

namespace {

/// Stands in the table for every role that a policy profile names as an approver's part.
constexpr std::string_view approver = "approver";

struct Row {
    Permission permission;
    std::string_view name;
    std::array<std::string_view, 6> roles; ///< any one of these opens it
};

/// The one place that says which role may do what. The system administrator sees no documents and
/// grants nothing; the security administrator manages people; the auditor reads and changes
/// nothing.
constexpr std::array<Row, 20> table{{
    {Permission::Anyone, "anyone", {}},
    {Permission::Backend, "backend", {}},
    {Permission::SeePeople, "see-people", {security_administrator, auditor, registry_officer}},
    {Permission::ManagePeople, "manage-people", {security_administrator}},
    {Permission::SeeDocuments,
     "see-documents",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::RegisterDocuments, "register-documents", {registry_officer}},
    {Permission::RequestCopies,
     "request-copies",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::SeeRequests,
     "see-requests",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::SeeJobs,
     "see-jobs",
     {user, approver, registry_officer, designated_operator, system_administrator}},
    {Permission::CancelOwnJob,
     "cancel-own-job",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::ReviewJobs, "review-jobs", {registry_officer, confidentiality_officer}},
    {Permission::SeeCopies,
     "see-copies",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::ChangeCopies, "change-copies", {registry_officer}},
    {Permission::SeeMatters,
     "see-matters",
     {user, approver, registry_officer, confidentiality_officer, designated_operator, auditor}},
    {Permission::UseMatters,
     "use-matters",
     {user, approver, registry_officer, confidentiality_officer, designated_operator}},
    {Permission::Trace, "trace", {registry_officer, confidentiality_officer}},
    {Permission::SeeRegisters,
     "see-registers",
     {registry_officer, confidentiality_officer, auditor}},
    {Permission::ReadAudit, "read-audit", {auditor, security_administrator}},
    {Permission::SeePolicy,
     "see-policy",
     {user, approver, registry_officer, auditor, security_administrator}},
    {Permission::ManageKeys, "manage-keys", {system_administrator}},
}};

constexpr std::array administrators{system_administrator, security_administrator, auditor};
constexpr std::array plain{user, registry_officer, confidentiality_officer, designated_operator};

bool is_among(auto const& roles, std::string_view role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool is_approver(std::string_view role) {
    return !is_among(administrators, role) && !is_among(plain, role);
}

Row const& row_of(Permission permission) {
    return *std::find_if(table.begin(), table.end(),
                         [&](Row const& row) { return row.permission == permission; });
}

bool opens(Row const& row, std::string_view role) {
    return is_among(row.roles, role) || (is_approver(role) && is_among(row.roles, approver));
}

} // namespace

std::string_view identifier(Permission permission) {
    return row_of(permission).name;
}

std::vector<Permission> all_permissions() {
    std::vector<Permission> out;
    for (auto const& row : table) {
        out.push_back(row.permission);
    }
    return out;
}

bool may(std::set<policy::Role> const& roles, Permission permission) {
    auto const& row = row_of(permission);
    return permission == Permission::Anyone ||
           std::any_of(roles.begin(), roles.end(),
                       [&](auto const& role) { return opens(row, role); });
}

std::optional<std::pair<policy::Role, policy::Role>>
find_clash(std::set<policy::Role> const& roles) {
    for (auto const& first : roles) {
        if (!is_among(administrators, first)) {
            continue;
        }
        for (auto const& second : roles) {
            bool both_administer = is_among(administrators, second) && second != first;
            if (both_administer || is_approver(second) || second == registry_officer) {
                return std::pair(first, second);
            }
        }
    }
    return std::nullopt;
}

} // namespace imprimatur::identity
