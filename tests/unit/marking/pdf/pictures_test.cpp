#include "marking/pdf/pictures.hpp"

#include <gmock/gmock.h>

#include "tests/unit/marking/pdf/handmade.hpp"

namespace imprimatur::pdf {
namespace {

using testing::ElementsAre;

constexpr std::uint32_t most_pages = 10;

int picture(Handmade& pdf, int width, int height) {
    return pdf.stream("", "/Type/XObject/Subtype/Image/Width " + std::to_string(width) +
                              "/Height " + std::to_string(height) +
                              "/BitsPerComponent 8/ColorSpace/DeviceGray");
}

std::string named(char const* kind, int number) {
    return "<</" + std::string(kind) + "<</A " + std::to_string(number) + " 0 R>>>>";
}

std::vector<std::uint64_t> pixels(Handmade const& pdf) {
    return picture_pixels(pdf.pdf(), most_pages).value();
}

TEST(Pictures, OfEveryPageAreCountedWhateverElseStandsThere) {
    Handmade pdf;
    auto const scan = std::to_string(picture(pdf, 1240, 1754));
    auto const logo = std::to_string(picture(pdf, 100, 50));
    pdf.page(words(60, 300, "read on it"),
             "/Resources<</XObject<</A " + scan + " 0 R/B " + logo + " 0 R>>>>");
    pdf.page(words(60, 300, "text"));
    pdf.page("", "/Resources<</XObject<</B " + logo + " 0 R>>>>");
    EXPECT_THAT(pixels(pdf), ElementsAre(1240 * 1754 + 5000, 0, 5000));
}

TEST(Pictures, WithinFormsAndPatternsAreCounted) {
    Handmade pdf;
    auto const inner =
        pdf.stream("", "/Subtype/Form/Resources" + named("XObject", picture(pdf, 30, 20)));
    auto const outer = pdf.stream("", "/Subtype/Form/Resources" + named("XObject", inner));
    auto const tiles =
        pdf.stream("", "/PatternType 1/Resources" + named("XObject", picture(pdf, 7, 5)));
    pdf.page("", "/Resources" + named("XObject", outer));
    pdf.page("", "/Resources" + named("Pattern", tiles));
    EXPECT_THAT(pixels(pdf), ElementsAre(600, 35));
}

TEST(Pictures, OfAFormThatShowsItselfAreCountedOnce) {
    Handmade pdf;
    auto const scan = std::to_string(picture(pdf, 30, 20));
    auto const form = pdf.object("null") + 1;
    EXPECT_EQ(pdf.stream("", "/Subtype/Form/Resources<</XObject<</A " + std::to_string(form) +
                                 " 0 R/B " + scan + " 0 R>>>>"),
              form);
    pdf.page("", "/Resources" + named("XObject", form));
    EXPECT_THAT(pixels(pdf), ElementsAre(600));
}

TEST(Pictures, WithoutASizeCountAsLarge) {
    Handmade pdf;
    auto const scan = pdf.stream("", "/Subtype/Image/Width (wide)/Height 20");
    pdf.page("", "/Resources" + named("XObject", scan));
    EXPECT_GT(pixels(pdf).front(), 10'000'000U);
}

TEST(Pictures, AreNotCountedWhereTheFileCannotBeRead) {
    EXPECT_EQ(picture_pixels("%PDF-1.4\nnothing", most_pages).error().fault, Fault::Unsupported);
    Handmade pdf;
    for (std::uint32_t i = 0; i <= most_pages; ++i) {
        pdf.page("");
    }
    EXPECT_EQ(picture_pixels(pdf.pdf(), most_pages).error().fault, Fault::Exhausted);
}

} // namespace
} // namespace imprimatur::pdf
