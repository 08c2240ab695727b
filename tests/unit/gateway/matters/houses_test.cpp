// The same acts under the rules of each house: what is refused or recorded cites the clause of that
// house.

#include "gateway/matters/breaches.hpp"
#include "gateway/matters/schedule.hpp"
#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

using registry::CopyState;

class Houses : public RegistryOffice {
  protected:
    int turn = 0;
    std::string next_number() { return "第" + std::to_string(++turn) + "号"; }
    std::vector<std::string> opened_with() { return events("matter.opened").back().clauses; }
};

bool holds(std::vector<std::string> const& clauses, std::string const& clause) {
    return std::find(clauses.begin(), clauses.end(), clause) != clauses.end();
}

// K17: P1.3.4.7, P9.1.9, P10.22, L.46
TEST_F(Houses, LetNobodyGoWhoStillHoldsCopies) {
    for (auto const& [profile, clause] : std::map<std::string, std::string>{
             {"P1", "P1.3.4.7"}, {"P9", "P9.1.9"}, {"P10", "P10.22"}, {"P7", "L.46"}}) {
        use_rules({profile});
        copies_for({"chenli"}, Level::Internal, next_number());
        auto view =
            open(Kind::HandOver, "zhaomin",
                 {.people = {"sunyue"}, .subject = "chenli", .details = {{"reason", "moving"}}});
        EXPECT_EQ(refused(matters.act(view.matter.id, "close", "zhaomin", {})).sentence.id,
                  "matters.still-holds");
        expect_recorded(clause);
        act(view, "back", "zhaomin");
        act(view, "close", "zhaomin");
    }
}

// K21: P2.6, P3.4, P9.2.4, P11.泄密, P14.16
TEST_F(Houses, FreezeAndRecordAnIncidentAtOnce) {
    for (auto const& [profile, clause] :
         std::map<std::string, std::string>{{"P2", "P2.6"},
                                            {"P9", "P9.2.4"},
                                            {"P11", "P11.泄密"},
                                            {"P14", "P14.16"},
                                            {"P3", "R.61"}}) { // P3.4 rests on the baseline's
        use_rules({profile});
        auto serial = copies_for({"chenli"}, Level::Internal, next_number()).front();
        open(Kind::Incident, "liming",
             {.copies = {serial}, .purpose = "未见", .details = {{"sort", "loss"}}});
        EXPECT_TRUE(holds(opened_with(), clause)) << profile;
        EXPECT_EQ(copy(serial).state, CopyState::Frozen);
    }
}

// K21: P14.archive.9
TEST_F(Houses, EndNoIncidentOfAnArchiveWithoutAWrittenAccount) {
    use_rules({"P14"});
    auto serial = copies_for({"chenli"}, Level::Internal).front();
    auto view = open(Kind::Incident, "liming",
                     {.copies = {serial}, .purpose = "未见", .details = {{"sort", "loss"}}});
    EXPECT_EQ(refused(matters.act(view.matter.id, "close", "zhaomin", {.note = "结"})).sentence.id,
              "matters.incident-unfinished");
    expect_recorded("P14.archive.9");
}

// K21: of a leak the holder mostly has the paper still
TEST_F(Houses, GiveACopyBackThatLeakedWhenTheIncidentEnds) {
    use_rules({"P14"});
    auto serial = copies_for({"chenli"}, Level::Internal).front();
    auto view = open(Kind::Incident, "liming",
                     {.copies = {serial}, .purpose = "见于网上", .details = {{"sort", "leak"}}});
    EXPECT_EQ(copy(serial).state, CopyState::Frozen);
    act(view, "report", "zhaomin", {.details = {{"authority", "市保密局"}}});
    act(view, "measure", "zhaomin", {.note = "删除照片"});
    act(view, "account", "zhaomin", {.note = "经过说明"});
    act(view, "close", "zhaomin", {.note = "结"});
    EXPECT_EQ(copy(serial).state, CopyState::Issued);
}

// K16: P1.3.4.8, P14.archive.8
TEST_F(Houses, DestroyNothingBeforeTwoWitnesses) {
    for (auto const& [profile, clause] :
         std::map<std::string, std::string>{{"P1", "P1.3.4.8"}, {"P14", "P14.archive.8"}}) {
        use_rules({profile});
        auto serials = copies_for({"zhaomin"}, Level::Confidential, next_number());
        auto view = agree_all(
            open(Kind::Destruction, "zhaomin",
                 {.copies = serials, .purpose = "年终", .details = {{"method", "shred"}}}));
        view = act(view, "count", "zhaomin", {.copies = serials});
        EXPECT_EQ(refused(matters.act(view.matter.id, "destroy", "zhaomin",
                                      {.people = {"chenli"}, .signatures = signed_by({"chenli"})}))
                      .sentence.id,
                  "matters.witnesses-few");
        expect_recorded(clause);
    }
}

