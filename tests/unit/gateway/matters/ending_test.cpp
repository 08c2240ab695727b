#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

using registry::CopyState;

class Destruction : public RegistryOffice {
  protected:
    /// A list that is agreed to and counted.
    View counted(std::vector<Serial> const& serials) {
        for (auto const& serial : serials) {
            move(serial, CopyState::Returned);
        }
        auto view = act(listed(serials), "agree", "fangyi");
        return act(view, "count", "zhaomin", {.copies = serials});
    }
    View listed(std::vector<Serial> const& serials) {
        return open(Kind::Destruction, "zhaomin",
                    {.copies = serials, .purpose = "年终", .details = {{"method", "shred"}}});
    }
    Input watched(std::vector<std::string> const& witnesses) {
        return {.people = witnesses, .signatures = signed_by(witnesses)};
    }
};

TEST_F(Destruction, IsListedAgreedCountedAndWatchedByTwo) { // K16: P7.7, P7.十一(二)9
    auto serials = copies_for({"zhaomin", "zhaomin"});
    auto view = act(counted(serials), "destroy", "zhaomin", watched({"chenli", "baomi"}));
    EXPECT_EQ(view.matter.state, "destroyed");
    for (auto const& serial : serials) {
        EXPECT_EQ(copy(serial).state, CopyState::Destroyed);
        EXPECT_EQ(copy(serial).holder, "");
    }
    EXPECT_EQ(view.acts.back().signatures.size(), 2U);
}

TEST_F(Destruction, NeedsTheHeadWhomTheRulesName) { // K16: P7.7
    auto serials = copies_for({"zhaomin"});
    move(serials[0], CopyState::Returned);
    auto view = listed(serials);
    EXPECT_EQ(view.matter.state, "waiting");
    EXPECT_EQ(refused(matters.act(view.matter.id, "agree", "wanghua", {})).sentence.id,
              "matters.not-your-step");
    expect_recorded("P7.7");
}

TEST_F(Destruction, WitnessesAreTwoOthersWhoSign) { // K16: P7.十一(二)9, B.10
    auto view = counted(copies_for({"zhaomin"}));
    auto attempt = [&](Input const& input) {
        return refused(matters.act(view.matter.id, "destroy", "zhaomin", input)).sentence.id;
    };
    EXPECT_EQ(attempt(watched({"chenli"})), "matters.witnesses-few");
    expect_recorded("P7.7");
    EXPECT_EQ(attempt(watched({"chenli", "zhaomin"})), "matters.witness-unfit");
    EXPECT_EQ(attempt(watched({"chenli", "chenli"})), "matters.twice");
    EXPECT_EQ(attempt({.people = {"chenli", "陈立"}, .signatures = signed_by({"chenli"})}),
              "matters.witness-unfit");
    EXPECT_EQ(attempt({.people = {"chenli", "baomi"}, .signatures = signed_by({"chenli"})}),
              "matters.not-signed");
    EXPECT_EQ(copy(*view.lines.at(0).item.serial).state, CopyState::Returned);
}

TEST_F(Destruction, OfAnotherNumberThanListedIsRefused) { // K16
    auto serials = copies_for({"zhaomin", "zhaomin"});
    for (auto const& serial : serials) {
        move(serial, CopyState::Returned);
    }
    auto view = act(listed(serials), "agree", "fangyi");
    auto error = refused(matters.act(view.matter.id, "count", "zhaomin", {.copies = {serials[0]}}));
    EXPECT_EQ(error.sentence.id, "matters.count-wrong");
    EXPECT_EQ(error.sentence.values.at("matching"), "1");
}

TEST_F(Destruction, HappensOnce) { // K16: the serial is closed for good
    auto serials = copies_for({"zhaomin"});
    act(counted(serials), "destroy", "zhaomin", watched({"chenli", "baomi"}));
    auto error = refused(
        matters.open(Kind::Destruction, "zhaomin",
                     {.copies = serials, .purpose = "再来", .details = {{"method", "burn"}}}));
    EXPECT_EQ(error.sentence.id, "matters.copy-destroyed");
    expect_recorded("P7.十一(二)9");
}

