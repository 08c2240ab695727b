#include "tests/integration/registry/databases.hpp"

#include <gmock/gmock.h>

namespace imprimatur::registry {
namespace {

template <class Database> class People : public OnBoth<Database> {};
TYPED_TEST_SUITE(People, Databases, DatabaseName);

TYPED_TEST(People, AreReadBackAsTheyWerePut) {
    Person wang{"wang",
                "王小明",
                "办公室",
                {"user", "registry-officer"},
                false,
                true,
                "审计 O'Neill; DROP TABLE people; :x",
                find_date("2026-02-28"),
                find_date("2024-02-29")};
    Person bare;
    bare.account = "bare";
    {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.put_person(wang, entry("person.put")));
        ASSERT_TRUE(transaction.put_person(bare, entry("person.put")));
        ASSERT_TRUE(transaction.commit());
    }
    auto transaction = this->look();
    auto read = transaction.find_person("wang").value().value();
    EXPECT_EQ(read.full_name, wang.full_name);
    EXPECT_EQ(read.department, wang.department);
    EXPECT_EQ(read.roles, wang.roles);
    EXPECT_EQ(read.is_active, wang.is_active);
    EXPECT_EQ(read.is_outsider, wang.is_outsider);
    EXPECT_EQ(read.outsider_purpose, wang.outsider_purpose);
    EXPECT_EQ(read.agreement, wang.agreement);
    EXPECT_EQ(read.training, wang.training);
    auto all = transaction.people().value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].account, "bare");
    EXPECT_FALSE(all[0].agreement);
    EXPECT_TRUE(all[0].roles.empty());
    EXPECT_FALSE(transaction.find_person("WANG").value()) << "accounts are compared exactly";
}

TYPED_TEST(People, AreChangedByPuttingThemAgain) {
    auto transaction = this->begin();
    Person wang;
    wang.account = "wang";
    wang.department = "办公室";
    ASSERT_TRUE(transaction.put_person(wang, entry("person.put")));
    wang.department = "档案室";
    wang.is_active = false;
    ASSERT_TRUE(transaction.put_person(wang, entry("person.put")));
    auto read = transaction.find_person("wang").value().value();
    EXPECT_EQ(read.department, "档案室");
    EXPECT_FALSE(read.is_active);
    EXPECT_EQ(transaction.people().value().size(), 1U);
}

TYPED_TEST(People, NeedAnAccountThatCanBeLookedFor) {
    auto transaction = this->begin();
    EXPECT_EQ(transaction.put_person({}, entry("person.put")).error().sentence.id,
              "registry.name-missing");
    Person long_one;
    long_one.account = std::string(5000, 'x');
    EXPECT_EQ(transaction.put_person(long_one, entry("person.put")).error().fault, Fault::BadInput);
    EXPECT_FALSE(transaction.find_person(long_one.account).value());
}

template <class Database> class Documents : public OnBoth<Database> {};
TYPED_TEST_SUITE(Documents, Databases, DatabaseName);

TYPED_TEST(Documents, AreReadBackAsTheyWereRegistered) {
    Document given;
    given.number = "鼓委办〔2026〕12号";
    given.title = "line one\nline \"two\" 'three' :four ::five $1 %s \\";
    given.level = Level::TopSecret;
    given.period = find_period("2031-02-28");
    given.issued = find_date("2026-03-01");
    given.category = "decisions";
    given.department = "办公室";
    given.scope = {"wang", "档案室"};
    given.keeper_original = "li";
    given.keeper_duplicate = "zhao";
    given.fingerprint = "fp1:abc";
    given.state = DocumentState::Frozen;
    given.registered_by = "officer";
    given.level_set_by = {"li", "主任 \"one\""};
    given.is_level_proposed = true;
    auto transaction = this->begin();
    auto added = transaction.add_document(given, entry("document.registered")).value();
    EXPECT_EQ(added.registered_at, start);
    ASSERT_TRUE(transaction.commit());

    auto other = this->look();
    auto read = other.find_document(given.number).value().value();
    EXPECT_EQ(read.id, added.id);
    EXPECT_EQ(read.title, given.title);
    EXPECT_EQ(read.level, given.level);
    EXPECT_EQ(read.period, given.period);
    EXPECT_EQ(read.issued, given.issued);
    EXPECT_EQ(read.category, given.category);
    EXPECT_EQ(read.department, given.department);
    EXPECT_EQ(read.scope, given.scope);
    EXPECT_EQ(read.keeper_original, given.keeper_original);
    EXPECT_EQ(read.keeper_duplicate, given.keeper_duplicate);
    EXPECT_EQ(read.fingerprint, given.fingerprint);
    EXPECT_EQ(read.state, given.state);
    EXPECT_EQ(read.registered_by, "officer");
    EXPECT_EQ(read.registered_at, start);
    EXPECT_EQ(read.last_number, 0U);
    EXPECT_EQ(read.level_set_by, given.level_set_by);
    EXPECT_TRUE(read.is_level_proposed);
    EXPECT_EQ(other.document(added.id).value().number, given.number);
    EXPECT_EQ(other.document(added.id + 1).error().fault, Fault::NotFound);
}

TYPED_TEST(Documents, TakeANumberOnce) {
    auto transaction = this->begin();
    auto first = this->add_document(transaction);
    Document again;
    again.number = first.number;
    auto refused = transaction.add_document(again, entry("document.registered"));
    EXPECT_EQ(refused.error().fault, Fault::Conflict);
    EXPECT_EQ(refused.error().sentence.id, "registry.document-number-taken");
    EXPECT_EQ(transaction.documents().value().size(), 1U) << "the transaction goes on";
    ASSERT_TRUE(transaction.commit());
}

TYPED_TEST(Documents, KeepTheirNumberWhenTheyChange) {
    auto transaction = this->begin();
    auto document = this->add_document(transaction);
    document.level = Level::Internal;
    document.period = std::nullopt;
    document.state = DocumentState::Declassified;
    document.last_number = 77;
    document.registered_by = "somebody else";
    ASSERT_TRUE(transaction.change_document(document, entry("document.changed")));
    auto read = transaction.document(document.id).value();
    EXPECT_EQ(read.level, Level::Internal);
    EXPECT_FALSE(read.period);
    EXPECT_EQ(read.state, DocumentState::Declassified);
    EXPECT_EQ(read.last_number, 0U) << "numbers are given by reserve() only";
    EXPECT_EQ(read.registered_by, "officer");
    document.id = 999;
    EXPECT_EQ(transaction.change_document(document, entry("document.changed")).error().fault,
              Fault::NotFound);
}

TYPED_TEST(Documents, WithBytesThatAreNoTextAreKeptReadable) {
    auto transaction = this->begin();
    Document document;
    document.number = "n";
    document.title = std::string("a\0b\xff\xc3(\xed\xa0\x80", 9);
    auto added =
        transaction.add_document(document, entry("document.registered", "bad \xfe")).value();
    EXPECT_EQ(transaction.document(added.id).value().title,
              "a\xef\xbf\xbd"
              "b\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    ASSERT_TRUE(transaction.commit());
    this->verify_log();
}

TYPED_TEST(Documents, WithATitleOfAMegabyteAreKeptWhole) {
    auto transaction = this->begin();
    Document document;
    document.number = "n";
    for (int i = 0; i < 100000; ++i) {
        document.title += "密级事项\n";
    }
    auto added = transaction.add_document(document, entry("document.registered")).value();
    EXPECT_EQ(transaction.document(added.id).value().title, document.title);
}

} // namespace
} // namespace imprimatur::registry
