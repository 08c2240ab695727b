#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

class Lending : public RegistryOffice {
  protected:
    Input asked(Serial serial, char const* until = "2026-11-25") {
        return {
            .copies = {serial}, .subject = "chenli", .purpose = "起草", .until = find_date(until)};
    }
    View agreed(Serial serial) {
        auto view = open(Kind::Loan, "zhaomin", asked(serial));
        return act(view, "agree", "wanghua");
    }
    View lent(Serial serial) {
        return act(agreed(serial), "out", "zhaomin", {.signatures = signed_by({"chenli"})});
    }
};

TEST_F(Lending, WaitsForTheLeaderThatTheRulesName) { // K14: P7.5
    auto serial = copies_for({"zhaomin"}).front();
    auto view = open(Kind::Loan, "zhaomin", asked(serial));
    EXPECT_EQ(view.matter.state, "waiting");
    ASSERT_EQ(view.steps.size(), 1U);
    EXPECT_EQ(view.steps[0].clause, "P7.5");
    auto error = refused(
        matters.act(view.matter.id, "out", "zhaomin", {.signatures = signed_by({"chenli"})}));
    EXPECT_EQ(error.sentence.id, "matters.not-now");
    EXPECT_EQ(act(view, "agree", "wanghua").matter.state, "agreed");
}

TEST_F(Lending, NobodyAgreesToTheirOwn) { // B.4
    auto serial = copies_for({"zhaomin"}).front();
    auto input = asked(serial);
    input.subject = "wanghua";
    auto view = open(Kind::Loan, "zhaomin", input);
    auto error = refused(matters.act(view.matter.id, "agree", "wanghua", {}));
    EXPECT_EQ(error.sentence.id, "matters.own-matter");
    expect_recorded("B.4");
}

TEST_F(Lending, WhoHasNoPartInItCannotAgree) {
    auto view = open(Kind::Loan, "zhaomin", asked(copies_for({"zhaomin"}).front()));
    auto error = refused(matters.act(view.matter.id, "agree", "sunyue", {}));
    EXPECT_EQ(error.sentence.id, "matters.not-your-step");
    expect_recorded("P7.5");
}

TEST_F(Lending, GoesOutAgainstTheSignatureOfTheBorrower) { // K11: P7.2
    auto serial = copies_for({"zhaomin"}).front();
    auto view = agreed(serial);
    auto error = refused(
        matters.act(view.matter.id, "out", "zhaomin", {.signatures = signed_by({"zhaomin"})}));
    EXPECT_EQ(error.sentence.id, "matters.not-signed");
    EXPECT_EQ(copy(serial).holder, "zhaomin");
    view = act(view, "out", "zhaomin", {.signatures = signed_by({"chenli"})});
    EXPECT_EQ(view.matter.state, "out");
    EXPECT_EQ(copy(serial).holder, "chenli");
    auto transaction = expected(registry.look());
    auto movement = expected(transaction.movements(serial)).back();
    EXPECT_EQ(movement.kind, "loan");
    EXPECT_EQ(movement.signed_name, "陈立");
    EXPECT_EQ(movement.matter, view.matter.id);
}

TEST_F(Lending, ComesBackToWhomItCameFrom) {
    auto serial = copies_for({"zhaomin"}).front();
    auto view = act(lent(serial), "back", "zhaomin");
    EXPECT_EQ(view.matter.state, "back");
    EXPECT_TRUE(view.matter.closed_at);
    EXPECT_EQ(copy(serial).holder, "zhaomin");
}

TEST_F(Lending, ComesBackFromTheHolderOnly) { // not lent on: P7.5
    auto serial = copies_for({"zhaomin"}).front();
    auto view = lent(serial);
    auto error = refused(matters.act(view.matter.id, "back", "zhaomin", {.subject = "sunyue"}));
    EXPECT_EQ(error.sentence.id, "matters.not-the-holder");
    EXPECT_EQ(error.sentence.values.at("holder"), "陈立");
    expect_recorded("P7.5");
    EXPECT_EQ(copy(serial).holder, "chenli");
}

TEST_F(Lending, IsOverdueWhenItsLastDayIsOver) {
    auto view = lent(copies_for({"zhaomin"}).front());
    EXPECT_TRUE(expected(matters.list({.only_overdue = true}, "zhaomin")).empty());
    wait(std::chrono::hours{24 * 4});
    auto overdue = expected(matters.list({.only_overdue = true}, "zhaomin"));
    ASSERT_EQ(overdue.size(), 1U);
    EXPECT_EQ(overdue[0].matter.id, view.matter.id);
    EXPECT_TRUE(overdue[0].lines.at(0).is_overdue);
}

