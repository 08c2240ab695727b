#include <gtest/gtest.h>

#include <set>

#include <opencv2/imgproc.hpp>

#include "marking/likeness/likeness.hpp"
#include "tests/support/pictures/pictures.hpp"

namespace imprimatur::likeness {

namespace {

using namespace pictures;

PictureKeys keys_of(cv::Mat const& page) {
    cv::Mat small;
    cv::resize(page, small, {}, 0.5, 0.5, cv::INTER_AREA);
    return picture_keys(as_bitmap(small, 100), 100);
}

int in_common(PictureKeys const& registered, PictureKeys const& sent) {
    std::set<PageKey> const known(registered.kept.begin(), registered.kept.end());
    int count = 0;
    for (auto key : sent.asked) {
        count += static_cast<int>(known.count(key));
    }
    return count;
}

TEST(PictureKeys, AreFewAndHaveFortyBits) {
    for (Kind kind : kinds) {
        auto const keys = keys_of(draw(kind, 1, 1));
        EXPECT_EQ(keys.kept.size(), 24U) << name(kind);
        EXPECT_LE(keys.asked.size(), 800U);
        for (auto const& some : {keys.kept, keys.asked}) {
            EXPECT_EQ(std::set<PageKey>(some.begin(), some.end()).size(), some.size());
            for (auto key : some) {
                EXPECT_LT(key, PageKey{1} << 40U);
            }
        }
    }
}

TEST(PictureKeys, AreTheSameEachTime) {
    auto const page = draw(Kind::Map, 1, 1);
    EXPECT_EQ(keys_of(page).kept, keys_of(page).kept);
    EXPECT_EQ(keys_of(page).asked, keys_of(page).asked);
}

TEST(PictureKeys, OfAPageAreAskedForInAllEightOrientations) {
    auto const page = draw(Kind::Slide, 1, 1);
    auto const registered = keys_of(page);
    for (int quarters = 0; quarters < 4; ++quarters) {
        for (bool in_mirror : {false, true}) {
            EXPECT_GE(in_common(registered, keys_of(oriented(page, quarters, in_mirror))), 8);
        }
    }
}

TEST(PictureKeys, OfAPalePictureAreAsManyAndAreAskedForByHalfOfIt) {
    for (std::uint64_t seed : {1, 2, 3}) {
        cv::Mat pale;
        draw(Kind::Photo, seed, seed).convertTo(pale, CV_8U, 0.15, 200);
        auto const registered = keys_of(pale);
        EXPECT_EQ(registered.kept.size(), 24U) << seed;
        EXPECT_GE(in_common(registered, keys_of(half(pale, static_cast<int>(seed) % 2))), 4)
            << seed;
    }
}

TEST(PictureKeys, AreNoneForAnEmptyPage) {
    auto const keys = keys_of(cv::Mat(a4, CV_8U, cv::Scalar(255)));
    EXPECT_TRUE(keys.kept.empty() && keys.asked.empty());
    EXPECT_TRUE(picture_keys({}, 100).kept.empty());
}

TEST(PictureKeys, OfAnotherPageAreAskedForFarLessThanItsOwn) {
    auto const registered = keys_of(draw(Kind::Map, 1, 1));
    EXPECT_GE(in_common(registered, registered), 20);
    EXPECT_LE(in_common(registered, keys_of(draw(Kind::Drawing, 2, 2))), 3);
}

} // namespace

} // namespace imprimatur::likeness
