#include "tests/integration/registry/databases.hpp"

namespace imprimatur::registry {
namespace {

template <class Database> class Matters : public OnBoth<Database> {
  protected:
    Copy issued(Transaction& transaction) {
        auto document = this->add_document(transaction);
        auto ask = this->ask(document.id, std::nullopt, 1);
        ask.recipients = {"chenli"};
        auto copy = transaction.reserve(ask, start, entry("copy.reserved")).value().copies().at(0);
        for (auto to : {CopyState::Delivering, CopyState::Issued}) {
            copy = transaction.move_copy(copy.serial, to, "", entry("copy.moved")).value();
        }
        return copy;
    }
    Matter loan(Transaction& transaction, Copy const& copy) {
        Matter matter;
        matter.id = transaction.next_matter().value();
        matter.kind = "loan";
        matter.title = "关于防汛工作的通知";
        matter.document = copy.document;
        matter.opened_by = "wang";
        matter.subject = "sunyue";
        matter.purpose = "起草";
        matter.policy = "P7 abc";
        matter.details = {{"until", "2026-11-25"}, {"注", "\"引号\"与\n换行"}};
        matter.state = "waiting";
        matter.opened_at = start;
        matter.due_at = start + std::chrono::hours{48};
        return matter;
    }
    Act act(std::string const& what) {
        Act out;
        out.what = what;
        out.signatures = {{"sunyue", "孙悦"}};
        out.details = {{"step", "0"}};
        return out;
    }
};
TYPED_TEST_SUITE(Matters, Databases, DatabaseName);

TYPED_TEST(Matters, ComeBackAsTheyWere) {
    auto transaction = this->begin();
    auto copy = this->issued(transaction);
    auto matter = this->loan(transaction, copy);
    std::vector<Item> items{{matter.id, copy.serial, "chenli", "here", start, "备注"},
                            {matter.id, std::nullopt, "sunyue", "listed", std::nullopt, ""}};
    ASSERT_TRUE(transaction.add_matter(matter, items, this->act("open"), entry("matter.opened")));
    ASSERT_TRUE(transaction.commit());

    auto other = this->look();
    auto read = *other.find_matter(matter.id).value();
    EXPECT_EQ(read.kind, "loan");
    EXPECT_EQ(read.document, copy.document);
    EXPECT_EQ(read.subject, "sunyue");
    EXPECT_EQ(read.details, matter.details);
    EXPECT_EQ(read.due_at, matter.due_at);
    EXPECT_FALSE(read.closed_at);
    auto list = other.items(matter.id).value();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].serial, copy.serial);
    EXPECT_EQ(list[0].due_at, start);
    EXPECT_EQ(list[1].person, "sunyue");
    auto acts = other.acts(matter.id).value();
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].by, "wang");
    EXPECT_EQ(acts[0].at, start);
    EXPECT_EQ(acts[0].signatures.at(0).second, "孙悦");
    EXPECT_EQ(other.matters_of_copy(copy.serial).value().size(), 1U);
    EXPECT_FALSE(other.find_matter(matter.id + 1).value());
}

