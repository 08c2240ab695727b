#include <gtest/gtest.h>

#include "facts.hpp"

namespace imprimatur::policy {
namespace {

/// A copy of the shipped folder with one more profile, P99, that holds a mistake.
class AMistake : public testing::Test {
  protected:
    AMistake() : folder_(own_.path()) {}

    void write(std::string const& body) { own_.write(99, body); }

    Sentence said() {
        auto policy = Policy::read(folder_, {"P99"});
        if (policy) {
            ADD_FAILURE() << "the mistake was not found";
            return {};
        }
        EXPECT_EQ(policy.error().fault, Fault::BadInput);
        EXPECT_EQ(policy.error().sentence.values.at("file"), (folder_ / "99.toml").string());
        EXPECT_NE(policy.error().cause.find("99.toml:"), std::string::npos);
        return policy.error().sentence;
    }

    void expect(std::string const& id, std::string const& line, std::string const& found,
                std::string const& expected) {
        auto sentence = said();
        EXPECT_EQ(sentence.id, "policy." + id);
        EXPECT_EQ(sentence.values["line"], line);
        EXPECT_EQ(sentence.values["found"], found);
        EXPECT_NE(sentence.values["expected"].find(expected), std::string::npos)
            << sentence.values["expected"];
    }

    OwnFolder own_;
    std::filesystem::path folder_;
};

constexpr char const* source = "clause = \"P7.3\"\ncapability = \"K6\"\n";

std::string rule(std::string const& lines) {
    return "[[rule]]\nlevels = [\"secret\"]\nactions = [\"copy\"]\n" + std::string(source) + lines;
}

TEST_F(AMistake, IsNotSeenInAGoodProfile) {
    write(rule("number = true\n"));
    auto policy = Policy::read(folder_, {"P99"});
    ASSERT_TRUE(policy) << policy.error().cause;
    EXPECT_EQ(policy->name(), "P99");
}

TEST_F(AMistake, InTheWritingIsNamedWithItsLine) {
    write("[[rule]\n");
    auto sentence = said();
    EXPECT_EQ(sentence.id, "policy.not-toml");
    EXPECT_EQ(sentence.values["line"], "7");
}

TEST_F(AMistake, UnknownRole) {
    write(rule("steps = [\n  { roles = [\"county-leeder\"] },\n]\n"));
    expect("unknown-role", "13", "county-leeder", "\"county-leader\"");
}

TEST_F(AMistake, UnknownLevel) {
    write("[[rule]]\nlevels = [\"geheim\"]\nactions = [\"copy\"]\nnumber = true\n" +
          std::string(source));
    expect("unknown-level", "8", "geheim", "\"secret\"");
}

TEST_F(AMistake, UnknownAction) {
    write("[[rule]]\nlevels = [\"secret\"]\nactions = [\"shred\"]\nnumber = true\n" +
          std::string(source));
    expect("unknown-action", "9", "shred", "\"destroy\"");
}

TEST_F(AMistake, ClauseThatIsNotInTheCatalogue) {
    write("[[rule]]\nlevels = [\"secret\"]\nactions = [\"copy\"]\nnumber = true\n"
          "clause = \"P7.99\"\ncapability = \"K6\"\n");
    expect("unknown-clause", "11", "P7.99", "\"P7.13.1\"");
}

TEST_F(AMistake, UnknownCapability) {
    write("[[rule]]\nlevels = [\"secret\"]\nactions = [\"copy\"]\nnumber = true\n"
          "clause = \"P7.3\"\ncapability = \"K38\"\n");
    expect("unknown-capability", "12", "K38", "K37");
}

TEST_F(AMistake, ClauseThatSpeaksOfSomethingElse) {
    write("[[rule]]\nlevels = [\"secret\"]\nactions = [\"copy\"]\nnumber = true\n"
          "clause = \"P7.7\"\ncapability = \"K6\"\n");
    expect("clause-not-about", "12", "K6", "\"K16\"");
}

TEST_F(AMistake, UnknownKey) {
    write(rule("numbred = true\nnumber = true\n"));
    expect("unknown-key", "12", "numbred", "\"number\"");
}

TEST_F(AMistake, UnknownTable) {
    write("[[rules]]\nlevels = [\"secret\"]\n");
    expect("unknown-key", "7", "rules", "\"rule\"");
}

TEST_F(AMistake, MissingKey) {
    write("[[rule]]\nlevels = [\"secret\"]\nnumber = true\n" + std::string(source));
    expect("missing-key", "7", "", "actions");
}

TEST_F(AMistake, ARuleThatDemandsNothing) {
    write(rule(""));
    expect("empty-rule", "7", "", "\"witnesses\"");
}

TEST_F(AMistake, TextWhereYesOrNoIsExpected) {
    write(rule("number = \"yes\"\n"));
    expect("not-a-yes-no", "12", "'yes'", "");
}

TEST_F(AMistake, NumberOutOfRange) {
    write(rule("steps = [{ roles = [\"county-leader\"], how_many = 0 }]\n"));
    auto sentence = said();
    EXPECT_EQ(sentence.id, "policy.not-a-number");
    EXPECT_EQ(sentence.values["line"], "12");
    EXPECT_EQ(sentence.values["least"], "1");
}

TEST_F(AMistake, TextWhereAListIsExpected) {
    write("[[rule]]\nlevels = \"secret\"\nactions = [\"copy\"]\nnumber = true\n" +
          std::string(source));
    expect("not-a-list-of-texts", "8", "'secret'", "");
}

TEST_F(AMistake, TextsWhereStepsAreExpected) {
    write(rule("steps = [\"county-leader\"]\n"));
    expect("not-a-list-of-tables", "12", "'county-leader'", "");
}

TEST_F(AMistake, UnknownCircle) {
    write(rule("circle = \"friends\"\n"));
    expect("unknown-word", "12", "friends", "\"named\"");
}

TEST_F(AMistake, UnknownRoom) {
    write(rule("rooms = [\"kitchen\"]\n"));
    expect("unknown-room", "12", "kitchen", "\"printing-room\"");
}

TEST_F(AMistake, UnknownTemplate) {
    write(rule("template = \"fancy\"\n"));
    expect("unknown-word", "12", "fancy", "\"gb-9704\"");
}

TEST_F(AMistake, AgeThatIsNoPeriod) {
    write(rule("training_max_age = \"soon\"\n"));
    expect("not-a-period", "12", "soon", "");
}

TEST_F(AMistake, UnknownCategory) {
    write("[[category]]\nid = \"recipes\"\nlevel = \"secret\"\nclause = \"P5.2\"\ncapability = "
          "\"K2\"\n");
    expect("unknown-category", "8", "recipes", "\"contract\"");
}

TEST_F(AMistake, ProfileUnderAnotherName) {
    write("");
    std::filesystem::rename(folder_ / "99.toml", folder_ / "98.toml");
    auto policy = Policy::read(folder_, {"P98"});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().sentence.values["line"], "2");
    EXPECT_EQ(policy.error().sentence.values["expected"], "\"P98\"");
}

TEST_F(AMistake, NoNumbersWhereTheBaselineHasThem) {
    write(rule("number = false\n"));
    expect("looser", "12", "false", "true");
}

TEST_F(AMistake, OneWitnessWhereTheBaselineHasTwo) {
    write("[[rule]]\nlevels = [\"secret\"]\nactions = [\"destroy\"]\nwitnesses = 1\n"
          "clause = \"P7.7\"\ncapability = \"K16\"\n");
    expect("looser", "10", "1", "2");
}

TEST_F(AMistake, NobodyAgreesWhereTheBaselineAsksSomebody) {
    write(rule("steps = []\n"));
    expect("looser", "12", "[]", "\"county-leader\"");
}

TEST_F(AMistake, AnOrdinaryUserAgreesWhereTheBaselineAsksALeader) {
    write(rule("steps = [{ roles = [\"user\"] }]\n"));
    expect("looser", "12", "[1 x [\"user\"]]", "\"county-leader\"");
}

TEST_F(AMistake, ALongerPeriodThanTheLaw) {
    write("[[period]]\nlevels = [\"secret\"]\nlongest = \"25y\"\nclause = \"P7.3\"\ncapability = "
          "\"K3\"\n");
    expect("looser", "9", "300 months", "240 months");
}

TEST_F(AMistake, AUsualPeriodLongerThanTheLongest) {
    write(
        "[[period]]\nlevels = [\"secret\"]\nlongest = \"5y\"\nusual = \"10y\"\nclause = \"P7.3\"\n"
        "capability = \"K3\"\n");
    expect("contradiction", "10", "120", "60");
}

TEST_F(AMistake, TwoRulesThatContradict) {
    write(rule("return_hours = 24\n") + rule("return_hours = 48\n"));
    expect("contradiction", "18", "48", "24");
}

TEST_F(AMistake, TwoLevelsOfOneCategory) {
    write("[[category]]\nid = \"pay\"\nlevel = \"secret\"\nclause = \"P5.2\"\ncapability = \"K2\"\n"
          "[[category]]\nid = \"pay\"\nlevel = \"confidential\"\nclause = \"P5.2\"\ncapability = "
          "\"K2\"\n");
    expect("contradiction", "14", "confidential", "secret");
}

TEST_F(AMistake, AHigherLevelWithFewerApprovals) {
    write(rule("steps = [{ roles = [\"county-leader\"], how_many = 2 }]\n"));
    expect("fewer-approvals", "12", "1", "2"); // top-secret has the one of the baseline
}

TEST_F(AMistake, AllAreListedForTheLog) {
    write(rule("numbred = true\nsteps = [{ roles = [\"nobody\"] }]\n"));
    auto policy = Policy::read(folder_, {"P99"});
    ASSERT_FALSE(policy);
    EXPECT_NE(policy.error().cause.find("unknown-key"), std::string::npos);
    EXPECT_NE(policy.error().cause.find("unknown-role"), std::string::npos);
}

TEST_F(AMistake, LayersWithoutACommonRoom) {
    write(rule("rooms = [\"meeting-office\"]\n"));
    auto policy = Policy::read(folder_, {"P99", "P7"});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().sentence.id, "policy.no-common-room");
    EXPECT_EQ(policy.error().sentence.values["found"], "P99+P7");
}

TEST(AnUnknownProfile, IsNamedWithThoseThatExist) {
    auto policy = Policy::read(profiles_folder(), {"P77"});
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().fault, Fault::NotFound);
    EXPECT_EQ(policy.error().sentence.values["found"], "P77");
    EXPECT_NE(policy.error().sentence.values["expected"].find("\"P7\""), std::string::npos);
}

TEST(AProfileName, NeverLeavesItsFolder) {
    for (auto const* name : {"../roles", "/etc/passwd", "", "roles", "P7.toml", "a b"}) {
        auto policy = Policy::read(profiles_folder(), {name});
        ASSERT_FALSE(policy) << name;
        EXPECT_EQ(policy.error().fault, Fault::NotFound) << name;
    }
}

} // namespace
} // namespace imprimatur::policy
