#include "tests/integration/registry/databases.hpp"

#include <gmock/gmock.h>

namespace imprimatur::registry {
namespace {

template <class Database> class DocumentNumbers : public OnBoth<Database> {
  protected:
    /// As if the tables were of before there was one form of a number.
    void step_back() {
        this->database.run("DROP INDEX documents_by_number_key");
        this->database.run("DROP INDEX people_by_lower_account");
        this->database.run("ALTER TABLE documents DROP COLUMN number_key");
        this->database.run("UPDATE schema_version SET version = 8");
    }
    std::string found(Registry& opened, std::string const& number) {
        auto transaction = opened.look().value();
        auto document = transaction.find_document(number).value();
        return document ? document->number : "none";
    }
};
TYPED_TEST_SUITE(DocumentNumbers, Databases, DatabaseName);

TYPED_TEST(DocumentNumbers, AreFoundHoweverTheyAreTypedAndShownAsTheyWereWritten) {
    auto transaction = this->begin();
    this->add_document(transaction, "测试办［2026］13号");
    ASSERT_TRUE(transaction.commit());
    for (auto typed : {"测试办［2026］13号", "测试办〔2026〕13号", "测试办[2026]１３号",
                       " 测试办 (2026) 13 号"}) {
        EXPECT_EQ(this->found(this->registry, typed), "测试办［2026］13号") << typed;
    }
    EXPECT_EQ(this->found(this->registry, "测试办〔2026〕1号"), "none");
}

TYPED_TEST(DocumentNumbers, AreTakenOnceHoweverTheyAreTyped) {
    auto transaction = this->begin();
    auto first = this->add_document(transaction, "测试办〔2026〕13号");
    for (auto typed : {"测试办[2026]13号", "测试办〔2026〕１３号", "测试办 〔2026〕13号"}) {
        Document again;
        again.number = typed;
        auto refused = transaction.add_document(again, entry("document.registered"));
        ASSERT_FALSE(refused) << typed;
        EXPECT_EQ(refused.error().fault, Fault::Conflict);
        EXPECT_EQ(refused.error().sentence.id, "registry.document-number-alike");
        EXPECT_EQ(refused.error().sentence.values.at("known"), first.number);
    }
    EXPECT_EQ(transaction.documents().value().size(), 1U) << "the transaction goes on";
}

TYPED_TEST(DocumentNumbers, OfBeforeAreFoundHoweverTheyAreTypedToo) {
    {
        auto transaction = this->begin();
        this->add_document(transaction, "测试办[2026]13号");
        this->add_document(transaction, "甲");
        this->add_document(transaction, "乙");
        ASSERT_TRUE(transaction.commit());
    }
    this->step_back();
    this->database.run(
        "UPDATE documents SET number = '测试办〔2026〕１3号', level = 'confidential' "
        "WHERE number = '甲'");
    this->database.run("UPDATE documents SET number = '测试办 (2026) 13号', level = 'top-secret' "
                       "WHERE number = '乙'");
    auto now = Registry::open(this->database.connection(), this->clock).value();
    EXPECT_EQ(this->found(now, "测试办[2026]13号"), "测试办[2026]13号") << "each as it is written";
    EXPECT_EQ(this->found(now, "测试办〔2026〕１3号"), "测试办〔2026〕１3号");
    EXPECT_EQ(this->found(now, "测试办【2026】13号"), "测试办 (2026) 13号") << "else the strictest";
    auto transaction = now.begin("wang").value();
    Document again;
    again.number = "测试办{2026}13号";
    EXPECT_EQ(transaction.add_document(again, entry("document.registered")).error().fault,
              Fault::Conflict);
}

template <class Database> class Accounts : public OnBoth<Database> {};
TYPED_TEST_SUITE(Accounts, Databases, DatabaseName);

TYPED_TEST(Accounts, ThatDifferByCaseOnlyAreNotTwoPeople) {
    auto transaction = this->begin();
    Person person;
    person.account = "CN\\Zhang";
    ASSERT_TRUE(transaction.put_person(person, entry("person.put")));
    person.full_name = "张三";
    EXPECT_TRUE(transaction.put_person(person, entry("person.put"))) << "the same one changes";
    for (auto account : {"cn\\zhang", "CN\\ZHANG"}) {
        Person other;
        other.account = account;
        auto refused = transaction.put_person(other, entry("person.put"));
        ASSERT_FALSE(refused) << account;
        EXPECT_EQ(refused.error().fault, Fault::Conflict);
        EXPECT_EQ(refused.error().sentence.id, "registry.account-differs-by-case");
        EXPECT_EQ(refused.error().sentence.values.at("known"), "CN\\Zhang");
    }
    Person another;
    another.account = "zhang";
    EXPECT_TRUE(transaction.put_person(another, entry("person.put")));
    EXPECT_EQ(transaction.people().value().size(), 2U);
}

} // namespace
} // namespace imprimatur::registry
