#include <gtest/gtest.h>

#include "marking/likeness/likeness.hpp"
#include "tests/support/pictures/pictures.hpp"

namespace imprimatur::likeness {

namespace {

using namespace pictures;

PictureComparison compared(cv::Mat const& a, cv::Mat const& b) {
    return compare_pictures(as_bitmap(a, page_dpi), page_dpi, as_bitmap(b, page_dpi), page_dpi);
}

cv::Mat page(Kind kind, std::uint64_t content = 1) {
    return draw(kind, 1, content);
}

TEST(ComparePictures, APageIsItself) {
    for (Kind kind : {Kind::Photo, Kind::Drawing, Kind::Form}) {
        auto const c = compared(page(kind), page(kind));
        EXPECT_EQ(c.alike, Alike::Same) << name(kind);
        EXPECT_GT(c.of_first, 0.99) << name(kind);
        EXPECT_TRUE(c.differences_first.empty() && c.differences_second.empty()) << name(kind);
    }
}

TEST(ComparePictures, APageIsTheSameInAllEightOrientations) {
    auto const drawing = page(Kind::Drawing);
    for (int quarters = 0; quarters < 4; ++quarters) {
        for (bool in_mirror : {false, true}) {
            auto const c = compared(drawing, oriented(drawing, quarters, in_mirror));
            EXPECT_EQ(c.alike, Alike::Same) << quarters << in_mirror;
            EXPECT_EQ(c.mirrored, in_mirror);
            EXPECT_NEAR(c.scale, 1, 0.01);
        }
    }
}

TEST(ComparePictures, HalfAPageIsOfThatPage) {
    for (int which = 0; which < 4; ++which) {
        auto const c = compared(page(Kind::Slide), half(page(Kind::Slide), which));
        EXPECT_EQ(c.alike, Alike::Same);
        EXPECT_GT(c.of_second, 0.95);
        EXPECT_LT(c.of_first, 0.9);
    }
}

TEST(ComparePictures, APageOnASheetIsFoundAtAnySize) {
    for (double scale : {0.25, 0.5, 1.5}) {
        auto const c = compared(page(Kind::Map), on_sheet(page(Kind::Map), scale));
        EXPECT_NE(c.alike, Alike::Different) << scale;
        EXPECT_NEAR(c.scale * scale, 1, 0.02);
    }
}

TEST(ComparePictures, OneOfFourPagesOnASheetIsThatPage) {
    auto const sheet =
        together({page(Kind::Form), page(Kind::Photo), page(Kind::Drawing), page(Kind::Letter)});
    for (Kind kind : {Kind::Photo, Kind::Drawing, Kind::Letter}) {
        auto const c = compared(page(kind), sheet);
        EXPECT_NE(c.alike, Alike::Different) << name(kind);
        EXPECT_GT(c.of_first, 0.85) << name(kind);
    }
}

TEST(ComparePictures, AFrameALabelOrAStrokeHidesNoPage) {
    Dice dice(1);
    auto const drawing = page(Kind::Drawing);
    for (auto const& changed : {framed(drawing), labelled(drawing, dice), stroked(drawing, dice)}) {
        auto const c = compared(drawing, changed);
        EXPECT_NE(c.alike, Alike::Different);
        EXPECT_FALSE(c.differences_second.empty());
    }
}

TEST(ComparePictures, AScanOfAPrintoutIsThePage) {
    Dice dice(2);
    for (auto [kind, two_levels] :
         {std::pair(Kind::Slide, false), std::pair(Kind::Handwriting, true)}) {
        auto const c = compared(page(kind), scanned(page(kind), two_levels, dice));
        EXPECT_NE(c.alike, Alike::Different) << name(kind);
    }
}

TEST(ComparePictures, AnotherPageOfTheSameTemplateIsDifferent) {
    for (Kind kind : {Kind::Scene, Kind::Slide, Kind::Form, Kind::Table, Kind::Map}) {
        EXPECT_EQ(compared(page(kind, 1), page(kind, 2)).alike, Alike::Different) << name(kind);
    }
}

TEST(ComparePictures, ChangedFiguresAreDoubtfulAndShown) {
    Dice dice(3);
    auto const c = compared(figures(1, 0), scanned(figures(1, 20), false, dice));
    EXPECT_EQ(c.alike, Alike::Doubtful);
    EXPECT_GE(c.differences_first.size(), 5U);
    for (auto const& box : c.differences_first) {
        EXPECT_GT(box.left, 115);
        EXPECT_LT(box.right, 150);
    }
}

TEST(ComparePictures, AnEmptyPageIsLikeNothing) {
    cv::Mat const empty(a4, CV_8U, cv::Scalar(255));
    EXPECT_EQ(compared(empty, empty).alike, Alike::Different);
    EXPECT_EQ(compared(page(Kind::Map), empty).alike, Alike::Different);
    EXPECT_EQ(compare_pictures({}, 100, {}, 100).alike, Alike::Different);
}

} // namespace

} // namespace imprimatur::likeness
