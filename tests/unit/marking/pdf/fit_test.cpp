#include <algorithm>

#include <gmock/gmock.h>

#include "tests/unit/marking/pdf/handmade.hpp"
#include "tests/unit/marking/pdf/marking.hpp"

namespace imprimatur::pdf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double dpi = 72;
constexpr double tolerance = 0.8; // mm
constexpr Fit half{0.5, 80, 60};

std::string one_page(std::string const& content, std::string const& entries = "") {
    Handmade pdf;
    pdf.page(content, entries);
    return pdf.pdf();
}

bool is_in_field(double x, double y) {
    return x > field.x - 1 && x < field.x + field.width + 1 && y > field.y - 1 &&
           y < field.y + field.height + 1;
}

/// Around everything dark but the mark, in millimetres as shown.
Box dark_part(std::string const& bytes) {
    auto const picture = *render::Document::open(bytes)->draw(1, dpi);
    double left = 1e9;
    double top = 1e9;
    double right = 0;
    double bottom = 0;
    for (std::uint32_t row = 0; row < picture.height; ++row) {
        for (std::uint32_t column = 0; column < picture.width; ++column) {
            double const x = (column + 0.5) * 25.4 / dpi;
            double const y = (row + 0.5) * 25.4 / dpi;
            if (picture.row(row)[column] < 100 && !is_in_field(x, y)) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
        }
    }
    return {left, top, right - left, bottom - top};
}

/// A page that is black all over, and beyond what is shown of it, must be black just there.
void expect_half(std::string const& entries) {
    SCOPED_TRACE(entries);
    auto const before = one_page("-3000 -3000 9000 9000 re f", entries);
    auto const size = Document::open(file_of(before))->size(1);
    auto const marked = mark(before, "", half);
    ASSERT_EQ(marked.error, "");
    auto const dark = dark_part(marked.bytes);
    EXPECT_NEAR(dark.x, half.x, tolerance);
    EXPECT_NEAR(dark.y, half.y, tolerance);
    EXPECT_NEAR(dark.width, size.width / 2, tolerance);
    EXPECT_NEAR(dark.height, size.height / 2, tolerance);
    EXPECT_THAT(look(marked.bytes).qr, ElementsAre("page 1"));
}

TEST(Fit, MakesThePageSmallerWhereItIsToldHoweverItIsTurned) {
    for (int degrees : {0, 90, 180, 270}) {
        expect_half("/Rotate " + std::to_string(degrees));
    }
}

TEST(Fit, FollowsTheCropBoxAndShowsNothingThatWasCutOff) {
    expect_half("/MediaBox[-100 -100 800 1900]/CropBox[150 900 700 1500]");
    expect_half("/MediaBox[-100 -100 800 1900]/CropBox[150 900 700 1500]/Rotate 90");
}

TEST(Fit, TakesAnnotationsAlong) {
    Handmade pdf;
    auto const black = pdf.stream("0 0 10 10 re f", "/Type/XObject/Subtype/Form/BBox[0 0 10 10]");
    auto const stamp = pdf.object("<</Type/Annot/Subtype/Stamp/Rect[0 0 595 842]/F 4/AP<</N " +
                                  std::to_string(black) + " 0 R>>>>");
    auto const link = pdf.object("<</Type/Annot/Subtype/Link/Rect[0 0 100 100]>>");
    pdf.page("", "/Annots[" + std::to_string(stamp) + " 0 R " + std::to_string(link) + " 0 R]");
    auto const marked = mark(pdf.pdf(), "", half);
    ASSERT_EQ(marked.error, "");
    auto const dark = dark_part(marked.bytes);
    EXPECT_NEAR(dark.x, half.x, tolerance);
    EXPECT_NEAR(dark.height, 297 / 2.0, tolerance);
    EXPECT_THAT(page_object(marked.bytes), HasSubstr("/Annots [ ]"));
}

TEST(Fit, IsOnlyForPagesWhoseEveryPartFollows) {
    auto can_fit = [](std::string const& bytes) {
        return Document::open(file_of(bytes))->can_fit(1);
    };
    EXPECT_TRUE(can_fit(one_page(words(60, 300, "text"))));
    EXPECT_FALSE(can_fit(one_page("", "/Resources<</Pattern<</P 3 0 R>>>>")));
    Handmade pdf;
    auto const note = pdf.object("<</Type/Annot/Subtype/FreeText/Rect[0 0 300 100]/F 4/DA(/F 9 Tf)"
                                 "/Contents(words)>>");
    pdf.page("", "/Annots[" + std::to_string(note) + " 0 R]");
    EXPECT_FALSE(can_fit(pdf.pdf()));
}

TEST(Fit, LeavesNothingOpenThatContentLeftOpen) {
    auto const marked = mark(one_page("q q 5 0 0 5 0 0 cm " + words(9, 9, "text")), "", half);
    ASSERT_EQ(marked.error, "");
    EXPECT_THAT(look(marked.bytes).qr, ElementsAre("page 1"));
    EXPECT_THAT(look(marked.bytes).text[0], HasSubstr(mark_words));
}

} // namespace
} // namespace imprimatur::pdf
