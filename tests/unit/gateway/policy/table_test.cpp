#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

std::string verdict_of(Decision const& decision) {
    switch (decision.verdict) {
    case Verdict::Allow:
        return "allow";
    case Verdict::Ask:
        return "ask";
    case Verdict::Refuse:
        return "refuse";
    }
    return {};
}

void write_step(std::ostream& out, Step const& step) {
    out << "\n    " << (step.is_operation ? "done by " : "agrees: ");
    for (auto const& role : step.roles) {
        out << (role == step.roles.front() ? "" : "|") << role;
    }
    out << " x" << step.how_many << (step.of_issuing_department ? " of the issuing department" : "")
        << " (" << step.clause << ")";
}

void write_obligations(std::ostream& out, Obligations const& obligations) {
    for (auto const& [name, clause] : obligations.clauses) {
        out << "\n    " << name;
        if (name == "template_name") {
            out << " " << obligations.template_name;
        } else if (name == "witnesses") {
            out << " " << obligations.witnesses;
        } else if (name == "return_within_hours") {
            out << " " << *obligations.return_within_hours;
        } else if (name == "loan_days") {
            out << " " << *obligations.loan_days;
        }
        out << " (" << clause << ")";
    }
}

std::string table_of(Policy const& policy) {
    std::ostringstream out;
    for (auto const& row : policy.table()) {
        out << identifier(row.level) << " " << identifier(row.action) << ": "
            << verdict_of(row.decision);
        for (auto const& step : row.decision.steps) {
            write_step(out, step);
        }
        write_obligations(out, row.decision.obligations);
        out << "\n";
    }
    return out.str();
}

/// A difference is either a mistake or a change of the rules: then copy build/…/p7_table.txt here.
TEST(Table, OfP7IsAsWritten) {
    auto made = table_of(read({"P7"}));
    std::ofstream(std::filesystem::path(IMPRIMATUR_BINARY_DIR) / "tests/p7_table.txt") << made;
    std::ifstream file(std::filesystem::path(IMPRIMATUR_SOURCE_DIR) /
                       "tests/unit/gateway/policy/p7_table.txt");
    std::ostringstream wanted;
    wanted << file.rdbuf();
    EXPECT_EQ(made, wanted.str());
}

TEST(Table, HasEveryLevelAndEveryAction) {
    EXPECT_EQ(read({}).table().size(), 5U * 11U);
}

} // namespace
} // namespace imprimatur::policy
