#include "marking/pdf/placeholder.hpp"

#include <gtest/gtest.h>

#include "tests/unit/marking/pdf/handmade.hpp"

namespace imprimatur::pdf {
namespace {

/// @param catalog further entries, in which XFA, FIELD and FILES stand for what is in the file
Placeholder placeholder(std::string catalog, bool has_widget = false, int pages = 1) {
    Handmade pdf;
    auto const place = [&](std::string const& word, int number) {
        for (auto at = catalog.find(word); at != catalog.npos; at = catalog.find(word)) {
            catalog.replace(at, word.size(), std::to_string(number) + " 0 R");
        }
    };
    auto const field = pdf.object("<</FT/Tx/T(a)/Subtype/Widget/Rect[10 10 90 30]>>");
    place("=XFA", pdf.stream("<xdp:xdp/>"));
    place("=FIELD", field);
    place("=FILES", pdf.object("<</Names[(a.pdf) 3 0 R]>>"));
    for (int i = 0; i < pages; ++i) {
        pdf.page(words(60, 700, "Please wait... open this in a program that can show it"),
                 has_widget ? "/Annots[" + std::to_string(field) + " 0 R]" : "");
    }
    return find_placeholder(pdf.pdf(catalog), 100).value();
}

TEST(Placeholder, IsAPageThatStandsForAFormThatIsRenderedElsewhere) {
    EXPECT_EQ(placeholder("/NeedsRendering true/AcroForm<</XFA =XFA/Fields[]>>"),
              Placeholder::Form);
    EXPECT_EQ(placeholder("/NeedsRendering true/AcroForm<</XFA[(a) =XFA]/Fields[=FIELD]>>", true),
              Placeholder::Form);
    EXPECT_EQ(placeholder("/AcroForm<</XFA =XFA/Fields[]>>"), Placeholder::Form);
    EXPECT_EQ(placeholder("/AcroForm<</XFA[(template) =XFA]>>"), Placeholder::Form);
}

TEST(Placeholder, IsNoFormWhoseFieldsAreOnItsPages) {
    EXPECT_EQ(placeholder("/AcroForm<</XFA =XFA/Fields[=FIELD]>>", true), Placeholder::None);
    EXPECT_EQ(placeholder("/AcroForm<</Fields[=FIELD]>>", true), Placeholder::None);
    EXPECT_EQ(placeholder("/AcroForm<</XFA null/Fields[]>>"), Placeholder::None);
    EXPECT_EQ(placeholder("/AcroForm<</XFA =XFA/Fields[]>>", false, 3), Placeholder::None)
        << "its pages were made and the form left behind";
    EXPECT_EQ(placeholder(""), Placeholder::None);
}

TEST(Placeholder, IsTheCoverOfAPortfolio) {
    EXPECT_EQ(placeholder("/Collection<</View/D>>/Names<</EmbeddedFiles =FILES>>"),
              Placeholder::Portfolio);
    EXPECT_EQ(placeholder("/Collection<<>>/Names<</EmbeddedFiles =FILES>>"),
              Placeholder::Portfolio);
    EXPECT_EQ(placeholder("/Collection<</View/H>>/Names<</EmbeddedFiles =FILES>>"),
              Placeholder::None);
    EXPECT_EQ(placeholder("/Collection null/Names<</EmbeddedFiles =FILES>>"), Placeholder::None);
    EXPECT_EQ(placeholder("/Names<</EmbeddedFiles =FILES>>"), Placeholder::None)
        << "a document with attachments is a document";
}

TEST(Placeholder, IsNotLookedForInWhatCannotBeRead) {
    EXPECT_FALSE(find_placeholder("no PDF", 100));
}

} // namespace
} // namespace imprimatur::pdf