TEST_F(Lending, IsBackOnTheSameDayInACompanyOfP1) { // K14: P1.3.4.5
    use_rules({"P1"});
    auto serial = copies_for({"zhaomin"}, Level::Confidential).front();
    auto view = agree_all(open(Kind::Loan, "zhaomin", asked(serial, "2026-12-20")));
    view = act(view, "out", "zhaomin", {.signatures = signed_by({"chenli"})});
    EXPECT_FALSE(expected(matters.show(view.matter.id, "zhaomin")).is_overdue);
    ASSERT_TRUE(view.matter.due_at);
    clock->set(*view.matter.due_at); // midnight
    EXPECT_TRUE(expected(matters.show(view.matter.id, "zhaomin")).is_overdue);
    EXPECT_EQ(local_date(*view.matter.due_at - std::chrono::milliseconds{1}),
              *find_date("2026-11-23"));
}

TEST_F(Lending, OfOneCopyTwiceAtATimeIsRefused) {
    auto serial = copies_for({"zhaomin"}).front();
    lent(serial);
    auto error = refused(matters.open(Kind::Loan, "zhaomin", asked(serial)));
    EXPECT_EQ(error.sentence.id, "matters.copy-busy");
}

TEST_F(Lending, UntilADayThatIsOverIsRefused) {
    auto error = refused(
        matters.open(Kind::Loan, "zhaomin", asked(copies_for({"zhaomin"}).front(), "2026-11-01")));
    EXPECT_EQ(error.sentence.id, "matters.until-past");
}

TEST_F(Lending, IsLookedAtAgainWhenItGoesOut) { // K21: an incident since the agreement
    auto serial = copies_for({"zhaomin"}).front();
    auto view = agreed(serial);
    open(Kind::Incident, "liming",
         {.document = "鼓委办〔2026〕12号", .purpose = "网上出现", .details = {{"sort", "leak"}}});
    auto error = refused(
        matters.act(view.matter.id, "out", "zhaomin", {.signatures = signed_by({"chenli"})}));
    EXPECT_EQ(error.fault, Fault::Denied);
    expect_recorded("P7.九(2)");
}

TEST_F(Lending, OfArchivesOutOfTheHouseIsForbidden) { // K33: P7.九(4)
    auto serial = copies_for({"zhaomin"}).front();
    {
        auto transaction = expected(registry.begin("zhaomin"));
        auto document = *expected(transaction.find_document("鼓委办〔2026〕12号"));
        document.category = "archive";
        expected(transaction.change_document(document, {"document.changed", "", {}, {}}));
        expected(transaction.commit());
    }
    auto input = asked(serial);
    input.details["destination"] = "省委";
    auto error = refused(matters.open(Kind::CarryOut, "zhaomin", input));
    EXPECT_EQ(error.fault, Fault::Denied);
    expect_recorded("P7.九(4)");
}

TEST_F(Lending, TakenOutOfTheHouseHasAWayBack) { // K33: P7.12.4
    auto serial = copies_for({"zhaomin"}).front();
    auto input = asked(serial);
    input.details["destination"] = "市政府";
    auto view = open(Kind::CarryOut, "zhaomin", input);
    EXPECT_EQ(view.steps.at(0).clause, "P7.12.4");
    view =
        act(act(view, "agree", "wanghua"), "out", "zhaomin", {.signatures = signed_by({"chenli"})});
    EXPECT_EQ(view.lines.at(0).item.state, "out");
    ASSERT_TRUE(view.matter.due_at);
    EXPECT_EQ(act(view, "back", "zhaomin").matter.state, "back");
}

TEST_F(Lending, SaysWhatIsMissing) {
    auto serial = copies_for({"zhaomin"}).front();
    auto input = asked(serial);
    input.purpose.clear();
    auto error = refused(matters.open(Kind::Loan, "zhaomin", input));
    EXPECT_EQ(error.sentence.id, "matters.part-missing");
    EXPECT_EQ(error.sentence.values.at("part"), "purpose");
    EXPECT_EQ(
        refused(matters.open(Kind::CarryOut, "zhaomin", asked(serial))).sentence.values.at("part"),
        "destination");
}

} // namespace
} // namespace imprimatur::matters
