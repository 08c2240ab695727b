#include <gmock/gmock.h>

#include "tests/unit/marking/pdf/handmade.hpp"
#include "tests/unit/marking/pdf/marking.hpp"

namespace imprimatur::pdf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string one_page(std::string const& content, std::string const& entries = "") {
    Handmade pdf;
    pdf.page(content, entries);
    return pdf.pdf();
}

void expect_marked(std::string const& before, std::string const& note) {
    SCOPED_TRACE(note);
    auto const marked = mark(before);
    ASSERT_EQ(marked.error, "");
    auto const is = look(marked.bytes);
    ASSERT_FALSE(is.qr.empty());
    EXPECT_EQ(is.qr[0], "page 1");
    EXPECT_THAT(is.text[0], HasSubstr(mark_words));
    EXPECT_EQ(differing_pixels(before, marked.bytes), 0U);
}

TEST(Trouble, ContentThatLeavesItsStateBrokenDoesNotMoveTheMark) {
    auto const text = words(60, 300, "text");
    expect_marked(one_page(text + "q 3 0 0 3 100 -900 cm"), "save without restore");
    expect_marked(one_page("q q q 2 0 0 2 0 0 cm " + text), "many saves");
    expect_marked(one_page("0.5 0 0 0.5 0 0 cm " + text), "matrix left behind");
    expect_marked(one_page(text + "0 0 20 20 re W n"), "clip left behind");
    expect_marked(one_page(text + "0 0 20 20 re W"), "clip waiting for its path");
    expect_marked(one_page(text + "BT /F 30 Tf 3 Tr 40 Tz 1 0 0 1 300 300 Tm"), "text without end");
    expect_marked(one_page(text + "1 0 0 rg 9 w 10 10 m 20 20 l"), "path without end");
}

TEST(Trouble, RestoresWithoutASaveUndoNothing) {
    // Poppler stops drawing at one, other readers pass over it: what they show is what must stay.
    auto expect_like = [](std::string const& content, std::string const& plain) {
        auto const marked = mark(one_page(content));
        ASSERT_EQ(marked.error, "");
        EXPECT_THAT(look(marked.bytes).qr, ElementsAre("page 1"));
        EXPECT_EQ(differing_pixels(one_page(plain), marked.bytes), 0U) << content;
    };
    auto const text = words(60, 300, "text");
    expect_like(".9 0 0 .9 0 0 cm Q Q " + text, ".9 0 0 .9 0 0 cm " + text);
    expect_like("q Q Q 2 0 0 2 9 9 cm " + text + " Q Q q", "2 0 0 2 9 9 cm " + text);
}

TEST(Trouble, ContentInPiecesIsTakenAsOne) {
    Handmade pdf;
    auto const first = pdf.stream("q 2 0 0 2 0 0 cm BT /F 24");
    auto const second = pdf.stream("Tf 60 200 Td (piece) Tj ET");
    pdf.page("", "/Contents[" + std::to_string(first) + " 0 R " + std::to_string(second) + " 0 R]");
    auto bytes = pdf.pdf();
    expect_marked(bytes.replace(bytes.find("/Contents 6"), 15, std::string(15, ' ')),
                  "two streams");
}

TEST(Trouble, ContentThatBreaksOffIsLeftToAnotherWay) {
    EXPECT_THAT(mark(one_page("(no end")).error, HasSubstr("pdf.declined"));
    EXPECT_THAT(mark(one_page("BI /W 8 /H 8 ID xx")).error, HasSubstr("breaks off"));
}

TEST(Trouble, APageWithoutContentOrResourcesIsMarked) {
    expect_marked(one_page(""), "empty");
    expect_marked(one_page("", "/Resources null"), "no resources");
    expect_marked(one_page("", "/Resources<</XObject<</Imprimatur null>>>>"), "name taken");
}

TEST(Trouble, ResourcesThatPagesShareServeAll) {
    Handmade pdf;
    auto const font = pdf.object("<</Font<</F 3 0 R>>>>");
    auto const shared = "/Resources " + std::to_string(font) + " 0 R";
    pdf.page(words(60, 300, "one"), shared);
    pdf.page(words(60, 300, "two"), shared);
    auto const marked = mark(pdf.pdf());
    ASSERT_EQ(marked.error, "");
    auto const is = look(marked.bytes);
    EXPECT_THAT(is.qr, ElementsAre("page 1", "page 2"));
    EXPECT_THAT(is.text, ElementsAre(HasSubstr("one"), HasSubstr("two")));
}

