#include <algorithm>

#include <gmock/gmock.h>

#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/stamp/stamping.hpp"

namespace imprimatur::stamp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double dpi = 200;
constexpr double usual_top = 7; // of the QR's quiet zone in gb-9704, mm

/// All codes on a page.
std::vector<read::Code> codes_on(std::string const& copy, std::uint32_t page) {
    auto const document = render::Document::open(copy);
    return read::codes(*document->draw(page, dpi), read::Effort::Thorough).value();
}

/// How much of a part of the page is white.
double white(std::string const& copy, render::Document::Part const& part) {
    auto const picture = *render::Document::open(copy)->draw(1, 72, part);
    auto const count = std::count_if(picture.pixels.begin(), picture.pixels.end(),
                                     [](std::uint8_t pixel) { return pixel > 230; });
    return static_cast<double>(count) / static_cast<double>(picture.pixels.size());
}

/// Each place says the same, and no other number is on the page. Templates have two QRs.
void expect_one_seal(Outcome const& outcome, std::uint32_t page) {
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.way << " " << outcome.cause;
    auto const codes = codes_on(outcome.copies[0], page);
    EXPECT_EQ(codes.size(), 2U);
    for (auto const& code : codes) {
        EXPECT_EQ(code.text, to_text(Seal{secret_mark().serial, page, std::nullopt}));
    }
}

/// The QR that is nearest to the top of the page.
read::Code top_code(Outcome const& outcome) {
    auto codes = codes_on(outcome.copies[0], 1);
    std::sort(codes.begin(), codes.end(), [](read::Code const& a, read::Code const& b) {
        return a.corners[0].y < b.corners[0].y;
    });
    return codes.at(0);
}

TEST(Avoid, KeepsTheTemplatesPlaceWhereThePageIsFree) {
    auto const outcome = stamped(paper::Paper().text(30, 100, "words").pdf());
    expect_one_seal(outcome, 1);
    EXPECT_THAT(outcome.remarks, IsEmpty());
    EXPECT_NEAR(top_code(outcome).corners[0].y, usual_top + 1.8, 0.5);
}

TEST(Avoid, MovesTheQrFromAPictureToTheNearestFreeRoom) {
    // A letterhead over the whole width, free paper below it.
    auto const outcome = stamped(paper::Paper().box(0, 0, 210, 34, 0.4).pdf());
    expect_one_seal(outcome, 1);
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.marks-moved"));
    EXPECT_EQ(white(outcome.copies[0], {0, 0, 205, 33}), 0);
    auto const corner = top_code(outcome).corners[0];
    EXPECT_GT(corner.y, 34);
    EXPECT_LT(corner.y, 60);
    EXPECT_EQ(outcome.way, "appended");
}

TEST(Avoid, GivesWayToPaleColoursAndThinType) {
    auto const words = paper::Paper().text(170, 12, "细小的字 tiny words", 6).pdf();
    auto const outcome = stamped(words);
    expect_one_seal(outcome, 1);
    EXPECT_THAT(text_on(outcome.copies[0], 1), HasSubstr("tiny words"));
    auto const code = top_code(outcome);
    auto const& corner = code.corners;
    bool const is_clear = corner[2].y < 11.5 || corner[0].y > 14 || corner[1].x < 169;
    EXPECT_TRUE(is_clear) << corner[0].x << " " << corner[0].y;
}

TEST(Avoid, SharesAPlaceAmongPagesThatLookAlike) {
    paper::Paper paper;
    for (int page = 0; page < 12; ++page) {
        paper.box(0, 0, 210, 34, 0.4).text(30, 80 + page, "page").next_page();
    }
    auto const outcome = stamped(paper.pdf());
    ASSERT_EQ(outcome.copies.size(), 1U);
    EXPECT_LT(outcome.copies[0].size(), 250000U); // three drawings, not thirteen
    for (std::uint32_t page : {1U, 2U, 12U}) {
        expect_one_seal(outcome, page);
    }
}

TEST(Avoid, MakesThePageSmallerByAsLittleAsNeededWhereNothingIsFree) {
    auto const outcome = stamped(paper::Paper().box(0, 0, 210, 297, 0.5).pdf());
    expect_one_seal(outcome, 1);
    // Level and number, QRs and the lines in the foot all get bands of paper.
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.band-added"));
    EXPECT_EQ(white(outcome.copies[0], {35, 45, 140, 200}), 0);
    EXPECT_GT(white(outcome.copies[0], {60, 1, 90, 5}), 0.9);
}

