#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

using registry::CopyState;

class Incoming : public RegistryOffice {
  protected:
    Input envelope(std::string const& stated, std::string const& found) {
        return {.people = {"chenli"},
                .subject = "省委办公厅",
                .purpose = "关于防汛的通知",
                .details = {{"sender_number", "省〔2026〕3号"},
                            {"level", "secret"},
                            {"copies_stated", stated},
                            {"copies_found", found}},
                .signatures = signed_by({"zhaomin"})};
    }
};

TEST_F(Incoming, IsOpenedByTheDesignatedPersonAndSignedFor) { // K12: P7.1
    EXPECT_EQ(refused(matters.open(Kind::Incoming, "chenli", envelope("2", "2"))).fault,
              Fault::Denied);
    auto view = open(Kind::Incoming, "zhaomin", envelope("2", "2"));
    EXPECT_EQ(view.matter.state, "open");
    EXPECT_EQ(view.acts.at(0).signatures.at(0).second, "赵敏");
    view = act(view, "sign", "zhaomin", {.subject = "chenli", .signatures = signed_by({"chenli"})});
    EXPECT_EQ(view.matter.state, "signed");
}

TEST_F(Incoming, IsCountedAndADifferenceIsExplained) { // K12: P7.1
    EXPECT_EQ(refused(matters.open(Kind::Incoming, "zhaomin", envelope("3", "2"))).sentence.id,
              "matters.count-differs");
    auto input = envelope("3", "2");
    input.note = "缺第3份,已电告";
    EXPECT_EQ(open(Kind::Incoming, "zhaomin", input).matter.details.at("copies_found"), "2");
}

TEST_F(Incoming, OfAnAbsurdCountIsRefused) {
    for (auto const* count : {"0", "-1", "1e9", "两份", "10000"}) {
        EXPECT_EQ(refused(matters.open(Kind::Incoming, "zhaomin", envelope(count, count))).fault,
                  Fault::BadInput)
            << count;
    }
}

class Return : public RegistryOffice {
  protected:
    View called_back(Input input = {}) {
        input.until = find_date("2026-12-31");
        input.details["reason"] = "year-end";
        return open(Kind::Return, "zhaomin", input);
    }
};

TEST_F(Return, ListsWhatIsOutAndIsDueAtTheEndOfTheYear) { // K15: P7.传阅7, P7.九(3)
    copies_for({"chenli", "zhouning"});
    copies_for({"sunyue"}, Level::Confidential, "另一号");
    auto view = called_back();
    ASSERT_EQ(view.lines.size(), 3U);
    EXPECT_FALSE(view.is_overdue);
    clock->set(*find_instant("2027-01-01T08:00:00.000Z"));
    auto due = expected(matters.list({.kind = Kind::Return, .only_overdue = true}, "zhaomin"));
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].matter.id, view.matter.id);
}

TEST_F(Return, CanBeOfOneDocumentOrOnePerson) { // K15: on demand
    copies_for({"chenli", "zhouning"});
    copies_for({"sunyue"}, Level::Confidential, "另一号");
    EXPECT_EQ(called_back({.document = "另一号"}).lines.size(), 1U);
    EXPECT_EQ(called_back({.people = {"陈立"}}).lines.at(0).item.person, "chenli");
}

TEST_F(Return, OfWhatIsBackEndsTheMatter) {
    auto serials = copies_for({"chenli", "zhouning"});
    auto view = called_back();
    view = act(view, "back", "zhaomin", {.copies = {serials[0]}});
    EXPECT_EQ(copy(serials[0]).state, CopyState::Returned);
    EXPECT_EQ(copy(serials[0]).holder, "zhaomin");
    EXPECT_EQ(view.matter.state, "open");
    view = act(view, "back", "zhaomin", {.copies = {serials[1]}});
    EXPECT_EQ(view.matter.state, "returned");
}

TEST_F(Return, BySomebodyWhoDoesNotHoldItIsRefused) { // K15: P7.传阅7, P7.12.7
    auto serials = copies_for({"chenli"});
    auto view = called_back();
    auto error = refused(
        matters.act(view.matter.id, "back", "zhaomin", {.copies = serials, .subject = "sunyue"}));
    EXPECT_EQ(error.sentence.id, "matters.not-the-holder");
    expect_recorded("P7.12.7");
    EXPECT_EQ(copy(serials[0]).state, CopyState::Issued);
}

