#include <gtest/gtest.h>

#include <unistd.h>

#include "gateway/identity/identity.hpp"

namespace imprimatur::identity {
namespace {

using Roles = std::set<policy::Role>;

TEST(Permissions, SystemAdministratorSeesNoDocumentAndGrantsNothing) {
    Roles roles{"system-administrator"};
    for (auto permission :
         {Permission::SeeDocuments, Permission::SeeRequests, Permission::SeeCopies,
          Permission::RequestCopies, Permission::Trace, Permission::ManagePeople,
          Permission::SeeRegisters, Permission::ReadAudit}) {
        EXPECT_FALSE(may(roles, permission)) << identifier(permission);
    }
}

TEST(Permissions, AuditorReadsTheLogAndChangesNothing) {
    Roles roles{"auditor"};
    EXPECT_TRUE(may(roles, Permission::ReadAudit));
    for (auto permission :
         {Permission::ManagePeople, Permission::RegisterDocuments, Permission::RequestCopies,
          Permission::ChangeCopies, Permission::Backend}) {
        EXPECT_FALSE(may(roles, permission)) << identifier(permission);
    }
}

TEST(Permissions, AnyRoleThatAProfileNamesIsAnApproversPart) {
    EXPECT_TRUE(may({"county-leader"}, Permission::SeeRequests));
    EXPECT_FALSE(may({"county-leader"}, Permission::Trace));
    EXPECT_FALSE(may({"county-leader"}, Permission::ManagePeople));
}

TEST(Permissions, NoRoleMakesAPrintBackend) {
    Roles every{
        "user",    "county-leader",        "registry-officer",      "confidentiality-officer",
        "auditor", "system-administrator", "security-administrator"};
    EXPECT_FALSE(may(every, Permission::Backend));
}

TEST(Permissions, WithoutARoleOnlyWhatIsOpenToAnyone) {
    for (auto permission : all_permissions()) {
        EXPECT_EQ(may({}, permission), permission == Permission::Anyone) << identifier(permission);
    }
}

TEST(Permissions, InactivePeopleMayNothing) {
    Caller caller{"liming", registry::Person{.account = "liming", .roles = {"user"}}, false};
    EXPECT_TRUE(caller.may(Permission::RequestCopies));
    caller.person->is_active = false;
    EXPECT_FALSE(caller.may(Permission::RequestCopies));
    EXPECT_FALSE(caller.has_role("user"));
}

TEST(Clash, KeepsTheThreeAdministratorsApart) {
    EXPECT_TRUE(find_clash({"system-administrator", "auditor"}));
    EXPECT_TRUE(find_clash({"security-administrator", "county-leader"}));
    EXPECT_TRUE(find_clash({"auditor", "registry-officer"}));
    EXPECT_FALSE(find_clash({"auditor", "user"}));
    EXPECT_FALSE(find_clash({"user", "county-leader", "registry-officer"}));
}

TEST(Account, OfTheCallingProcessIsKnown) {
    auto account = account_of(::geteuid());
    ASSERT_TRUE(account);
    EXPECT_FALSE(account->empty());
    EXPECT_EQ(account_of(4123456789U).error().fault, Fault::Denied);
}

TEST(Meant, AccountGoesBeforeNameAndNamesakesMeanNobody) {
    std::vector<registry::Person> people{{.account = "liming", .full_name = "李明"},
                                         {.account = "chenli", .full_name = "陈立"},
                                         {.account = "chenli2", .full_name = "陈立"}};
    EXPECT_EQ(find_meant(people, "李明")->account, "liming");
    EXPECT_EQ(find_meant(people, "chenli2")->account, "chenli2");
    EXPECT_EQ(find_meant(people, "陈立"), nullptr);
    EXPECT_EQ(find_meant(people, "Liming"), nullptr);
}

} // namespace
} // namespace imprimatur::identity
