#include <random>

#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

constexpr unsigned seed = 20261123;
constexpr int rounds = 3000;

constexpr Level levels[] = {Level::Ordinary, Level::Internal, Level::Confidential, Level::Secret,
                            Level::TopSecret};

/// Facts as they could come, many of them lacking something.
class Generator {
  public:
    bool often() { return number(0, 9) > 0; }
    bool rarely() { return number(0, 19) == 0; }
    int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
    template <class List> auto one_of(List const& list) {
        return list[static_cast<std::size_t>(number(0, static_cast<int>(std::size(list)) - 1))];
    }

    Date day() {
        return Date{std::chrono::year{number(1990, 2027)},
                    std::chrono::month{static_cast<unsigned>(number(1, 12))},
                    std::chrono::day{static_cast<unsigned>(number(1, 28))}};
    }

    PersonFacts somebody() {
        static char const* const accounts[] = {"zhang", "li", "wang", "zhao", "chen"};
        static char const* const roles[] = {"user", "operator", "confidentiality-officer",
                                            "general-manager", "county-leader"};
        auto out = person(one_of(accounts), {one_of(roles)});
        out.is_active = !rarely();
        out.is_outsider = rarely();
        out.outsider_purpose = rarely() ? "参观" : "";
        if (rarely()) {
            out.agreement.reset();
        } else {
            out.agreement = rarely() ? day() : today;
        }
        if (rarely()) {
            out.training = day();
        }
        return out;
    }

    Facts any() {
        Facts out = facts(static_cast<Action>(number(0, 9)), one_of(levels),
                          static_cast<std::uint32_t>(number(1, 3)));
        out.person = somebody();
        for (auto& recipient : out.recipients) {
            recipient = somebody();
        }
        if (rarely()) {
            out.recipients.clear();
        }
        if (rarely()) {
            out.document.number.clear();
        }
        if (rarely()) {
            out.document.scope.clear();
        }
        if (rarely()) {
            out.document.issued = day();
        }
        out.document.is_frozen = rarely();
        static char const* const categories[] = {"", "pay", "decision", "contract"};
        out.document.category = one_of(categories);
        return out;
    }

    Facts with_approvals(Policy const& policy, Facts asked) {
        auto full = agreed(policy, asked);
        std::vector<ApprovalFacts> kept;
        for (auto const& said : full.approvals) {
            if (often()) {
                kept.push_back(said);
            }
        }
        full.approvals = kept;
        return full;
    }

  private:
    std::mt19937 random_{seed};
};

std::vector<std::string> all_profiles() {
    std::vector<std::string> out;
    for (int number = 1; number <= 15; ++number) {
        auto file = (number < 10 ? "0" : "") + std::to_string(number) + ".toml";
        if (std::filesystem::exists(profiles_folder() / file)) {
            out.push_back("P" + std::to_string(number));
        }
    }
    return out;
}

/// What is forbidden needs more people than there are.
std::uint32_t people(Decision const& decision) {
    if (decision.sentence.id == "policy.forbidden") {
        return UINT32_MAX;
    }
    std::uint32_t out = 0;
    for (auto const& step : decision.steps) {
        out += step.how_many;
    }
    return out;
}

void expect_not_looser(Decision const& stricter, Decision const& looser) {
    EXPECT_GE(static_cast<int>(stricter.verdict), static_cast<int>(looser.verdict))
        << say(stricter) << " / " << say(looser);
    EXPECT_GE(people(stricter), people(looser));
    auto const& a = stricter.obligations;
    auto const& b = looser.obligations;
    EXPECT_GE(a.number, b.number);
    EXPECT_GE(a.name_recipients, b.name_recipients);
    EXPECT_GE(a.fixed_count, b.fixed_count);
    EXPECT_GE(a.as_image, b.as_image);
    EXPECT_GE(a.encrypt, b.encrypt);
    EXPECT_GE(a.witnesses, b.witnesses);
    EXPECT_LE(a.return_within_hours.value_or(1 << 30), b.return_within_hours.value_or(1 << 30));
    EXPECT_LE(a.loan_days.value_or(1 << 30), b.loan_days.value_or(1 << 30));
}

/// A document that policy alone raises would be another document in the two policies.
Facts settled(Facts asked) {
    asked.document.category.clear();
    return asked;
}