TEST(Trouble, MarkingTwiceKeepsBothDrawings) {
    auto const once = mark(one_page(words(60, 300, "text")), " first").bytes;
    auto const twice = mark(once, " second");
    ASSERT_EQ(twice.error, "");
    EXPECT_THAT(look(twice.bytes).text[0], HasSubstr("MARKED 000123 first"));
    EXPECT_THAT(look(twice.bytes).text[0], HasSubstr("MARKED 000123 second"));
}

/// An annotation that covers the whole field of the mark with black.
std::string with_annotation(std::string const& entries, std::string const& page_entries = "") {
    Handmade pdf;
    auto const black = pdf.stream("0 0 10 10 re f", "/Type/XObject/Subtype/Form/BBox[0 0 10 10]");
    auto const annotation = pdf.object("<</Type/Annot/Subtype/Stamp/Rect[0 700 300 842]/AP<</N " +
                                       std::to_string(black) + " 0 R>>" + entries + ">>");
    auto const far = pdf.object("<</Type/Annot/Subtype/Stamp/Rect[0 0 100 100]/F 4/AP<</N " +
                                std::to_string(black) + " 0 R>>>>");
    pdf.page(words(60, 300, "text"), "/Annots[" + std::to_string(annotation) + " 0 R " +
                                         std::to_string(far) + " 0 R]" + page_entries);
    return pdf.pdf();
}

TEST(Trouble, AnAnnotationOverTheMarkIsPaintedBelowIt) {
    auto const before = with_annotation("/F 4");
    expect_marked(before, "printed annotation");
    EXPECT_THAT(page_object(mark(before).bytes), HasSubstr("/Annots [ 6 0 R ]"));
}

TEST(Trouble, AFormFieldOverTheMarkIsPaintedBelowItWithWhatWasFilledIn) {
    Handmade pdf;
    auto const shown =
        pdf.stream("0.7 g 0 0 300 142 re f 0 g " + words(180, 100, "filled in", 20),
                   "/Type/XObject/Subtype/Form/BBox[0 0 300 142]/Resources<</Font<</F 3 0 R>>>>");
    auto const box = pdf.object("<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(filled in)/F 4"
                                "/Rect[0 700 300 842]/AP<</N " +
                                std::to_string(shown) + " 0 R>>>>");
    auto const reference = std::to_string(box) + " 0 R";
    pdf.page(words(60, 300, "text"), "/Annots[" + reference + "]");
    auto const before = pdf.pdf("/AcroForm<</Fields[" + reference + "]>>");
    expect_marked(before, "form field");
    EXPECT_THAT(look(mark(before).bytes).text[0], HasSubstr("filled in"));
}

TEST(Trouble, AnAnnotationThatIsNotPrintedGivesWay) {
    auto const marked = mark(with_annotation("/F 0"));
    ASSERT_EQ(marked.error, "");
    EXPECT_THAT(look(marked.bytes).qr, ElementsAre("page 1"));
    auto const hidden = with_annotation("/F 2");
    EXPECT_THAT(page_object(mark(hidden).bytes), HasSubstr("/Annots [ 5 0 R"));
}

TEST(Trouble, FlagsOfAnAnnotationMayBeWrittenAsASignedNumber) {
    auto const hidden = with_annotation("/F -1");
    EXPECT_THAT(page_object(mark(hidden).bytes), HasSubstr("/Annots [ 5 0 R"));
    EXPECT_THAT(mark(with_annotation("/F 99999999999")).error, HasSubstr("32 bits"));
}

TEST(Trouble, AnAnnotationThatOnlyAReaderCanDrawIsLeftToAnotherWay) {
    Handmade pdf;
    auto const note =
        pdf.object("<</Type/Annot/Subtype/FreeText/Rect[0 700 300 842]/F 4/DA(/F 9 Tf)"
                   "/Contents(words)>>");
    pdf.page("", "/Annots[" + std::to_string(note) + " 0 R]");
    EXPECT_THAT(mark(pdf.pdf()).error, HasSubstr("no appearance"));
}