// K35: P11.会议, P14.14
TEST_F(Houses, GiveMeetingPapersToParticipantsOnly) {
    for (auto const& [profile, clause] :
         std::map<std::string, std::string>{{"P11", "P11.会议"}, {"P14", "P14.14"}}) {
        use_rules({profile});
        auto view = open(Kind::Meeting, "zhaomin",
                         {.copies = copies_for({"zhaomin"}, Level::Internal, next_number()),
                          .people = {"chenli"},
                          .purpose = "会",
                          .until = find_date("2026-11-23"),
                          .details = {{"room", "一"}}});
        EXPECT_EQ(refused(matters.act(view.matter.id, "hand", "zhaomin",
                                      {.subject = "sunyue", .signatures = signed_by({"sunyue"})}))
                      .sentence.id,
                  "matters.not-a-participant");
        expect_recorded(clause);
    }
}

// K14: P14.archive.7
TEST_F(Houses, LetNoBorrowerLendOn) {
    use_rules({"P14"});
    auto serial = copies_for({"zhaomin"}, Level::Confidential).front();
    auto view = agree_all(open(Kind::Loan, "zhaomin",
                               {.copies = {serial},
                                .subject = "chenli",
                                .purpose = "查阅",
                                .until = find_date("2026-11-23")}));
    act(view, "out", "zhaomin", {.signatures = signed_by({"chenli"})});
    refused(matters.act(view.matter.id, "back", "zhaomin", {.subject = "sunyue"}));
    expect_recorded("P14.archive.7");
}

// K13: P7.传阅4: a paper in circulation is not taken along; that is a loan, after it came back
TEST_F(Houses, LendNothingOutOfACirculation) {
    auto serial = copies_for({"zhaomin"}).front();
    open(Kind::Circulation, "zhaomin", {.copies = {serial}, .people = {"chenli"}});
    auto error = refused(matters.open(Kind::Loan, "zhaomin",
                                      {.copies = {serial},
                                       .subject = "chenli",
                                       .purpose = "带回",
                                       .until = find_date("2026-11-25")}));
    EXPECT_EQ(error.sentence.id, "matters.copy-busy");
}

// K16: P9.3.4
TEST_F(Houses, DestroyADeviceAtTheSetPlaceBeforeTwoWitnesses) {
    use_rules({"P9"});
    Input device{.details = {{"sort", "device"}}};
    EXPECT_EQ(refused(matters.open(Kind::Waste, "zhaomin", device)).sentence.values.at("part"),
              "object");
    device.details["object"] = "硬盘 SN-20260011";
    auto view = open(Kind::Waste, "zhaomin", device);
    EXPECT_TRUE(holds(opened_with(), "P9.3.4"));
    EXPECT_EQ(view.matter.title, "硬盘 SN-20260011");
    Input end{.people = {"chenli", "sunyue"},
              .details = {{"method", "degauss"}},
              .signatures = signed_by({"chenli", "sunyue"})};
    EXPECT_EQ(refused(matters.act(view.matter.id, "destroy", "zhaomin", end)).sentence.id,
              "matters.no-set-place");
    expect_recorded("P9.3.4");
    end.details["place"] = "市涉密载体销毁中心";
    auto alone = end;
    alone.people = {"chenli"};
    EXPECT_EQ(refused(matters.act(view.matter.id, "destroy", "zhaomin", alone)).sentence.id,
              "matters.witnesses-few");
    EXPECT_EQ(act(view, "destroy", "zhaomin", end).matter.state, "destroyed");
    EXPECT_EQ(refused(matters.act(view.matter.id, "destroy", "liming", end)).fault,
              Fault::Conflict);
}

