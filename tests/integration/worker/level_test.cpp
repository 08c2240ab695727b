#include <gtest/gtest.h>

#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

std::optional<Level> level_of(paper::Paper& paper) {
    return inspect(paper.pdf()).value().written_level;
}

std::optional<Level> level_of_line(double x, double y, std::string const& words) {
    paper::Paper paper;
    return level_of(paper.prose(1, 20).text(x, y, words, 16));
}

TEST(WrittenLevel, IsReadWhereTheStandardPutsIt) {
    EXPECT_EQ(level_of_line(28, 12, "机密★10年"), Level::Secret);
    EXPECT_EQ(level_of_line(28, 12, "绝密★30年"), Level::TopSecret);
    EXPECT_EQ(level_of_line(28, 12, "秘密★公布后"), Level::Confidential);
    EXPECT_EQ(level_of_line(28, 12, "机  密"), Level::Secret);
    EXPECT_EQ(level_of_line(28, 12, "秘密级"), Level::Confidential);
}

TEST(WrittenLevel, WithItsStarIsReadAnywhereOnAPage) {
    EXPECT_EQ(level_of_line(120, 280, "机密★10年"), Level::Secret);
    EXPECT_EQ(level_of_line(120, 280, "机密"), std::nullopt);
}

TEST(WrittenLevel, IsNotASentenceThatSpeaksOfSecrets) {
    EXPECT_EQ(level_of_line(28, 12, "机密文件的管理办法"), std::nullopt);
    EXPECT_EQ(level_of_line(28, 12, "应当标注“机密★10年”字样"), std::nullopt);
    EXPECT_EQ(level_of_line(28, 12, "国家秘密"), std::nullopt);
    EXPECT_EQ(level_of_line(28, 12, "绝密、机密、秘密三级"), std::nullopt);
}

TEST(WrittenLevel, StandsApartFromTheNumberBesideIt) {
    paper::Paper paper;
    EXPECT_EQ(level_of(paper.text(28, 37, "000001", 16).text(120, 37, "绝密★20年", 16).prose(1, 3)),
              Level::TopSecret);
}

TEST(WrittenLevel, IsTheHighestOfAllPagesAndSaysWhere) {
    paper::Paper paper;
    paper.text(28, 37, "秘密★5年", 16).next_page().text(28, 37, "绝密★20年", 16);
    auto seen = inspect(paper.next_page().text(28, 37, "机密★10年", 16).pdf());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, Level::TopSecret);
    EXPECT_EQ(seen->written_where, "page 2: 绝密★20年");
}

} // namespace
} // namespace imprimatur::worker
