#include "cups-backend/arrangement.hpp"

#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

std::string text_of(std::string_view options) {
    return read_arrangement(options, "A4").text;
}

bool is_shaping(std::string_view options) {
    return read_arrangement(options, "A4").is_shaping;
}

TEST(AnArrangement, IsEmptyWhenThePagesArePrintedAsTheyCame) {
    EXPECT_EQ(text_of(""), "");
    EXPECT_EQ(text_of("number-up=1 page-set=all OutputOrder=normal orientation-requested=3 "
                      "mirror=false page-border=none booklet=off sides=one-sided media=A4 "
                      "PageSize=A4 fit-to-page=false print-scaling=auto nolandscape "
                      "Duplex=None number-up-layout=lrtb job-uuid=urn:uuid:1 finishings=3 "
                      "imprimatur-purpose=会议 noCollate"),
              "");
    EXPECT_FALSE(is_shaping("number-up=1 media=A4"));
}

TEST(AnArrangement, SaysWhatAppliesAlwaysInTheSameWords) {
    EXPECT_EQ(text_of("landscape page-ranges=1-2 number-up=2"),
              "number-up=2 page-ranges=1-2 landscape");
    EXPECT_EQ(text_of("orientation-requested=4 Number-Up=2 page-ranges=1-2"),
              "number-up=2 page-ranges=1-2 landscape");
    EXPECT_EQ(text_of("number-up=4 number-up-layout=tblr"), "number-up=4 number-up-layout=tblr");
    EXPECT_EQ(text_of("number-up-layout=tblr"), "") << "one page on a sheet has no layout";
    EXPECT_EQ(text_of("outputorder=reverse page-set=even mirror booklet=true page-border=single"),
              "page-set=even outputorder=reverse mirror booklet page-border=single");
    EXPECT_EQ(text_of("booklet=shuffle-only"), "booklet=shuffle-only");
    EXPECT_EQ(text_of("media=A3 sides=two-sided-long-edge fit-to-page scaling=50"),
              "fit-to-page scaling=50 media=A3 sides=two-sided-long-edge");
    EXPECT_EQ(text_of("orientation-requested=6"), "reverse-portrait");
}

TEST(AnArrangement, TakesTheLastWord) {
    EXPECT_EQ(text_of("number-up=2 number-up=4"), "number-up=4");
    EXPECT_EQ(text_of("landscape nolandscape"), "");
}

TEST(AnArrangement, IsShapingWhenTheWholeDocumentWouldBeOtherPaper) {
    for (auto const* options :
         {"number-up=2", "page-ranges=2", "page-set=odd", "outputorder=reverse", "landscape",
          "orientation-requested=6", "mirror=true", "booklet", "page-border=double"}) {
        EXPECT_TRUE(is_shaping(options)) << options;
    }
    for (auto const* options : {"media=A3", "sides=two-sided-long-edge", "fit-to-page",
                                "print-scaling=fill", "position=top-left"}) {
        EXPECT_FALSE(is_shaping(options)) << options;
        EXPECT_NE(text_of(options), "") << options;
    }
}

TEST(AnArrangement, IsOneLineOfWordsWhateverWasGiven) {
    EXPECT_EQ(text_of("page-ranges='1 number-up=9\nx'"), "page-ranges=1_number-up_9_x");
    EXPECT_LE(text_of("page-ranges=" + std::string(5000, '1')).size(), 120U);
}

} // namespace
} // namespace imprimatur::backend