// K28: P4.2, P9.1.8
TEST_F(Houses, RecordReviewsOfTheLogAndBackups) {
    for (auto const& [profile, clause] :
         std::map<std::string, std::string>{{"P4", "P4.2"}, {"P9", "P9.1.8"}}) {
        use_rules({profile});
        auto view = open(Kind::Inspection, "zhaomin",
                         {.purpose = "每周备份", .details = {{"sort", "backup"}}});
        EXPECT_TRUE(holds(opened_with(), clause)) << profile;
        EXPECT_EQ(refused(matters.act(view.matter.id, "backup", "zhaomin", {}))
                      .sentence.values.at("part"),
                  "kept_at");
        act(view, "backup", "zhaomin", {.details = {{"kept_at", "二号柜,光盘 14"}}});
        EXPECT_TRUE(holds(events("matter.backup").back().clauses, clause)) << profile;
        EXPECT_EQ(act(view, "close", "zhaomin").matter.state, "reconciled");
        EXPECT_EQ(refused(matters.open(Kind::Inspection, "liming",
                                       {.purpose = "x", .details = {{"sort", "log-review"}}}))
                      .fault,
                  Fault::Denied);
    }
}

// K28: P9.1.8
TEST_F(Houses, AreRemindedOfTheNextBackup) {
    use_rules({"P9"});
    auto is_due = [&] {
        auto due = expected(due_inspections(parts, 0));
        return std::any_of(due.begin(), due.end(),
                           [](auto const& one) { return one.sort == "backup"; });
    };
    EXPECT_TRUE(is_due()) << "none was made yet";
    open(Kind::Inspection, "zhaomin", {.purpose = "备份", .details = {{"sort", "backup"}}});
    EXPECT_FALSE(is_due());
    wait(std::chrono::hours{168});
    EXPECT_TRUE(is_due());
}

// K20: P5.9
TEST_F(Houses, HaveTheirPapersHandedOutByDesignatedPeople) {
    use_rules({"P5"});
    auto serial = copies_for({"zhaomin"}, Level::Secret).front();
    auto error = refused(
        matters.open(Kind::Circulation, "liming", {.copies = {serial}, .people = {"chenli"}}));
    EXPECT_EQ(error.sentence.id, "matters.not-designated");
    expect_recorded("P5.9");
    open(Kind::Circulation, "zhaomin", {.copies = {serial}, .people = {"chenli"}});
}

// K13: P7.传阅6
TEST_F(Houses, WriteDownInWhichStateAPaperCameBack) {
    auto serial = copies_for({"zhaomin"}).front();
    auto view = open(Kind::Circulation, "zhaomin", {.copies = {serial}, .people = {"chenli"}});
    act(view, "out", "zhaomin", {.subject = "chenli", .signatures = signed_by({"chenli"})});
    Input back{.subject = "chenli", .details = {{"condition", "incomplete"}}};
    EXPECT_EQ(refused(matters.act(view.matter.id, "back", "zhaomin", back)).sentence.id,
              "matters.condition-needs-a-word");
    back.note = "缺第 3 页";
    view = act(view, "back", "zhaomin", back);
    EXPECT_EQ(view.lines.at(0).item.note, "incomplete: 缺第 3 页");
    EXPECT_TRUE(holds(events("matter.back").back().clauses, "P7.传阅6"));
}

// K26: P10.20
TEST_F(Houses, ShowSecretsAtAFairOnTheWordOfALeaderOnly) {
    use_rules({"P10"});
    copies_for({"zhaomin"}, Level::Secret);
    Input fair{.document = "鼓委办〔2026〕12号",
               .purpose = "国际技术展",
               .details = {{"medium", "展板"}, {"manner", "exhibition"}}};
    auto view = open(Kind::Publication, "liming", fair);
    EXPECT_EQ(view.matter.state, "waiting");
    EXPECT_EQ(view.steps.at(0).clause, "P10.20");
    EXPECT_EQ(view.steps.at(0).roles, std::vector<policy::Role>{"leader-in-charge"});
    fair.details["manner"] = "publication";
    EXPECT_EQ(refused(matters.open(Kind::Publication, "liming", fair)).sentence.id,
              "policy.forbidden")
        << "shown is not published";
}

// K36: P8.4, P10.26, P10.27, P10.28, P14.18
TEST_F(Houses, KnowWhoBrokeWhichClause) {
    use_rules({"P10"});
    auto serial = copies_for({"zhaomin"}, Level::Internal).front();
    auto view = open(Kind::Circulation, "zhaomin", {.copies = {serial}, .people = {"chenli"}});
    act(view, "out", "zhaomin", {.subject = "chenli", .signatures = signed_by({"chenli"})});
    wait(std::chrono::hours{100});
    auto list = expected(breaches(parts, "chenli", std::nullopt, std::nullopt));
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].sort, Breach::Sort::Overdue);
    EXPECT_FALSE(list[0].clauses.empty());
}

} // namespace
} // namespace imprimatur::matters