TEST_F(Destruction, OfACopyInSomebodysHandsIsRefused) { // K16
    auto error = refused(matters.open(
        Kind::Destruction, "zhaomin",
        {.copies = copies_for({"chenli"}), .purpose = "年终", .details = {{"method", "shred"}}}));
    EXPECT_EQ(error.sentence.id, "matters.not-at-hand");
}

TEST_F(Destruction, IsNeverSellingAsWastePaper) { // K16: P7.九(3)
    auto error = refused(matters.open(
        Kind::Destruction, "zhaomin",
        {.copies = copies_for({"zhaomin"}), .purpose = "年终", .details = {{"method", "sell"}}}));
    EXPECT_EQ(error.sentence.id, "matters.not-among");
}

class Waste : public RegistryOffice {};

TEST_F(Waste, IsAccountedForUntilItIsDestroyed) { // K19: P7.13.4, P7.十一(二)6
    auto serials = copies_for({"zhaomin"});
    move(serials[0], CopyState::Spoiled);
    auto view = open(Kind::Waste, "liming",
                     {.document = "鼓委办〔2026〕12号",
                      .copies = serials,
                      .details = {{"sort", "spoiled"}, {"pages", "12"}}});
    EXPECT_FALSE(view.matter.closed_at);
    EXPECT_EQ(refused(matters.act(view.matter.id, "destroy", "zhaomin",
                                  {.people = {"chenli"},
                                   .details = {{"method", "shred"}},
                                   .signatures = signed_by({"chenli"})}))
                  .sentence.id,
              "matters.witnesses-few");
    view = act(view, "destroy", "zhaomin",
               {.people = {"chenli", "baomi"},
                .details = {{"method", "shred"}},
                .signatures = signed_by({"chenli", "baomi"})});
    EXPECT_EQ(view.matter.state, "destroyed");
    EXPECT_EQ(copy(serials[0]).state, CopyState::Destroyed);
}

TEST_F(Waste, OfDraftsNeedsNoSerial) { // K19: P7.十一(二)6, P7.12.8
    add_document("草", "draft");
    auto view = open(Kind::Waste, "liming",
                     {.document = "草", .details = {{"sort", "draft"}, {"pages", "3"}}});
    EXPECT_EQ(view.matter.state, "open");
    EXPECT_EQ(
        refused(matters.open(Kind::Waste, "liming",
                             {.document = "草", .details = {{"sort", "draft"}, {"pages", "-3"}}}))
            .sentence.id,
        "matters.not-among");
}

class Incident : public RegistryOffice {
  protected:
    std::string const number = "鼓委办〔2026〕12号";
    View reported(std::vector<Serial> const& missing) {
        return open(Kind::Incident, "liming",
                    {.document = number,
                     .copies = missing,
                     .purpose = "清点时未见",
                     .details = {{"sort", "loss"}}});
    }
    registry::DocumentState document_state() {
        auto transaction = expected(registry.look());
        return expected(transaction.find_document(number))->state;
    }
};

TEST_F(Incident, FreezesTheCopiesAtOnce) { // K21: P7.九(2), P7.十一(二)7
    auto serials = copies_for({"chenli", "zhouning"});
    auto view = reported({serials[0]});
    EXPECT_EQ(copy(serials[0]).state, CopyState::Frozen);
    EXPECT_EQ(copy(serials[1]).state, CopyState::Frozen);
    EXPECT_EQ(document_state(), registry::DocumentState::Frozen);
    EXPECT_EQ(view.lines.at(0).item.state, "missing");
    EXPECT_EQ(view.lines.at(1).item.state, "frozen");
}

TEST_F(Incident, IsReportedWithinADay) { // K21: R.61
    auto view = reported({copies_for({"chenli"})[0]});
    EXPECT_EQ(*view.matter.due_at, clock->now() + std::chrono::hours{24});
    wait(std::chrono::hours{25});
    EXPECT_TRUE(expected(matters.show(view.matter.id, "zhaomin")).is_overdue);
    view = act(view, "report", "zhaomin", {.details = {{"authority", "市保密局"}}});
    EXPECT_FALSE(view.is_overdue);
    EXPECT_EQ(view.matter.details.at("reported_late"), "yes");
}

