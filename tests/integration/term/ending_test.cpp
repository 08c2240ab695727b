#include "tests/integration/term/terms.hpp"

namespace imprimatur::term {
namespace {

template <class Database> class Endings : public OnBoth<Database> {
  protected:
    std::vector<std::string> numbers(int days) {
        std::vector<std::string> out;
        auto endings = this->terms.ending_within(days).value();
        for (auto const& ending : endings) {
            out.push_back(ending.document.number);
        }
        return out;
    }
};
TYPED_TEST_SUITE(Endings, registry::Databases, registry::DatabaseName);

TYPED_TEST(Endings, AreListedFromTodayTheFirstDayFirst) { // K3: P7.3
    this->add("晚", "2027-01-31");
    this->add("早", "2027-01-02");
    this->add("远", "20y");
    this->add("无", "event:公布后");
    this->at("2027-01-01T09:00:00");
    EXPECT_EQ(this->numbers(0), std::vector<std::string>{});
    EXPECT_EQ(this->numbers(1), std::vector<std::string>{"早"});
    EXPECT_EQ(this->numbers(30), (std::vector<std::string>{"早", "晚"}));
    EXPECT_EQ(this->numbers(29), std::vector<std::string>{"早"});
}

TYPED_TEST(Endings, SayHowManyCopiesAreOut) {
    auto document = this->add("1号", "1y");
    auto transaction = this->begin();
    auto grant = this->add_grant(transaction, document.id, 3);
    auto reserved = transaction
                        .reserve(this->ask(document.id, grant.id, 3), registry::start,
                                 registry::entry("copy.reserved"))
                        .value();
    auto settle = [&](std::size_t copy, registry::CopyState to) {
        auto serial = reserved.copies().at(copy).serial;
        ASSERT_TRUE(transaction.move_copy(serial, registry::CopyState::Delivering, "",
                                          registry::entry("copy.delivering")));
        ASSERT_TRUE(transaction.move_copy(serial, to, "", registry::entry("copy.settled")));
    };
    settle(0, registry::CopyState::Issued);
    settle(1, registry::CopyState::Void);
    ASSERT_TRUE(transaction.commit());
    this->at("2027-11-01T00:00:00");
    auto endings = this->terms.ending_within(30).value();
    ASSERT_EQ(endings.size(), 1U);
    EXPECT_EQ(endings[0].copies_out, 1U);
    EXPECT_EQ(endings[0].ending.day, *find_date("2027-11-20"));
}

TYPED_TEST(Endings, OfWhatIsReleasedAlreadyThereAreNone) {
    this->add("1号", "1y");
    this->at("2027-11-20T00:00:00");
    EXPECT_EQ(this->numbers(10), std::vector<std::string>{"1号"});
    ASSERT_TRUE(this->terms.run());
    EXPECT_EQ(this->numbers(10), std::vector<std::string>{});
}

TYPED_TEST(Endings, FollowTheRulesInForce) { // P11.期限
    this->add("1号", std::nullopt, "2026-11-20", Level::Confidential);
    this->policies.replace(rules({"P11"}));
    auto endings = this->terms.ending_within(36600).value();
    ASSERT_EQ(endings.size(), 1U);
    EXPECT_THAT(endings[0].ending.clauses, testing::Contains("P11.期限"));
}

} // namespace
} // namespace imprimatur::term
