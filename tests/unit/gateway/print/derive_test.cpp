/// Excerpts and compilations count as copies (K37).
#include "tests/unit/gateway/print/office.hpp"

#include <algorithm>

#include "gateway/print/derive.hpp"

namespace imprimatur::print {
namespace {

class Excerpting : public Office {
  protected:
    Excerpting() { first = add_document("1号", "one"); }

    Result<registry::Document> make(std::string const& account,
                                    std::vector<registry::Document> const& sources) {
        auto transaction = expected(registry.begin(account));
        Derived wanted;
        wanted.sources = sources;
        wanted.document.number = "摘" + std::to_string(++made);
        wanted.document.title = "要点";
        wanted.document.issued = local_date(clock->now());
        auto derivation = derive(parts, transaction, account, wanted);
        if (!derivation) {
            return pass_on(derivation);
        }
        auto entered = expected(enter(parts, transaction, *derivation));
        expected(transaction.commit());
        return entered;
    }
    void agree(std::string const& document, std::uint32_t count = 1) {
        expected(requests.ask("liming", {.document = document,
                                         .action = policy::Action::Excerpt,
                                         .count = count,
                                         .recipients = std::vector<std::string>(count, "liming")}));
        grant();
    }

    registry::Document first;
    int made = 0;
};

TEST_F(Excerpting, NeedsTheAgreementThatACopyNeeds) { // K37, K4: P7.5
    auto refused = make("liming", {first});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Denied);
    EXPECT_EQ(refused.error().sentence.values.at("clause"), "P7.5");
    agree("1号");
    auto document = expected(make("liming", {first}));
    EXPECT_EQ(document.level, Level::Secret);
    EXPECT_EQ(document.period, find_period("2036-11-20"));
}

TEST_F(Excerpting, OneAgreementIsForOne) { // K5: P7.13.1
    agree("1号");
    expected(make("liming", {first}));
    EXPECT_FALSE(make("liming", {first}));
}

TEST_F(Excerpting, AnAgreementIsForThePersonWhoAsked) { // P7.5
    agree("1号");
    EXPECT_FALSE(make("chenli", {first}));
}

TEST_F(Excerpting, NeedsOneForEachSource) { // P7.5
    auto second = add_document("2号", "two", Level::Confidential);
    agree("1号");
    EXPECT_FALSE(make("liming", {first, second}));
    agree("2号");
    expected(make("liming", {first, second}));
}

TEST_F(Excerpting, OfAFrozenSourceIsRefused) { // K21: B.6, P7.九(2)
    agree("1号");
    auto transaction = expected(registry.begin("zhaomin"));
    first.state = registry::DocumentState::Frozen;
    expected(transaction.change_document(first, {"document.changed", "", {}, {}}));
    expected(transaction.commit());
    auto refused = make("liming", {first});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().sentence.id, "policy.frozen");
}

TEST_F(Excerpting, ItsSourcesAreKeptAndTheLogNamesThem) { // K37: P7.5
    agree("1号");
    auto document = expected(make("liming", {first}));
    auto transaction = expected(registry.look());
    auto sources = expected(sources_of(transaction, document.id));
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0].number, "1号");
    auto entries = events("document.derived");
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].details.at("sources"), "1号");
    EXPECT_NE(std::find(entries[0].clauses.begin(), entries[0].clauses.end(), "P7.5"),
              entries[0].clauses.end());
}

TEST_F(Excerpting, WhenASourceIsRaisedWhatWasMadeFromItRisesToo) { // K8: P7.13.1, L.18
    agree("1号");
    auto document = expected(make("liming", {first}));
    auto transaction = expected(registry.begin("zhaomin"));
    first.level = Level::TopSecret;
    expected(transaction.change_document(first, {"document.changed", "", {}, {}}));
    expected(raise_derived(parts, transaction, first));
    expected(transaction.commit());
    EXPECT_EQ(expected(expected(registry.look()).document(document.id)).level, Level::TopSecret);
}

} // namespace
} // namespace imprimatur::print