TEST_F(Incident, EndsWithMeasuresAndAWrittenAccount) { // K21: P1.3.4.12
    auto serials = copies_for({"chenli", "zhouning", "sunyue"});
    auto view = reported({serials[0], serials[1]});
    act(view, "report", "zhaomin", {.details = {{"authority", "市保密局"}}});
    act(view, "measure", "zhaomin", {.note = "更换柜锁"});
    EXPECT_EQ(refused(matters.act(view.matter.id, "close", "zhaomin", {.note = "结案"}))
                  .sentence.values.at("what"),
              "account");
    act(view, "account", "zhaomin", {.note = "经过说明"});
    act(view, "find", "zhaomin", {.copies = {serials[0]}});
    view = act(view, "close", "zhaomin", {.note = "结案"});
    EXPECT_EQ(copy(serials[0]).state, CopyState::Issued);
    EXPECT_EQ(copy(serials[1]).state, CopyState::Spoiled); // lost: accounted for until it turns up
    EXPECT_EQ(copy(serials[2]).state, CopyState::Issued);
    EXPECT_EQ(document_state(), registry::DocumentState::Active);
}

TEST_F(Incident, TheDocumentStaysFrozenWhileAnotherIsOpen) {
    auto serials = copies_for({"chenli", "zhouning"});
    auto first = reported({serials[0]});
    reported({serials[1]});
    act(first, "report", "zhaomin", {.details = {{"authority", "市保密局"}}});
    act(first, "measure", "zhaomin", {.note = "措施"});
    act(first, "account", "zhaomin", {.note = "说明"});
    act(first, "close", "zhaomin", {.note = "结案"});
    EXPECT_EQ(document_state(), registry::DocumentState::Frozen);
}

class Inspection : public RegistryOffice {
  protected:
    View begun(Input input = {}) {
        input.purpose = "年终清点";
        input.details["sort"] = "stock-take";
        return open(Kind::Inspection, "zhaomin", input);
    }
};

TEST_F(Inspection, SaysWhatDiffersBetweenRegisterAndShelf) { // K22: P14.archive.9.8
    auto serials = copies_for({"zhaomin", "zhaomin", "chenli"});
    auto view = begun({.people = {"zhaomin"}});
    EXPECT_EQ(view.lines.size(), 2U);
    act(view, "scan", "zhaomin", {.copies = {serials[0], serials[2]}});
    EXPECT_EQ(refused(matters.act(view.matter.id, "close", "zhaomin", {})).sentence.id,
              "matters.differences-need-a-word");
    view = act(view, "close", "zhaomin", {.note = "已报"});
    EXPECT_EQ(view.matter.state, "differences");
    EXPECT_EQ(view.lines.at(0).item.state, "seen");
    EXPECT_EQ(view.lines.at(1).item.state, "missing");
    EXPECT_EQ(view.lines.at(2).item.state, "unexpected");
    EXPECT_EQ(view.lines.at(2).item.person, "chenli");
}

TEST_F(Inspection, WhereEverythingIsThereReconciles) { // K22: 账卡物相符
    auto serials = copies_for({"zhaomin", "zhaomin"});
    auto view = begun();
    act(view, "scan", "zhaomin", {.copies = serials});
    EXPECT_EQ(act(view, "close", "zhaomin").matter.state, "reconciled");
}

TEST_F(Inspection, ReadingsOutOfRangeAreNamed) { // K22: P14.archive.9.6
    use_rules({"P14"});
    auto view =
        open(Kind::Inspection, "zhaomin", {.purpose = "库房", .details = {{"sort", "climate"}}});
    auto read = [&](char const* temperature, char const* humidity) {
        return act(view, "reading", "zhaomin",
                   {.details = {{"temperature", temperature}, {"humidity", humidity}}})
            .acts.back()
            .details;
    };
    EXPECT_FALSE(read("24", "45").contains("temperature_finding"));
    EXPECT_EQ(read("24.5", "50").at("temperature_finding"), "too-high");
    EXPECT_EQ(read("13.9", "61").at("temperature_finding"), "too-low");
    EXPECT_EQ(read("14", "60.1").at("humidity_finding"), "too-high");
    EXPECT_EQ(refused(matters.act(view.matter.id, "reading", "zhaomin",
                                  {.details = {{"temperature", "warm"}, {"humidity", "50"}}}))
                  .fault,
              Fault::BadInput);
}

} // namespace
} // namespace imprimatur::matters
