#include "gateway/service/document_input.hpp"

#include <gtest/gtest.h>

namespace imprimatur::service {
namespace {

using nlohmann::json;

policy::Policy const& p11() {
    static auto const policy =
        policy::Policy::read(IMPRIMATUR_SOURCE_DIR "/config/policies", {"P11"}).value();
    return policy;
}

struct Read {
    registry::Document document;
    Result<void> verdict;
};

Read read(json fields) {
    fields["number"] = "1号";
    fields["title"] = "工资表";
    Input input(fields);
    auto document = read_new_document(input, p11(), {}, "财务科", *find_date("2026-11-23"));
    auto verdict = input.close();
    verdict = verdict ? check_level(p11(), document) : verdict;
    return {document, verdict};
}

TEST(NewDocument, TakesTheLevelThatItsCategoryProposes) { // K2: P11.密级确定
    auto pay = read({{"category", "pay"}});
    ASSERT_TRUE(pay.verdict);
    EXPECT_EQ(pay.document.level, *p11().find_category_level("pay"));
    EXPECT_TRUE(is_classified(pay.document.level));
    EXPECT_TRUE(pay.document.period) << "the usual one of that level"; // K3
}

TEST(NewDocument, MayBeHigherThanItsCategoryButNotLower) { // K2: P11.密级确定
    auto higher = read({{"category", "pay"}, {"level", "绝密"}});
    ASSERT_TRUE(higher.verdict);
    EXPECT_EQ(higher.document.level, Level::TopSecret);
    auto lower = read({{"category", "pay"}, {"level", "内部"}});
    ASSERT_FALSE(lower.verdict);
    EXPECT_EQ(lower.verdict.error().sentence.id, "service.level-below-category");
}

TEST(NewDocument, IsNotOutOfSecrecyBeforeItIsIssued) { // K3: P7.3
    for (auto const* period : {"2020-01-01", "2026-11-23"}) {
        auto past = read({{"level", "秘密"}, {"period", period}});
        ASSERT_FALSE(past.verdict) << period;
        EXPECT_EQ(past.verdict.error().sentence.id, "print.period-before-issue");
    }
    EXPECT_TRUE(read({{"level", "秘密"}, {"period", "2026-11-24"}}).verdict);
    EXPECT_TRUE(
        read({{"level", "秘密"}, {"period", "2020-01-01"}, {"issued", "2019-06-01"}}).verdict)
        << "an old document is entered with its own day of issue";
}

TEST(NewDocument, WhosePeriodIsOverAlreadyIsAskedAbout) { // K3: a day typed wrong opens a secret
    auto const today = *find_date("2026-11-23");
    auto over = read({{"level", "秘密"}, {"period", "10y"}, {"issued", "2016/3/5"}}).document;
    auto const refused = check_end(nullptr, over, today, false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Conflict);
    EXPECT_EQ(refused.error().sentence.id, "service.period-over");
    EXPECT_EQ(refused.error().sentence.values.at("end"), "2026-03-05");
    EXPECT_TRUE(check_end(nullptr, over, today, true)) << "it was said that it is meant";
    EXPECT_TRUE(check_end(&over, over, today, false)) << "what stands is not asked about again";
    auto secret = over;
    secret.issued = find_date("2026-03-05");
    EXPECT_TRUE(check_end(nullptr, secret, today, false));
    EXPECT_FALSE(check_end(&secret, over, today, false)) << "a change makes it so";
    over.level = Level::Internal;
    EXPECT_TRUE(check_end(nullptr, over, today, false)) << "was never secret";
}

TEST(NewDocument, WithoutCategoryItsLevelMustBeStated) {
    auto none = read(json::object());
    ASSERT_FALSE(none.verdict);
    EXPECT_EQ(none.verdict.error().sentence.values.at("field"), "level");
    EXPECT_FALSE(read({{"category", "unheard-of"}}).verdict);
    EXPECT_TRUE(read({{"level", "ordinary"}}).verdict);
}

TEST(NewDocument, IsOfTheDepartmentAndDayOfItsRegistrationUnlessItSaysOtherwise) {
    auto plain = read({{"level", "秘密"}}).document;
    EXPECT_EQ(plain.department, "财务科");
    EXPECT_EQ(plain.issued, find_date("2026-11-23"));
    auto said =
        read({{"level", "秘密"}, {"department", "院办"}, {"issued", "2026-01-31"}}).document;
    EXPECT_EQ(said.department, "院办");
    EXPECT_EQ(said.issued, find_date("2026-01-31"));
}

} // namespace
} // namespace imprimatur::service
