/// What documents were made out of, and the rules that requests were made under.
#include "tests/integration/registry/databases.hpp"

#include <gmock/gmock.h>

namespace imprimatur::registry {
namespace {

template <class Database> class Derived : public OnBoth<Database> {};
TYPED_TEST_SUITE(Derived, Databases, DatabaseName);

TYPED_TEST(Derived, DocumentsKnowTheirSourcesAndTheOtherWayRound) { // K37: P7.5
    auto transaction = this->begin();
    auto first = this->add_document(transaction, "源1");
    auto second = this->add_document(transaction, "源2");
    auto book = this->add_document(transaction, "汇编");
    ASSERT_TRUE(transaction.add_source({book.id, second.id, "compile"}));
    ASSERT_TRUE(transaction.add_source({book.id, first.id, "compile"}));
    ASSERT_TRUE(transaction.commit());
    auto other = this->look();
    auto sources = other.sources(book.id).value();
    ASSERT_EQ(sources.size(), 2U);
    EXPECT_EQ(sources[0].source, first.id);
    EXPECT_EQ(sources[1].source, second.id);
    EXPECT_EQ(sources[0].action, "compile");
    ASSERT_EQ(other.derived_from(second.id).value().size(), 1U);
    EXPECT_EQ(other.derived_from(second.id).value()[0].document, book.id);
    EXPECT_TRUE(other.derived_from(book.id).value().empty());
}

TYPED_TEST(Derived, DocumentsHaveASourceOnce) {
    auto transaction = this->begin();
    auto source = this->add_document(transaction, "源");
    auto excerpt = this->add_document(transaction, "摘");
    ASSERT_TRUE(transaction.add_source({excerpt.id, source.id, "excerpt"}));
    ASSERT_TRUE(transaction.add_source({excerpt.id, source.id, "compile"}));
    auto sources = transaction.sources(excerpt.id).value();
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0].action, "excerpt") << "what was said first stays";
}

TYPED_TEST(Derived, DocumentsHaveSourcesThatAreThere) {
    auto transaction = this->begin();
    auto excerpt = this->add_document(transaction, "摘");
    EXPECT_FALSE(transaction.add_source({excerpt.id, excerpt.id + 77, "excerpt"}));
}

template <class Database> class Editions : public OnBoth<Database> {};
TYPED_TEST_SUITE(Editions, Databases, DatabaseName);

TYPED_TEST(Editions, AreKeptWholeAndOnce) {
    Edition first{"P7 0K3M",
                  {{"07.toml", "clause = \"P7.3\"\n# 注释 'x' :y $1\n"}, {"roles.toml", ""}}};
    {
        auto transaction = this->begin();
        ASSERT_TRUE(transaction.keep_edition(first));
        auto changed = first;
        changed.files["07.toml"] = "something else";
        ASSERT_TRUE(transaction.keep_edition(changed)) << "known already";
        ASSERT_TRUE(transaction.keep_edition({"P7+P11 9Q2W", {}}));
        ASSERT_TRUE(transaction.commit());
    }
    auto all = this->look().editions().value();
    ASSERT_EQ(all.size(), 2U);
    auto found = std::find_if(all.begin(), all.end(),
                              [&](auto const& edition) { return edition.name == first.name; });
    ASSERT_NE(found, all.end());
    EXPECT_EQ(found->files, first.files);
}

} // namespace
} // namespace imprimatur::registry