TEST(Layering, NeverMakesARuleLooser) {
    auto const names = all_profiles();
    Generator some;
    for (auto const& first : names) {
        for (auto const& second : names) {
            if (second < first) {
                continue; // the other way round was tried
            }
            auto const lower = read({first});
            auto const other = read({second});
            auto const both = read({first, second});
            for (int i = 0; i < rounds / 50; ++i) {
                auto asked = settled(some.any());
                auto decision = both.decide(asked);
                SCOPED_TRACE(first + "+" + second);
                expect_not_looser(decision, lower.decide(asked));
                expect_not_looser(decision, other.decide(asked));
            }
        }
    }
}

TEST(Layering, WhoHasTheLayersSatisfiedHasEachSatisfied) {
    Generator some;
    auto const baseline = read({});
    for (auto const& name : all_profiles()) {
        auto const policy = read({name});
        for (int i = 0; i < rounds; ++i) {
            auto asked = settled(some.any());
            if (policy.decide(agreed(policy, asked)).verdict == Verdict::Allow) {
                EXPECT_EQ(baseline.decide(agreed(baseline, asked)).verdict, Verdict::Allow) << name;
            }
        }
    }
}

TEST(RaisingTheLevel, NeverNeedsFewerApprovals) {
    Generator some;
    std::vector<std::vector<std::string>> sets{{}};
    for (auto const& name : all_profiles()) {
        sets.push_back({name});
        sets.push_back({name, "P7"});
    }
    for (auto const& set : sets) {
        auto const policy = read(set);
        for (int i = 0; i < rounds / 10; ++i) {
            auto asked = settled(some.any());
            asked.document.issued.reset(); // nothing is released by time
            std::uint32_t below = 0;
            for (auto level : levels) {
                asked.document.level = level;
                auto decision = policy.decide(asked);
                EXPECT_GE(people(decision), below)
                    << policy.name() << " " << identifier(level) << " " << identifier(asked.action);
                below = people(decision);
            }
        }
    }
}

TEST(AnApprovalByTheRequester, NeverCounts) {
    Generator some;
    for (auto const& name : all_profiles()) {
        auto const policy = read({name});
        for (int i = 0; i < rounds; ++i) {
            auto asked = some.with_approvals(policy, some.any());
            if (asked.approvals.empty()) {
                continue;
            }
            auto turned = asked;
            auto& one = turned.approvals[static_cast<std::size_t>(
                some.number(0, static_cast<int>(turned.approvals.size()) - 1))];
            one.account = turned.person.account;
            auto decision = policy.decide(turned);
            EXPECT_FALSE(decision.steps.at(one.step).is_done);
            EXPECT_NE(decision.verdict, Verdict::Allow);
        }
    }
}

TEST(AForbiddenAction, IsAllowedByNoProfileWhoeverAgreed) {
    Generator some;
    for (auto const& name : all_profiles()) {
        auto const policy = read({name});
        std::set<std::pair<Level, Action>> forbidden;
        for (auto const& row : policy.table()) {
            if (row.decision.sentence.id == "policy.forbidden") {
                forbidden.emplace(row.level, row.action);
            }
        }
        EXPECT_TRUE(forbidden.contains({Level::Secret, Action::Publish})) << name;
        for (int i = 0; i < rounds; ++i) {
            auto asked = agreed(policy, some.any());
            auto level = policy.level_on(asked.document, asked.today);
            if (forbidden.contains({level, asked.action})) {
                EXPECT_EQ(policy.decide(asked).verdict, Verdict::Refuse);
            }
        }
    }
}

TEST(Deciding, GivesTheSameTwice) {
    Generator some;
    auto const policy = read({"P7"});
    auto const again = *Policy::read(profiles_folder(), {"P7"});
    for (int i = 0; i < rounds; ++i) {
        auto asked = some.with_approvals(policy, some.any());
        auto first = policy.decide(asked);
        auto second = again.decide(asked);
        EXPECT_EQ(first.verdict, second.verdict);
        EXPECT_EQ(first.sentence, second.sentence);
        EXPECT_EQ(first.clauses, second.clauses);
        EXPECT_EQ(first.obligations.clauses, second.obligations.clauses);
    }
}

TEST(EveryDecision, CitesAClauseAndSaysASentence) {
    Generator some;
    for (auto const& name : all_profiles()) {
        auto const policy = read({name});
        for (int i = 0; i < rounds / 5; ++i) {
            auto decision = policy.decide(some.with_approvals(policy, some.any()));
            EXPECT_FALSE(decision.clauses.empty());
            auto text = say(decision);
            EXPECT_EQ(text.find('{'), text.npos) << text;
            EXPECT_NE(text.find(decision.sentence.values.at("clause")), text.npos) << text;
        }
    }
}

} // namespace
} // namespace imprimatur::policy
