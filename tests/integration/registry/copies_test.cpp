#include "tests/integration/registry/databases.hpp"

#include <set>

namespace imprimatur::registry {
namespace {

template <class Database> class Copies : public OnBoth<Database> {
  protected:
    std::vector<Copy> reserve(Transaction& transaction, Transaction::Ask const& ask) {
        return transaction.reserve(ask, start, entry("copy.reserved")).value().copies();
    }
    Result<Copy> move(Transaction& transaction, Copy const& copy, CopyState to,
                      std::string note = "") {
        return transaction.move_copy(copy.serial, to, note, entry("copy.moved"));
    }
};
TYPED_TEST_SUITE(Copies, Databases, DatabaseName);

TYPED_TEST(Copies, AreNumberedFromOneInTheOrderOfTheirRecipients) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 5);
    auto ask = this->ask(document.id, grant.id, 3);
    ask.recipients = {"甲", "乙", "丙"};
    auto made = this->reserve(transaction, ask);
    ASSERT_TRUE(transaction.commit());

    auto other = this->look();
    auto read = other.copies_of_job("job-1").value();
    ASSERT_EQ(read.size(), 3U);
    std::set<Serial> serials;
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(read[i].serial, made[i].serial);
        EXPECT_EQ(read[i].number, CopyNumber{i + 1});
        EXPECT_EQ(read[i].recipient, ask.recipients[i]);
        EXPECT_EQ(read[i].state, CopyState::Reserved);
        EXPECT_EQ(read[i].kind, CopyKind::Copy);
        EXPECT_EQ(read[i].grant, grant.id);
        EXPECT_EQ(read[i].place, "printer-1");
        EXPECT_EQ(read[i].printed_by, "wang");
        EXPECT_EQ(read[i].holder, "");
        EXPECT_EQ(read[i].reserved_at, start);
        EXPECT_FALSE(read[i].settled_at);
        serials.insert(read[i].serial);
    }
    EXPECT_EQ(serials.size(), 3U);
    EXPECT_EQ(other.document(document.id).value().last_number, 3U);
    EXPECT_EQ(other.copies(document.id).value().size(), 3U);
    EXPECT_EQ(other.copies_of_grant(grant.id).value().size(), 3U);
    EXPECT_EQ(other.reserved_copies("job-1").value().copies().size(), 3U);
    EXPECT_TRUE(other.reserved_copies("job-2").value().copies().empty());
    EXPECT_EQ(other.find_copy(made[1].serial).value()->number, CopyNumber{2});
    EXPECT_FALSE(other.find_copy(Serial(1)).value());
}

TYPED_TEST(Copies, OfTwoJobsInOneInstantComeInTheOrderOfTheirNumbers) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    for (auto const* job : {"job-9", "job-1", "job-5"}) {
        auto ask = this->ask(document.id, std::nullopt, 1);
        ask.job = job;
        this->reserve(transaction, ask);
    }
    auto copies = transaction.copies(document.id).value();
    ASSERT_EQ(copies.size(), 3U);
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(copies[i].number, CopyNumber{i + 1}); // 份号 (P7.3)
    }
}

TYPED_TEST(Copies, WithoutNumberOrGrantAreCountedByTheirSerial) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto ask = this->ask(document.id, std::nullopt, 2);
    ask.numbered = false;
    for (auto const& copy : this->reserve(transaction, ask)) {
        EXPECT_FALSE(copy.number);
        EXPECT_FALSE(transaction.find_copy(copy.serial).value()->number);
    }
    EXPECT_EQ(transaction.document(document.id).value().last_number, 0U);
}

TYPED_TEST(Copies, OfACopyKnowTheirParent) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto parent = this->reserve(transaction, this->ask(document.id, std::nullopt, 1))[0];
    auto ask = this->ask(document.id, std::nullopt, 2);
    ask.parent = parent.serial;
    ask.kind = CopyKind::Excerpt;
    this->reserve(transaction, ask);
    auto children = transaction.children(parent.serial).value();
    ASSERT_EQ(children.size(), 2U);
    EXPECT_EQ(children[0].parent, parent.serial);
    EXPECT_EQ(children[0].kind, CopyKind::Excerpt);
    ask.parent = Serial(99);
    EXPECT_EQ(transaction.reserve(ask, start, entry("copy.reserved")).error().fault,
              Fault::NotFound);
}

TYPED_TEST(Copies, AreRefusedWhenTheRecipientsDoNotMatch) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto refused = [&](Transaction::Ask const& ask) {
        return transaction.reserve(ask, start, entry("copy.reserved")).error().sentence.id;
    };
    auto ask = this->ask(document.id, std::nullopt, 2);
    ask.recipients = {"甲"};
    EXPECT_EQ(refused(ask), "registry.recipient-count");
    EXPECT_EQ(refused(this->ask(document.id, std::nullopt, 0)), "registry.copy-count");
    EXPECT_EQ(refused(this->ask(document.id, std::nullopt, 4000000000U)), "registry.copy-count");
    EXPECT_EQ(refused(this->ask(99, std::nullopt, 1)), "registry.document-unknown");
    EXPECT_TRUE(transaction.copies(document.id).value().empty());
}

TYPED_TEST(Copies, AreNotMadeOfAFrozenOrWithdrawnDocumentK21) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 2);
    for (auto state : {DocumentState::Frozen, DocumentState::Withdrawn}) {
        document.state = state;
        ASSERT_TRUE(transaction.change_document(document, entry("document.changed")));
        EXPECT_EQ(
            transaction.reserve(this->ask(document.id, grant.id, 1), start, entry("copy.reserved"))
                .error()
                .sentence.id,
            "registry.document-closed");
    }
    EXPECT_EQ(transaction.grant(grant.id).value().used, 0U);
}

