// What is null or leads nowhere is not there (ISO 32000-1, 7.3.7 and 7.3.10), whatever the key.
#include <gmock/gmock.h>

#include "marking/pdf/forms.hpp"
#include "marking/pdf/layers.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/pdf/handmade.hpp"
#include "tests/unit/marking/pdf/marking.hpp"

namespace imprimatur::pdf {
namespace {

using testing::HasSubstr;

/// Ways of saying that nothing is there. Objects 90 and up are in no file here; NOTHING stands for
/// an object that is null.
std::vector<std::string> const absences{"null", "99 0 R", "NOTHING", "3 7 R"};

std::string filled(std::string text, std::string const& word, std::string const& value) {
    for (auto at = text.find(word); at != text.npos; at = text.find(word)) {
        text.replace(at, word.size(), value);
    }
    return text;
}

/// One page with those entries under a tree with those, KEY standing for an absence.
std::string document(std::string const& absence, std::string const& page, std::string const& tree,
                     std::string const& catalog = "") {
    Handmade pdf;
    auto const nothing = std::to_string(pdf.object("null")) + " 0 R";
    auto const value = filled(absence, "NOTHING", nothing);
    pdf.page(words(60, 300, "keeps its place") + words(90, 200, "to the last line"),
             filled(page, "KEY", value));
    return pdf.pdf(filled(catalog, "KEY", value), filled(tree, "KEY", value));
}

void expect_kept(std::string const& before, std::string const& note) {
    SCOPED_TRACE(note);
    auto const marked = mark(before);
    ASSERT_EQ(marked.error, "");
    auto const was = look(before);
    auto const is = look(marked.bytes);
    ASSERT_THAT(was.text.at(0), HasSubstr("last")) << "the page as it should be";
    EXPECT_THAT(is.text.at(0), HasSubstr("place"));
    EXPECT_THAT(is.text.at(0), HasSubstr("last"));
    EXPECT_EQ(is.qr.at(0), "page 1");
    EXPECT_NEAR(is.sizes[0].width, was.sizes[0].width, 0.01);
    EXPECT_NEAR(is.sizes[0].height, was.sizes[0].height, 0.01);
    EXPECT_EQ(differing_pixels(before, marked.bytes), 0U);
    for (auto const* key : {"/MediaBox null", "/CropBox null", "/Rotate null"}) {
        EXPECT_EQ(page_object(marked.bytes).find(key), std::string::npos);
    }
}

TEST(Absent, PageKeysAreInheritedWhateverWayTheyAreAbsent) {
    std::string const resources = "/Resources<</Font<</F 3 0 R>>>>";
    for (auto const& absence : absences) {
        expect_kept(document(absence, "/Resources KEY", resources), "Resources " + absence);
        expect_kept(document(absence, "/MediaBox KEY", "/MediaBox[0 0 500 700]"),
                    "MediaBox " + absence);
        expect_kept(document(absence, "/CropBox KEY", "/CropBox[20 20 480 600]"),
                    "CropBox " + absence);
        expect_kept(document(absence, "/Rotate KEY", "/Rotate 90"), "Rotate " + absence);
        expect_kept(
            document(absence, "/Resources KEY/MediaBox KEY/CropBox KEY/Rotate KEY",
                     resources + "/MediaBox[0 0 500 700]/CropBox[20 20 480 600]/Rotate 270"),
            "all " + absence);
    }
}

TEST(Absent, OtherEntriesOfAPageAreAsIfTheyDidNotStandThere) {
    for (auto const& absence : absences) {
        for (auto const* key : {"Annots", "Group", "UserUnit", "Kids", "Metadata"}) {
            expect_kept(document(absence, std::string("/") + key + " KEY", ""),
                        key + (" " + absence));
        }
        expect_kept(
            document(absence, "/Resources<</Font<</F 3 0 R>>/XObject KEY/Pattern KEY>>", ""),
            "within resources " + absence);
        expect_kept(document(absence, "", "", "/AcroForm KEY/OCProperties KEY/Version KEY"),
                    "catalog " + absence);
    }
}

TEST(Absent, EncryptInTheTrailerMeansAnOpenFile) {
    auto pdf = document("null", "", "");
    auto const at = pdf.find("<</Root");
    expect_kept(pdf.substr(0, at) + "<</Encrypt 99 0 R" + pdf.substr(at + 2), "Encrypt");
}

TEST(Absent, ValuesOfFieldsAreInherited) {
    for (auto const& absence : absences) {
        Handmade pdf;
        pdf.page(words(60, 700, "Name"));
        auto const nothing = std::to_string(pdf.object("null")) + " 0 R";
        auto const kid = pdf.object("<</V " + filled(absence, "NOTHING", nothing) + ">>");
        auto const field = pdf.object("<</FT/Tx/V(John)/Kids[" + std::to_string(kid) + " 0 R]>>");
        EXPECT_TRUE(hides_values(pdf.pdf("/AcroForm<</Fields[" + std::to_string(field) + " 0 R]>>"))
                        .value())
            << absence;
    }
}

TEST(Absent, ItemsOfAListDoNotEndIt) {
    for (auto const& absence : absences) {
        Handmade pdf;
        pdf.page(words(60, 700, "text"));
        auto const nothing = std::to_string(pdf.object("null")) + " 0 R";
        auto const value = filled(absence, "NOTHING", nothing);
        auto const field = std::to_string(pdf.object("<</FT/Tx/V(John)>>")) + " 0 R";
        auto const layer =
            std::to_string(pdf.object("<</Usage<</Print<</PrintState/OFF>>>>>>")) + " 0 R";
        auto const shown = std::to_string(pdf.object("<</Usage<<>>>>")) + " 0 R";
        auto const bytes = pdf.pdf("/AcroForm<</Fields[" + value + " " + field +
                                   "]>>/OCProperties<</OCGs[" + value + " " + shown + " " + layer +
                                   "]/D<</OFF[" + value + " " + shown + "]>>>>");
        EXPECT_TRUE(hides_values(bytes).value()) << absence;
        EXPECT_TRUE(prints_otherwise(bytes).value()) << absence;
    }
}

} // namespace
} // namespace imprimatur::pdf