TEST(Avoid, NeverGoesBelowTheStatedFloorButOntoTheNextLargerSheet) {
    auto const outcome = stamped(paper::Paper(105, 148).box(0, 0, 105, 148, 0.5).pdf());
    expect_one_seal(outcome, 1);
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.larger-sheet"));
    auto const size = *render::Document::open(outcome.copies[0])->size(1);
    EXPECT_NEAR(size.width, 148, 0.1);
    EXPECT_NEAR(size.height, 210, 0.1);
}

TEST(Avoid, PutsAPageThatIsSmallerThanItsMarksOntoALargerSheet) {
    for (auto const* name :
         {"gb-9704", "banner", "corporate", "tlp", "copy-stamp", "gb-9704-copy"}) {
        auto const outcome =
            stamped(paper::Paper(40, 25).text(5, 5, "ticket").pdf(), {}, {secret_mark()}, name);
        expect_one_seal(outcome, 1);
        EXPECT_THAT(outcome.remarks, ElementsAre("stamp.larger-sheet")) << name;
        EXPECT_THAT(text_on(outcome.copies.at(0), 1), HasSubstr("ticket"));
    }
}

TEST(Avoid, MovesBarsWhereTheyHideNothing) {
    auto const document = paper::Paper().text(95, 284, "- 1 -", 14).pdf(); // where the bar goes
    auto const outcome = stamped(document, {}, {secret_mark()}, "corporate");
    expect_one_seal(outcome, 1);
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.marks-moved"));
    EXPECT_THAT(text_on(outcome.copies[0], 1), HasSubstr("- 1 -"));
}

TEST(Avoid, CoversAMarkOfOursThatIsThereAlready) { // never two valid numbers on one page
    auto const once = stamped(paper::Paper().prose(1).pdf(), {}, {secret_mark(7)});
    ASSERT_EQ(once.copies.size(), 1U);
    expect_one_seal(stamped(once.copies[0]), 1);
}

TEST(Avoid, KnowsWhiteScansWithNoiseFromInk) {
    auto const blank = paper::Paper().prose(3).pdf();
    auto scan = *render::Document::open(blank)->draw(1, 150);
    std::uint32_t state = 1;
    for (auto& pixel : scan.pixels) {
        state = state * 1664525U + 1013904223U;
        pixel =
            static_cast<std::uint8_t>(std::max(0, int{pixel} - 5 - static_cast<int>(state >> 28U)));
    }
    auto const outcome = stamped(paper::Paper().picture(scan, 0, 0, 210, 297).pdf());
    expect_one_seal(outcome, 1);
    // Only the type, which would lie on the text of the scan, went above it.
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.marks-moved"));
}

TEST(Pages, AreNumberedWhereTheTemplateSaysSo) {
    paper::Paper paper;
    auto const outcome =
        stamped(paper.prose(1, 20).next_page().prose(2, 20).next_page().prose(3, 20).pdf(), {},
                {secret_mark()}, "banner");
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.cause;
    for (std::uint32_t page : {1U, 2U, 3U}) {
        EXPECT_THAT(text_on(outcome.copies[0], page), HasSubstr(std::to_string(page) + "/3"));
    }
}

TEST(Sheets, FromA0ToA6AndReceiptsAreMarkedOnEveryPageByEveryTemplate) {
    paper::Paper paper(841, 1189);
    paper.text(100, 300, "A0");
    for (auto const& [width, height] : {std::pair{594., 841.},
                                        {420., 594.},
                                        {420., 297.},
                                        {210., 297.},
                                        {148., 210.},
                                        {105., 148.}}) {
        paper.next_page(width, height).text(width / 3, height / 2, "sheet");
    }
    auto const document = paper.pdf();
    for (auto const* name :
         {"gb-9704", "gb-9704-copy", "corporate", "copy-stamp", "banner", "tlp"}) {
        auto const outcome = stamped(document, {}, {secret_mark()}, name);
        ASSERT_EQ(outcome.copies.size(), 1U) << name << ": " << outcome.way << outcome.cause;
        EXPECT_EQ(outcome.way, "appended") << name;
    }
}

} // namespace
} // namespace imprimatur::stamp