TYPED_TEST(Matters, ChangeOnlyFromTheStateThatWasSeen) {
    auto transaction = this->begin();
    auto copy = this->issued(transaction);
    auto matter = this->loan(transaction, copy);
    std::vector<Item> items{{matter.id, copy.serial, "chenli", "here", std::nullopt, ""}};
    ASSERT_TRUE(transaction.add_matter(matter, items, this->act("open"), entry("matter.opened")));
    matter.state = "agreed";
    items[0].state = "out";
    ASSERT_TRUE(transaction.change_matter(matter, "waiting", items, this->act("agree"),
                                          entry("matter.agree")));
    EXPECT_EQ(transaction.items(matter.id).value().at(0).state, "out");
    EXPECT_EQ(transaction.acts(matter.id).value().size(), 2U);
    auto again = transaction.change_matter(matter, "waiting", items, this->act("agree"),
                                           entry("matter.agree"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, Fault::Conflict);
}

TYPED_TEST(Matters, AreListedByKindAndOnlyTheOpenOnes) {
    auto transaction = this->begin();
    auto matter = this->loan(transaction, this->issued(transaction));
    ASSERT_TRUE(transaction.add_matter(matter, {}, this->act("open"), entry("matter.opened")));
    EXPECT_EQ(transaction.matters("loan", true).value().size(), 1U);
    EXPECT_TRUE(transaction.matters("circulation", false).value().empty());
    matter.state = "back";
    matter.closed_at = start;
    ASSERT_TRUE(
        transaction.change_matter(matter, "waiting", {}, this->act("back"), entry("matter.back")));
    EXPECT_TRUE(transaction.matters("", true).value().empty());
    EXPECT_EQ(transaction.matters("", false).value().size(), 1U);
}

TYPED_TEST(Matters, HandCopiesOnWithAMovement) { // K11: P5.6
    auto transaction = this->begin();
    auto copy = this->issued(transaction);
    auto matter = this->loan(transaction, copy);
    ASSERT_TRUE(transaction.add_matter(matter, {}, this->act("open"), entry("matter.opened")));
    Transaction::Handing handing{"sunyue", "loan", "", matter.id, "孙悦"};
    auto after = transaction.hand_copy(copy.serial, handing, entry("copy.loan"));
    ASSERT_TRUE(after);
    EXPECT_EQ(after->holder, "sunyue");
    EXPECT_EQ(after->state, CopyState::Issued);
    auto movement = transaction.movements(copy.serial).value().back();
    EXPECT_EQ(movement.kind, "loan");
    EXPECT_EQ(movement.from, "chenli");
    EXPECT_EQ(movement.to, "sunyue");
    EXPECT_EQ(movement.matter, matter.id);
    EXPECT_EQ(movement.signed_name, "孙悦");
    EXPECT_EQ(transaction.copies_of_holder("sunyue").value().size(), 1U);
    EXPECT_TRUE(transaction.copies_of_holder("chenli").value().empty());
    ASSERT_TRUE(transaction.commit());
    this->verify_log();
}

TYPED_TEST(Matters, NoteWithAMovementOnlyWhatWasSaidOfIt) {
    auto transaction = this->begin();
    auto copy = this->issued(transaction);
    for (auto const& [state, note] :
         {std::pair(CopyState::Spoiled, "卡纸"), {CopyState::Frozen, ""}}) {
        ASSERT_TRUE(transaction.move_copy(copy.serial, state, note, entry("copy.moved")));
        EXPECT_EQ(transaction.movements(copy.serial).value().back().note, note);
    }
    EXPECT_EQ(transaction.find_copy(copy.serial).value()->note, "卡纸");
}

TYPED_TEST(Matters, HandNoCopyOnInAWayThatNobodyCanTellOf) {
    auto transaction = this->begin();
    auto copy = this->issued(transaction);
    auto handed = transaction.hand_copy(copy.serial, {.to = "sunyue", .kind = "borrowed"},
                                        entry("copy.borrowed"));
    ASSERT_FALSE(handed);
    EXPECT_EQ(handed.error().fault, Fault::Internal);
    EXPECT_EQ(transaction.find_copy(copy.serial).value()->holder, "chenli");
}

TYPED_TEST(Matters, PinsAreKeptWithTheirFailures) {
    auto transaction = this->begin();
    Person person;
    person.account = "chenli";
    ASSERT_TRUE(transaction.put_person(person, entry("person.entered")));
    EXPECT_FALSE(transaction.find_pin("chenli").value());
    ASSERT_TRUE(transaction.put_pin({"chenli", "aa", "bb", start, 0}, entry("pin.set")));
    ASSERT_TRUE(transaction.put_pin({"chenli", "aa", "bb", start, 3}, std::nullopt));
    auto pin = *transaction.find_pin("chenli").value();
    EXPECT_EQ(pin.hash, "bb");
    EXPECT_EQ(pin.failures, 3U);
    EXPECT_EQ(pin.changed_at, start);
}

} // namespace
} // namespace imprimatur::registry