TYPED_TEST(Copies, EndAtNumber999999) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 5);
    ASSERT_TRUE(transaction.commit());
    this->database.run("UPDATE documents SET last_number = 999997");

    auto next = this->begin();
    auto refused = next.reserve(this->ask(document.id, grant.id, 3), start, entry("copy.reserved"));
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
    EXPECT_EQ(refused.error().sentence.id, "registry.numbers-exhausted");
    EXPECT_EQ(next.grant(grant.id).value().used, 0U) << "nothing is half done";
    auto last = this->reserve(next, this->ask(document.id, grant.id, 2));
    EXPECT_EQ(last[1].number, CopyNumber{999999});
    EXPECT_EQ(next.reserve(this->ask(document.id, grant.id, 1), start, entry("copy.reserved"))
                  .error()
                  .fault,
              Fault::Exhausted);
    EXPECT_EQ(next.grant(grant.id).value().used, 2U);
    ASSERT_TRUE(next.commit());
    this->verify_log();
}

TYPED_TEST(Copies, GoFromPrinterToTheirHolder) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto ask = this->ask(document.id, std::nullopt, 2);
    ask.recipients = {"甲", ""};
    auto copies = this->reserve(transaction, ask);
    this->clock->set(start + std::chrono::minutes(1));
    ASSERT_TRUE(this->move(transaction, copies[0], CopyState::Delivering));
    auto issued = this->move(transaction, copies[0], CopyState::Issued, "完成").value();
    EXPECT_EQ(issued.holder, "甲");
    EXPECT_EQ(issued.note, "完成");
    EXPECT_EQ(issued.settled_at, start + std::chrono::minutes(1));
    ASSERT_TRUE(this->move(transaction, copies[1], CopyState::Delivering));
    EXPECT_EQ(this->move(transaction, copies[1], CopyState::Issued).value().holder, "wang")
        << "nobody was named: who printed it has it";
    ASSERT_TRUE(this->move(transaction, copies[0], CopyState::Returned));
    ASSERT_TRUE(transaction.commit());

    auto other = this->look();
    auto story = other.movements(copies[0].serial).value();
    ASSERT_EQ(story.size(), 2U);
    EXPECT_EQ(story[0].kind, "issue");
    EXPECT_EQ(story[0].from, "printer-1");
    EXPECT_EQ(story[0].to, "甲");
    EXPECT_EQ(story[0].by, "wang");
    EXPECT_EQ(story[0].at, start + std::chrono::minutes(1));
    EXPECT_EQ(story[1].kind, "return");
    EXPECT_EQ(story[1].from, "甲");
    EXPECT_EQ(story[1].to, "wang");
    auto at = start + std::chrono::minutes(1);
    auto one = std::chrono::milliseconds(1);
    EXPECT_EQ(other.movements_of_kind("issue", start, at + one).value().size(), 2U);
    EXPECT_TRUE(other.movements_of_kind("issue", start, at).value().empty()) << "up to, without";
    EXPECT_TRUE(other.movements_of_kind("issue", at + one, at + 2 * one).value().empty());
}

TYPED_TEST(Copies, AreIssuedOnceInTheIssueRegisterThoughFrozenBetween) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto copy = this->reserve(transaction, this->ask(document.id, std::nullopt, 1))[0];
    for (auto state :
         {CopyState::Delivering, CopyState::Issued, CopyState::Frozen, CopyState::Issued}) {
        ASSERT_TRUE(this->move(transaction, copy, state));
    }
    EXPECT_EQ(
        transaction.movements_of_kind("issue", start, start + std::chrono::hours(1)).value().size(),
        1U);
}

TYPED_TEST(Copies, MoveAsTheTableSaysOnly) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto copy = this->reserve(transaction, this->ask(document.id, std::nullopt, 1))[0];
    for (auto state : {CopyState::Reserved, CopyState::Issued, CopyState::Spoiled,
                       CopyState::Returned, CopyState::Destroyed, CopyState::Frozen}) {
        auto refused = this->move(transaction, copy, state);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, Fault::Conflict);
        EXPECT_EQ(refused.error().sentence.id, "registry.copy-move");
        EXPECT_EQ(refused.error().sentence.values.at("from"), "reserved");
    }
    EXPECT_EQ(transaction.find_copy(copy.serial).value()->state, CopyState::Reserved);
    EXPECT_EQ(transaction.move_copy(Serial(1), CopyState::Void, "", entry("x")).error().fault,
              Fault::NotFound);
}

TYPED_TEST(Copies, NeverGetASerialOrNumberOfOneThatIsVoid) { // K6: B.2
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    auto grant = this->add_grant(transaction, document.id, 1);
    std::set<Serial> serials;
    for (std::uint32_t i = 1; i <= 20; ++i) {
        auto copy = this->reserve(transaction, this->ask(document.id, grant.id, 1))[0];
        EXPECT_EQ(copy.number, CopyNumber{i});
        EXPECT_TRUE(serials.insert(copy.serial).second);
        ASSERT_TRUE(this->move(transaction, copy, CopyState::Void));
    }
    EXPECT_EQ(transaction.copies(document.id).value().size(), 20U) << "void ones stay in the book";
    EXPECT_EQ(transaction.grant(grant.id).value().used, 0U);
}

} // namespace
} // namespace imprimatur::registry
