#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {
namespace {

class Circulation : public RegistryOffice {
  protected:
    View started(Serial serial, std::map<std::string, std::string> details = {}) {
        return open(Kind::Circulation, "zhaomin",
                    {.copies = {serial},
                     .people = {"chenli", "周宁", "sunyue"},
                     .details = std::move(details)});
    }
    Input reader(std::string const& account) {
        return {.subject = account, .signatures = signed_by({account})};
    }
};

TEST_F(Circulation, GoesStraightOutAndBack) { // K13: P7.传阅1, P7.传阅2, P7.十一(二)5
    auto serial = copies_for({"zhaomin"}).front();
    auto view = act(started(serial), "out", "zhaomin", reader("chenli"));
    EXPECT_EQ(copy(serial).holder, "chenli");
    auto error = refused(matters.act(view.matter.id, "out", "zhaomin", reader("zhouning")));
    EXPECT_EQ(error.sentence.id, "matters.lateral");
    expect_recorded("P7.传阅1");
    act(view, "back", "zhaomin", {.subject = "chenli"});
    EXPECT_EQ(copy(serial).holder, "zhaomin");
    act(view, "out", "zhaomin", reader("zhouning"));
    EXPECT_EQ(copy(serial).holder, "zhouning");
}

TEST_F(Circulation, ComesBackFromTheReaderWhoHasItOnly) { // P7.传阅1
    auto view = act(started(copies_for({"zhaomin"}).front()), "out", "zhaomin", reader("chenli"));
    auto error = refused(matters.act(view.matter.id, "back", "zhaomin", {.subject = "sunyue"}));
    EXPECT_EQ(error.sentence.id, "matters.lateral-back");
    expect_recorded("P7.传阅1");
}

TEST_F(Circulation, IsBackWithinTwoDays) { // P7.传阅3
    auto view = act(started(copies_for({"zhaomin"}).front()), "out", "zhaomin", reader("chenli"));
    EXPECT_EQ(*view.lines.at(0).item.due_at, clock->now() + std::chrono::hours{48});
    wait(std::chrono::hours{48});
    EXPECT_TRUE(expected(matters.show(view.matter.id, "zhaomin")).is_overdue);
}

TEST_F(Circulation, OfSomethingUrgentIsBackTheSameDay) { // P7.传阅3
    auto view = act(started(copies_for({"zhaomin"}).front(), {{"urgent", "yes"}}), "out", "zhaomin",
                    reader("chenli"));
    auto due = *view.lines.at(0).item.due_at;
    EXPECT_EQ(local_date(due - std::chrono::milliseconds{1}), local_date(clock->now()));
}

TEST_F(Circulation, OfTopSecretIsReadBeforeTheOfficerAndStays) { // P7.4
    auto serial = copies_for({"zhaomin"}, Level::TopSecret).front();
    {
        auto transaction = expected(registry.begin("zhaomin"));
        auto document = *expected(transaction.find_document("鼓委办〔2026〕12号"));
        document.scope = {"chenli", "zhouning", "sunyue", "zhaomin", "baomi"};
        expected(transaction.change_document(document, {"document.changed", "", {}, {}}));
        expected(transaction.commit());
    }
    auto view = started(serial);
    EXPECT_EQ(refused(matters.act(view.matter.id, "out", "zhaomin", reader("chenli"))).sentence.id,
              "matters.read-on-the-spot");
    expect_recorded("P7.4");
    EXPECT_EQ(refused(matters.act(view.matter.id, "read", "zhaomin", reader("chenli"))).sentence.id,
              "matters.officer-absent");
    view = act(view, "read", "baomi", reader("chenli"));
    EXPECT_EQ(view.lines.at(0).item.state, "read");
    EXPECT_EQ(copy(serial).holder, "zhaomin");
}

TEST_F(Circulation, OfTopSecretIsForThoseNamedOneByOne) { // K27: P7.4
    auto serial = copies_for({"zhaomin"}, Level::TopSecret).front();
    auto view = started(serial);
    auto error = refused(matters.act(view.matter.id, "read", "baomi", reader("chenli")));
    EXPECT_EQ(error.fault, Fault::Denied);
    expect_recorded("P7.4");
}

TEST_F(Circulation, IsSignedWithTheFullName) { // P7.传阅5
    auto view = started(copies_for({"zhaomin"}).front());
    auto error = refused(matters.act(view.matter.id, "out", "zhaomin",
                                     {.subject = "chenli", .signatures = signed_by({"zhaomin"})}));
    EXPECT_EQ(error.sentence.id, "matters.not-signed");
    expect_recorded("P7.传阅5");
}

TEST_F(Circulation, IsForTheReadersOnItsList) { // K27
    hire_with_pin("luren", "路人", {"user"});
    auto view = started(copies_for({"zhaomin"}).front());
    EXPECT_EQ(refused(matters.act(view.matter.id, "out", "zhaomin", reader("luren"))).sentence.id,
              "matters.not-a-reader");
}

TEST_F(Circulation, KeepsItsOrderUnlessSomebodySaysWhy) {
    auto view = started(copies_for({"zhaomin"}).front());
    EXPECT_EQ(refused(matters.act(view.matter.id, "out", "zhaomin", reader("sunyue"))).sentence.id,
              "matters.out-of-turn");
    auto input = reader("sunyue");
    input.note = "陈立、周宁出差";
    EXPECT_EQ(act(view, "out", "zhaomin", input).lines.at(2).item.state, "out");
}

TEST_F(Circulation, EndsWhenEverybodyHasRead) {
    auto view = started(copies_for({"zhaomin"}).front());
    for (auto const* who : {"chenli", "zhouning", "sunyue"}) {
        act(view, "out", "zhaomin", reader(who));
        view = act(view, "back", "zhaomin", {.subject = who});
    }
    EXPECT_EQ(view.matter.state, "read");
    EXPECT_TRUE(view.matter.closed_at);
}

TEST_F(Circulation, WithANameTwiceIsRefused) {
    auto error = refused(matters.open(
        Kind::Circulation, "zhaomin",
        {.copies = {copies_for({"zhaomin"}).front()}, .people = {"chenli", "chenli"}}));
    EXPECT_EQ(error.sentence.id, "matters.twice");
}

} // namespace
} // namespace imprimatur::matters
