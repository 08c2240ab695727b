#include <gmock/gmock.h>

#include "tests/unit/marking/pdf/handmade.hpp"
#include "tests/unit/marking/pdf/marking.hpp"

namespace imprimatur::pdf {
namespace {

using Boxes = std::vector<Box>;

std::optional<Boxes> traces_of(std::string const& bytes) {
    auto document = Document::open(file_of(bytes));
    EXPECT_TRUE(document);
    return document->traces().at(0);
}

std::optional<Boxes> traces_on(std::string const& content, std::string const& entries = "") {
    Handmade pdf;
    pdf.page(content, entries);
    return traces_of(pdf.pdf());
}

bool touches(Boxes const& boxes, Box const& place) {
    for (auto const& box : boxes) {
        if (box.x < place.x + place.width && place.x < box.x + box.width &&
            box.y < place.y + place.height && place.y < box.y + box.height) {
            return true;
        }
    }
    return false;
}

constexpr double mm = 25.4 / 72;
constexpr double page_height = 842;

Box at(double left, double bottom, double width, double height) {
    return {left * mm, (page_height - bottom - height) * mm, width * mm, height * mm};
}

TEST(Traces, HoldTextPicturesAndLines) {
    auto const found =
        traces_on(words(100, 500, "word") + "300 300 50 20 re f 400 100 m 450 100 l S");
    ASSERT_TRUE(found);
    EXPECT_TRUE(touches(*found, at(101, 501, 5, 5)));
    EXPECT_TRUE(touches(*found, at(310, 310, 5, 5)));
    EXPECT_TRUE(touches(*found, at(420, 99, 5, 2)));
    EXPECT_FALSE(touches(*found, at(0, 550, 595, 290)));
    EXPECT_FALSE(touches(*found, at(300, 330, 200, 100)));
}

TEST(Traces, LeaveOutWhatIsWhite) {
    auto const found =
        traces_on("1 g 0 0 595 842 re f 1 1 1 rg 0 0 9 9 re f 0 0 0 0 k 0 0 9 9 re f");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->empty());
    auto const black = traces_on("1 g 0 g 10 10 30 30 re f");
    ASSERT_TRUE(black);
    EXPECT_TRUE(touches(*black, at(15, 15, 5, 5)));
}

TEST(Traces, FollowTheMatrixAndTheClip) {
    auto const found = traces_on("q 0 1 -1 0 500 100 cm 0 0 40 20 re f Q "
                                 "q 100 700 50 50 re W n 0 0 595 842 re f Q");
    ASSERT_TRUE(found);
    EXPECT_TRUE(touches(*found, at(481, 101, 5, 30)));
    EXPECT_TRUE(touches(*found, at(110, 710, 5, 5)));
    EXPECT_FALSE(touches(*found, at(200, 300, 200, 300)));
}

TEST(Traces, DoNotGuess) {
    Handmade pdf;
    auto const letters = pdf.object("<</Type/Font/Subtype/Type3>>");
    pdf.page("BT /T 20 Tf 50 50 Td (a) Tj ET",
             "/Resources<</Font<</T " + std::to_string(letters) + " 0 R>>>>");
    EXPECT_FALSE(traces_of(pdf.pdf()));
}

TEST(Traces, DoNotGuessWhatAGraphicsStateBrings) {
    for (std::string const brought : {"/Font[9 0 R 90]", "/LW 40", "/ML 40"}) {
        auto const names = "/Resources<</ExtGState<</G<<" + brought + ">>>>>>";
        EXPECT_FALSE(traces_on("/G gs 100 100 m 300 100 l S", names)) << brought;
        EXPECT_FALSE(traces_on("/H gs 100 100 m 300 100 l S", names)) << "named elsewhere";
    }
    EXPECT_TRUE(traces_on("/G gs 0 0 9 9 re f", "/Resources<</ExtGState<</G<</ca 1>>>>>>"));
}

TEST(Traces, DoNotGuessWhatAFormInherits) {
    Handmade pdf;
    auto const form = pdf.stream("20 20 m 80 80 l S", "/Type/XObject/Subtype/Form/BBox[0 0 99 99]");
    auto const names = "/Resources<</XObject<</X " + std::to_string(form) + " 0 R>>>>";
    auto const lines = [&](std::string const& content) {
        auto copy = pdf;
        copy.page(content, names);
        return traces_of(copy.pdf());
    };
    EXPECT_TRUE(lines("/X Do"));
    EXPECT_FALSE(lines("40 w /X Do")) << "its lines are as wide";
    EXPECT_FALSE(lines("/Y Do")) << "named elsewhere";
}

TEST(Traces, FollowFormsAndAnnotations) {
    Handmade pdf;
    auto const form = pdf.stream("0 0 10 10 re f", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                                                   "/Matrix[2 0 0 2 0 0]");
    auto const note = pdf.object("<</Type/Annot/Subtype/Stamp/Rect[400 400 450 420]>>");
    pdf.page("q 1 0 0 1 100 100 cm /X Do Q", "/Resources<</XObject<</X " + std::to_string(form) +
                                                 " 0 R>>>>/Annots[" + std::to_string(note) +
                                                 " 0 R]");
    auto const found = traces_of(pdf.pdf());
    ASSERT_TRUE(found);
    EXPECT_TRUE(touches(*found, at(116, 116, 1, 1)));
    EXPECT_FALSE(touches(*found, at(119, 119, 10, 10)));
    EXPECT_TRUE(touches(*found, at(410, 410, 5, 5)));
}

TEST(Traces, FollowTurnedPages) {
    auto const found = traces_on("0 0 30 30 re f", "/Rotate 90");
    ASSERT_TRUE(found);
    // What is at the bottom left of the page comes to the top left.
    EXPECT_TRUE(touches(*found, {1, 1, 2, 2}));
    EXPECT_FALSE(touches(*found, {0, 100, 290, 100}));
}

TEST(Traces, HoldAllThatPopplerDrawsOfAPageOfProse) {
    auto const bytes = paper::Paper().prose(3).pdf();
    auto const found = traces_of(bytes);
    ASSERT_TRUE(found);
    constexpr double dpi = 72;
    auto const picture = *render::Document::open(bytes)->draw(1, dpi);
    std::size_t outside = 0;
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            Box const pixel{x * mm, y * mm, mm, mm};
            outside += picture.row(y)[x] < 250 && !touches(*found, pixel) ? 1 : 0;
        }
    }
    EXPECT_EQ(outside, 0U);
    EXPECT_FALSE(touches(*found, {0, 0, 210, 22}));
}

} // namespace
} // namespace imprimatur::pdf
