#include "gateway/matters/papers.hpp"
#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

using Sort = DuePaper::Sort;

registry::Person trained(std::string const& account, std::string const& role, char const* day) {
    registry::Person person;
    person.account = account;
    person.full_name = account;
    person.roles = {role};
    person.training = find_date(day);
    person.agreement = find_date("2020-01-05");
    return person;
}

policy::Policy rules(std::string const& profile) {
    return expected(policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {profile}));
}

TEST(DuePapers, RemindAdministratorsAndAllOthersOfTheirTraining) { // K23: P4.5, P4.6
    std::vector people{trained("admin", "system-administrator", "2025-12-10"),
                       trained("teacher", "user", "2025-11-01"),
                       trained("fresh", "user", "2026-06-01")};
    auto due = due_papers(rules("P4"), people, *find_date("2026-11-26"), 30);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].person.account, "teacher");
    EXPECT_TRUE(due[0].is_overdue);
    EXPECT_EQ(to_text(due[0].due), "2026-11-01");
    EXPECT_EQ(due[1].person.account, "admin");
    EXPECT_FALSE(due[1].is_overdue);
    EXPECT_EQ(to_text(due[1].due), "2026-12-10");
    for (auto const& paper : due) {
        EXPECT_EQ(paper.sort, Sort::Training);
        EXPECT_EQ(paper.clauses, (std::vector<std::string>{"P4.5", "P4.6"}));
    }
}

TEST(DuePapers, NameWhoNeverSigned) { // K23: P10.8
    auto person = trained("new", "user", "2026-06-01");
    person.agreement.reset();
    auto due = due_papers(rules("P10"), {person}, *find_date("2026-11-26"), 0);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].sort, Sort::Agreement);
    EXPECT_TRUE(due[0].is_overdue);
    EXPECT_FALSE(due[0].last);
}

TEST(DuePapers, AreNotAskedOfThoseWhoLeftOrComeFromOutside) { // K23
    auto gone = trained("gone", "user", "2020-01-01");
    gone.is_active = false;
    auto guest = trained("guest", "user", "2020-01-01");
    guest.is_outsider = true;
    EXPECT_TRUE(due_papers(rules("P4"), {gone, guest}, *find_date("2026-11-26"), 3650).empty());
}

TEST(DuePapers, AreNotDueWhereTheRulesAskForNone) {
    EXPECT_TRUE(
        due_papers(rules("P7"), {trained("a", "user", "2001-01-01")}, *find_date("2026-11-26"), 30)
            .empty());
}

class Lapsed : public RegistryOffice {};

TEST_F(Lapsed, TrainingIsABreachOfTheOneWhoMissedIt) { // K36, K23: P4.5
    use_rules({"P4"});
    clock->set(*find_instant("2027-06-02T08:00:00.000Z")); // everybody was trained on 2026-06-01
    auto list = expected(breaches(parts, "liming", std::nullopt, std::nullopt));
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].sort, Breach::Sort::Overdue);
    EXPECT_EQ(list[0].what, "training");
    EXPECT_EQ(list[0].clauses.at(0), "P4.5");
}

} // namespace
} // namespace imprimatur::matters
