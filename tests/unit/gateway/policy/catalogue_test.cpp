// The data beside the profiles: nothing in it that is not used, nothing of the rules left out.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "facts.hpp"
#include "foundation/sentence/sentence.hpp"

namespace imprimatur::policy {
namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ostringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
}

/// "P7".
std::string name_of(int number) {
    return std::string("P").append(std::to_string(number));
}

/// "07.toml".
std::string file_of(int number) {
    return std::string(number < 10 ? "0" : "").append(std::to_string(number)).append(".toml");
}

/// Every text that stands between `before` and the next quotation mark.
std::vector<std::string> quoted_after(std::string const& text, std::string const& before) {
    std::vector<std::string> out;
    for (auto at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
        auto from = at + before.size();
        out.push_back(text.substr(from, text.find('"', from) - from));
    }
    return out;
}

/// Every clause of a policy that the catalogue lists: "P7.13.1".
std::vector<std::string> clauses_of(int number) {
    auto own = name_of(number).append(".");
    auto out = quoted_after(text_of(profiles_folder() / "clauses.toml"), "\n\"" + own);
    for (auto& clause : out) {
        clause = own + clause;
    }
    return out;
}

TEST(TheFifteenPolicies, AreAllThereAndAllReadable) {
    for (int number = 1; number <= 15; ++number) {
        auto name = name_of(number);
        EXPECT_EQ(read({name}).name(), name);
        EXPECT_GE(clauses_of(number).size(), 2U) << name;
    }
}

TEST(TheFifteenPolicies, SayEveryClauseOfTheirsInARule) {
    for (int number = 1; number <= 15; ++number) {
        auto profile = text_of(profiles_folder() / file_of(number));
        for (auto const& clause : clauses_of(number)) {
            EXPECT_NE(profile.find("clause = \"" + clause + "\""), std::string::npos)
                << clause << " stands in clauses.toml, and in no rule of " << file_of(number);
        }
    }
}

TEST(TheFifteenPolicies, CanAllBeLayeredAtOnce) {
    std::vector<std::string> names;
    for (int number = 1; number <= 15; ++number) {
        names.push_back(name_of(number));
    }
    auto const all = read(names);
    auto asked = facts(Action::Print, Level::Secret);
    EXPECT_EQ(all.decide(asked).verdict, Verdict::Ask);
    auto decision = all.decide(agreed(all, asked));
    EXPECT_EQ(decision.verdict, Verdict::Allow) << say(decision);
}

TEST(TheCatalogue, NamesAllThirtySevenCapabilities) {
    auto const text = text_of(profiles_folder() / "clauses.toml");
    for (int number = 1; number <= 37; ++number) {
        auto id = std::string("K").append(std::to_string(number));
        EXPECT_NE(text.find("\n" + id + " = {"), std::string::npos) << id;
        EXPECT_NE(text.find("\"" + id + "\""), std::string::npos) << id << " has no clause";
    }
}

TEST(TheRoles, HaveATitleInBothLanguages) {
    auto const policy = read({});
    EXPECT_GE(policy.roles().size(), 20U);
    for (auto const& role : policy.roles()) {
        EXPECT_FALSE(role.chinese.empty()) << role.id;
        EXPECT_FALSE(role.english.empty()) << role.id;
    }
    EXPECT_GE(policy.categories().size(), 15U);
}

TEST(TheDuties, GiveTheShortestTimeFirst) {
    auto const policy = read({"P7", "P4", "P9"});
    for (auto const& duty : policy.duties()) {
        if (duty.capability == "K13" && duty.note == "circulation") {
            EXPECT_EQ(duty.hours, 48); // P7.传阅3
        }
        if (duty.capability == "K21" && duty.note == "incident-report") {
            EXPECT_EQ(duty.hours, 24); // 2024 regulations, art. 61
        }
    }
}

TEST(TheSentences, OfTheCodeStandInBothLanguages) {
    Sentences const sentences(std::filesystem::path(IMPRIMATUR_SOURCE_DIR) / "templates/messages");
    int seen = 0;
    for (auto const& file : std::filesystem::directory_iterator(
             std::filesystem::path(IMPRIMATUR_SOURCE_DIR) / "gateway/policy")) {
        if (file.path().extension() != ".cpp") {
            continue;
        }
        for (auto const& id : quoted_after(text_of(file.path()), "\"policy.")) {
            if (!id.empty() && id.back() != '-') {
                EXPECT_TRUE(sentences.knows("policy." + id)) << id;
                ++seen;
            }
        }
    }
    EXPECT_GT(seen, 30);
    for (auto const* kind :
         {"text", "yes-no", "number", "list-of-texts", "list-of-tables", "table"}) {
        EXPECT_TRUE(sentences.knows(std::string("policy.not-a-") + kind)) << kind;
    }
    for (auto const* paper : {"agreement", "training"}) {
        EXPECT_TRUE(sentences.knows(std::string("policy.") + paper + "-missing"));
        EXPECT_TRUE(sentences.knows(std::string("policy.") + paper + "-old"));
    }
}

/// Templates and rules name each other; a missing one would be found only when somebody prints.
TEST(TheTemplates, OfTheRulesExist) {
    for (int number = 1; number <= 15; ++number) {
        for (auto const& row : read({name_of(number)}).table()) {
            auto const& name = row.decision.obligations.template_name;
            if (!name.empty()) {
                EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(IMPRIMATUR_SOURCE_DIR) /
                                                    "templates/marks" / (name + ".toml")))
                    << name;
            }
        }
    }
}

} // namespace
} // namespace imprimatur::policy
