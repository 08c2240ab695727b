#include <algorithm>

#include <gmock/gmock.h>

#include "marking/image/image.hpp"
#include "marking/render/render.hpp"

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
    EXPECT_EQ(level_of_line(120, 215, "机密"), std::nullopt);
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

TEST(WrittenLevel, AloneIsReadInFootersToo) {
    EXPECT_EQ(level_of_line(120, 280, "机密"), Level::Secret);
}

TEST(WrittenLevel, OfAnotherScaleIsSaidToBeUncertain) {
    paper::Paper paper;
    auto seen = inspect(paper.prose(1, 20).text(80, 282, "Company Confidential", 9).pdf());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, Level::Confidential);
    EXPECT_FALSE(seen->is_level_certain);
    EXPECT_EQ(seen->written_where, "page 1: Company Confidential");
}

/// A page as a scanner gives it.
Bitmap scanned(paper::Paper& paper) {
    auto const bytes = paper.pdf();
    return render::Document::open(bytes).value().draw(1, 200).value();
}

Bitmap letter_with(std::string const& mark) {
    paper::Paper paper;
    paper.text(28, 20, mark, 16);
    for (int i = 0; i < 6; ++i) {
        paper.text(28, 60 + 10.0 * i, "各单位要严格审批程序，规范登记编号和传阅", 16);
    }
    return scanned(paper);
}

Bitmap upside_down(Bitmap picture) {
    std::ranges::reverse(picture.pixels);
    return picture;
}

TEST(WrittenLevel, OnAPageThatIsAPictureIsRead) {
    paper::Paper paper;
    paper.picture(letter_with("机密★10年"), 0, 0, 210, 297);
    paper.next_page().picture(upside_down(letter_with("绝密★20年")), 0, 0, 210, 297);
    auto seen = inspect(paper.pdf());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, Level::TopSecret);
    EXPECT_TRUE(seen->is_level_certain);
    EXPECT_THAT(seen->written_where, testing::StartsWith("page 2: 绝密"));
    EXPECT_THAT(seen->silent_pages, testing::IsEmpty());
}

TEST(WrittenLevel, OnAScanOfNoLevelIsNone) {
    auto seen = inspect(image::encode_png(letter_with("关于保密工作的通知")).value());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, std::nullopt);
}

TEST(WrittenLevel, OnAPictureFileIsRead) {
    auto seen = inspect(image::encode_png(letter_with("秘密★5年")).value());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, Level::Confidential);
}

TEST(WrittenLevel, OnAPictureAboveTextIsRead) {
    paper::Paper head(60, 15);
    auto const picture = scanned(head.text(5, 4, "机密★10年", 16));
    paper::Paper paper;
    paper.picture(picture, 28, 2, 60, 15).text(28, 60, "各单位要严格审批程序，规范登记", 16);
    auto seen = inspect(paper.prose(1, 20).pdf());
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->written_level, Level::Secret);
}

TEST(WrittenLevel, IsReadHoweverTheTypeIsTurned) {
    paper::Paper paper;
    auto const upright = paper.prose(1, 20).text(28, 12, "机密★10年", 16).pdf();
    for (int degrees : {90, 180, 270}) {
        // Once as a viewer turns it, once with the turn made part of the content.
        auto const turn = "--rotate=" + std::to_string(degrees);
        EXPECT_EQ(inspect(paper::qpdf(upright, turn)).value().written_level, Level::Secret);
        EXPECT_EQ(inspect(paper::qpdf(upright, turn + " --flatten-rotation")).value().written_level,
                  Level::Secret)
            << degrees;
    }
}

} // namespace
} // namespace imprimatur::worker