TEST_F(Return, KeepingNeedsAReasonAndTheConsentOfTheIssuer) { // K15: P7.6
    auto serials = copies_for({"chenli"});
    auto view = called_back();
    EXPECT_EQ(refused(matters.act(view.matter.id, "keep", "zhaomin", {.copies = serials}))
                  .sentence.values.at("part"),
              "note");
    view = act(view, "keep", "zhaomin", {.copies = serials, .note = "工作仍需"});
    auto error = refused(matters.act(view.matter.id, "consent", "wanghua", {.copies = serials}));
    EXPECT_EQ(error.sentence.id, "matters.not-the-issuer");
    expect_recorded("P7.6");
    view = act(view, "consent", "fangyi", {.copies = serials});
    EXPECT_EQ(view.lines.at(0).item.state, "kept");
    EXPECT_EQ(view.matter.state, "returned");
    EXPECT_EQ(copy(serials[0]).holder, "chenli");
}

TEST_F(Return, AfterTheWorkIsDueWithinADay) { // K18: P1.3.4.6
    use_rules({"P1"});
    auto serials = copies_for({"chenli"});
    auto view =
        open(Kind::Return, "zhaomin", {.copies = serials, .details = {{"reason", "work-done"}}});
    EXPECT_EQ(*view.matter.due_at, clock->now() + std::chrono::hours{24});
}

class HandOver : public RegistryOffice {
  protected:
    View leaving() {
        return open(
            Kind::HandOver, "zhaomin",
            {.people = {"sunyue"}, .subject = "chenli", .details = {{"reason", "leaving"}}});
    }
};

TEST_F(HandOver, OfEverythingComesBeforeTheAccountIsClosed) { // K17: P7.十一(二)11
    auto serials = copies_for({"chenli", "zhouning", "chenli"});
    auto view = leaving();
    EXPECT_EQ(view.lines.size(), 2U);
    auto error = refused(matters.act(view.matter.id, "close", "zhaomin", {}));
    EXPECT_EQ(error.sentence.id, "matters.still-holds");
    EXPECT_EQ(error.sentence.values.at("count"), "2");
    expect_recorded("P7.十一(二)11");
    act(view, "take", "zhaomin", {.copies = {serials[0]}, .signatures = signed_by({"sunyue"})});
    EXPECT_EQ(copy(serials[0]).holder, "sunyue");
    act(view, "back", "zhaomin", {.copies = {serials[2]}});
    EXPECT_EQ(copy(serials[2]).state, CopyState::Returned);
    EXPECT_EQ(act(view, "close", "zhaomin").matter.state, "handed-over");
    auto transaction = expected(registry.look());
    EXPECT_FALSE(expected(transaction.find_person("chenli"))->is_active);
}

TEST_F(HandOver, IsSignedByTheSuccessor) { // K17
    copies_for({"chenli"});
    auto view = leaving();
    EXPECT_EQ(refused(matters.act(view.matter.id, "take", "zhaomin",
                                  {.signatures = signed_by({"chenli"})}))
                  .sentence.id,
              "matters.not-signed");
}

TEST_F(HandOver, ToOneselfIsRefused) {
    auto error = refused(matters.open(
        Kind::HandOver, "zhaomin",
        {.people = {"chenli"}, .subject = "chenli", .details = {{"reason", "moving"}}}));
    EXPECT_EQ(error.sentence.id, "matters.one-successor");
}

class Meeting : public RegistryOffice {
  protected:
    View called(std::vector<Serial> const& serials) {
        return open(Kind::Meeting, "zhaomin",
                    {.copies = serials,
                     .people = {"chenli", "zhouning"},
                     .purpose = "常委会",
                     .until = find_date("2026-11-23"),
                     .details = {{"room", "一号会议室"}, {"notes", "forbidden"}}});
    }
    /// Called, and ready to begin.
    View prepared(std::vector<Serial> const& serials) {
        auto view = called(serials);
        act(view, "prepare", "zhaomin",
            {.details = {{"room_check", "无线话筒已撤"}, {"instruction", "宣读保密纪律"}}});
        return act(view, "approve-list", "wanghua");
    }
    Input participant(std::string const& account) {
        return {.subject = account, .signatures = signed_by({account})};
    }
};

TEST_F(Meeting, GivesEachParticipantTheirNumber) { // K35: P7.会议7
    auto serials = copies_for({"zhaomin", "zhaomin"});
    auto view = prepared({serials[1], serials[0]});
    EXPECT_EQ(view.lines.at(0).copy->number->value, 1U);
    EXPECT_EQ(view.lines.at(0).item.person, "chenli");
    view = act(view, "hand", "zhaomin", participant("chenli"));
    EXPECT_EQ(copy(serials[0]).holder, "chenli");
}

TEST_F(Meeting, IsForThoseOnItsList) { // K35: P7.会议3
    auto view = called(copies_for({"zhaomin", "zhaomin"}));
    auto error = refused(matters.act(view.matter.id, "hand", "zhaomin", participant("sunyue")));
    EXPECT_EQ(error.sentence.id, "matters.not-a-participant");
    expect_recorded("P7.会议3");
}