TEST(Trouble, LayersThatAreOffDoNotTakeTheMarkAlong) {
    Handmade pdf;
    auto const layer = std::to_string(pdf.object("<</Type/OCG/Name(off)>>")) + " 0 R";
    pdf.page("/OC /L BDC " + words(60, 300, "hidden"),
             "/Resources<</Font<</F 3 0 R>>/Properties<</L " + layer + ">>>>");
    expect_marked(pdf.pdf("/OCProperties<</OCGs[" + layer + "]/D<</OFF[" + layer + "]>>>>"),
                  "layer left open");
}

TEST(Trouble, TransparencyStaysAsItWas) {
    expect_marked(one_page(words(60, 300, "text"), "/Group<</S/Transparency/CS/DeviceRGB/I true>>"),
                  "isolated group");
    EXPECT_THAT(mark(one_page("", "/Group<</S/Transparency/K true>>")).error,
                HasSubstr("knockout"));
}

TEST(Trouble, TaggedDocumentsStayTagged) {
    Handmade pdf;
    auto const roots = std::to_string(pdf.object("<</Type/StructTreeRoot>>")) + " 0 R";
    pdf.page("/P<</MCID 0>>BDC " + words(60, 300, "text") + " EMC", "/StructParents 0");
    auto const before = pdf.pdf("/MarkInfo<</Marked true>>/StructTreeRoot " + roots);
    auto const marked = mark(before).bytes;
    EXPECT_THAT(page_object(marked), HasSubstr("/StructParents 0"));
    EXPECT_THAT(qpdf(marked, "--qdf"), HasSubstr("/Artifact BMC"));
}

TEST(Trouble, SignaturesAreSeen) {
    Handmade pdf;
    pdf.page("");
    auto is_signed = [](std::string const& bytes) {
        return Document::open(file_of(bytes))->is_signed();
    };
    EXPECT_FALSE(is_signed(pdf.pdf()));
    EXPECT_TRUE(is_signed(pdf.pdf("/AcroForm<</SigFlags 3/Fields[]>>")));
    EXPECT_TRUE(is_signed(pdf.pdf("/AcroForm<</Fields[<</FT/Sig/V<<>>>>]>>")));
}

std::string with_tree(std::string pdf, std::string const& from, std::string const& to) {
    auto const place = pdf.find(from);
    return place == std::string::npos ? pdf : pdf.replace(place, from.size(), to);
}

TEST(Tree, ThatLiesOrLoopsIsHandled) {
    Handmade pdf;
    pdf.page(words(60, 300, "one"));
    pdf.page(words(60, 300, "two"));
    auto const sound = pdf.pdf();
    // Same length, so that the cross-reference stays right.
    auto const lying = with_tree(sound, "/Count 2", "/Count 7");
    auto const marked = mark(lying);
    ASSERT_EQ(marked.error, "");
    EXPECT_THAT(look(marked.bytes).qr, ElementsAre("page 1", "page 2"));
    EXPECT_THAT(mark(with_tree(sound, "[5 0 R 7 0 R ]", "[5 0 R 2 0 R ]")).error,
                HasSubstr("page tree is broken"));
    EXPECT_THAT(mark(with_tree(sound, "[5 0 R 7 0 R ]", "[5 0 R 5 0 R ]")).error,
                HasSubstr("stands twice"));
    EXPECT_THAT(look(mark(with_tree(sound, "[5 0 R 7 0 R ]", "[5 0 R 99 0 R]")).bytes).qr,
                ElementsAre("page 1"));
}

TEST(Tree, OfAnyDepthIsWalkedWithoutRecursion) {
    auto deep = [](int depth) {
        Handmade pdf;
        auto const first = 3 + depth + 3; // after the font, the chain, a content and a page
        for (int i = 0; i < depth; ++i) {
            auto const kid = i + 1 < depth ? 5 + i : first - 1;
            pdf.object("<</Type/Pages/Count 1/Kids[" + std::to_string(kid) + " 0 R]>>");
        }
        pdf.page(words(60, 300, "deep"));
        auto const root = "/Kids[" + std::to_string(first - 1) + " 0 R ]";
        return with_tree(pdf.pdf(), root,
                         "/Kids[4 0 R " + std::string(root.size() - 13, ' ') + "]");
    };
    EXPECT_EQ(mark(deep(200)).error, "");
    EXPECT_THAT(mark(deep(5000)).error, HasSubstr("page tree is broken"));
}

} // namespace
} // namespace imprimatur::pdf