TEST_F(Meeting, IsCollectedAndCheckedAfterwards) { // K35: P7.会议9
    auto serials = copies_for({"zhaomin", "zhaomin"});
    auto view = act(prepared(serials), "hand", "zhaomin", participant("chenli"));
    EXPECT_EQ(refused(matters.act(view.matter.id, "check", "zhaomin", {})).sentence.id,
              "matters.not-collected");
    expect_recorded("P7.会议9");
    act(view, "collect", "zhaomin", {.subject = "chenli"});
    EXPECT_EQ(copy(serials[0]).holder, "zhaomin");
    EXPECT_EQ(act(view, "check", "zhaomin").matter.state, "checked");
}

TEST_F(Meeting, HasACopyForEachParticipant) {
    auto error = refused(matters.open(Kind::Meeting, "zhaomin",
                                      {.copies = copies_for({"zhaomin"}),
                                       .people = {"chenli", "zhouning"},
                                       .purpose = "会",
                                       .until = find_date("2026-11-23"),
                                       .details = {{"room", "一"}, {"notes", "allowed"}}}));
    EXPECT_EQ(error.sentence.id, "matters.one-copy-each");
}

TEST_F(Meeting, BeginsWithAFitRoomAndInstruction) { // K35: P7.会议1, P7.会议2
    auto view = called(copies_for({"zhaomin", "zhaomin"}));
    act(view, "approve-list", "wanghua");
    auto error = refused(matters.act(view.matter.id, "hand", "zhaomin", participant("chenli")));
    EXPECT_EQ(error.sentence.id, "matters.not-prepared");
    expect_recorded("P7.会议1");
    EXPECT_EQ(refused(matters.act(view.matter.id, "prepare", "zhaomin",
                                  {.details = {{"room_check", "已检查"}}}))
                  .sentence.values.at("part"),
              "instruction");
    act(view, "prepare", "zhaomin",
        {.details = {{"room_check", "已检查"}, {"instruction", "宣读保密纪律"}}});
    auto clauses = events("matter.prepare").back().clauses;
    EXPECT_EQ(std::count(clauses.begin(), clauses.end(), "P7.会议1"), 1);
    EXPECT_EQ(std::count(clauses.begin(), clauses.end(), "P7.会议2"), 1);
    EXPECT_EQ(act(view, "hand", "zhaomin", participant("chenli")).lines.at(0).item.state, "out");
}

TEST_F(Meeting, HasAListThatALeaderApproved) { // K35: P7.会议4
    auto view = called(copies_for({"zhaomin", "zhaomin"}));
    act(view, "prepare", "zhaomin",
        {.details = {{"room_check", "已检查"}, {"instruction", "宣读保密纪律"}}});
    auto error = refused(matters.act(view.matter.id, "hand", "zhaomin", participant("chenli")));
    EXPECT_EQ(error.sentence.id, "matters.list-not-approved");
    expect_recorded("P7.会议4");
    for (auto const* other : {"liming", "zhaomin"}) {
        EXPECT_EQ(refused(matters.act(view.matter.id, "approve-list", other, {})).sentence.id,
                  "matters.list-not-yours");
    }
    view = act(view, "approve-list", "wanghua");
    EXPECT_EQ(view.matter.details.at("list_approved_by"), "wanghua");
    EXPECT_EQ(view.names.at("wanghua"), "王华") << "on paper people have names";
}

TEST_F(Meeting, SaysWhetherNotesMayBeTaken) { // K35: P7.会议5
    auto serials = copies_for({"zhaomin"});
    Input input{.copies = serials,
                .people = {"chenli"},
                .purpose = "会",
                .until = find_date("2026-11-23"),
                .details = {{"room", "一"}}};
    EXPECT_EQ(refused(matters.open(Kind::Meeting, "zhaomin", input)).sentence.values.at("part"),
              "notes");
    input.details["notes"] = "forbidden";
    open(Kind::Meeting, "zhaomin", input);
    auto clauses = events("matter.opened").back().clauses;
    EXPECT_EQ(std::count(clauses.begin(), clauses.end(), "P7.会议5"), 1);
}

TEST_F(Meeting, HasParticipantsSignThatTheyKeepItToThemselves) { // K35: P7.会议8
    auto view = prepared(copies_for({"zhaomin", "zhaomin"}));
    EXPECT_EQ(refused(matters.act(view.matter.id, "hand", "zhaomin", {.subject = "chenli"}))
                  .sentence.values.at("part"),
              "signatures");
    act(view, "hand", "zhaomin", participant("chenli"));
    auto clauses = events("matter.hand").back().clauses;
    EXPECT_EQ(std::count(clauses.begin(), clauses.end(), "P7.会议8"), 1);
}

} // namespace
} // namespace imprimatur::matters
