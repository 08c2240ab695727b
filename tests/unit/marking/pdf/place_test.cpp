#include <gmock/gmock.h>

#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/pdf/handmade.hpp"
#include "tests/unit/marking/pdf/marking.hpp"

namespace imprimatur::pdf {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

/// The mark is read, the words are there, and nothing else changed.
void expect_marked(std::string const& before, std::string const& note) {
    SCOPED_TRACE(note);
    auto const marked = mark(before);
    ASSERT_EQ(marked.error, "");
    auto const was = look(before);
    auto const is = look(marked.bytes);
    ASSERT_EQ(is.qr.size(), was.sizes.size());
    for (std::uint32_t page = 1; page <= is.qr.size(); ++page) {
        EXPECT_EQ(is.qr[page - 1], "page " + std::to_string(page));
        EXPECT_THAT(is.text[page - 1], HasSubstr(mark_words));
        EXPECT_NEAR(is.sizes[page - 1].width, was.sizes[page - 1].width, 0.01);
        EXPECT_NEAR(is.sizes[page - 1].height, was.sizes[page - 1].height, 0.01);
        EXPECT_EQ(differing_pixels(before, marked.bytes, page), 0U);
    }
}

std::string one_page(std::string const& content, std::string const& entries = "") {
    Handmade pdf;
    pdf.page(content, entries);
    return pdf.pdf();
}

TEST(Place, IsTheTopLeftOfThePageAsShownHoweverItIsTurned) {
    for (int degrees : {0, 90, 180, 270, 360, -90, 450}) {
        expect_marked(one_page(words(60, 300, "text"), "/Rotate " + std::to_string(degrees)),
                      "turned by " + std::to_string(degrees));
    }
}

TEST(Place, FollowsTheCropBoxAndAnOriginThatIsNotZero) {
    auto const content = words(260, 1300, "text");
    expect_marked(one_page(content, "/MediaBox[200 1000 800 1900]"), "origin");
    expect_marked(one_page(content, "/MediaBox[-100 -100 800 1900]/CropBox[150 900 700 1500]"),
                  "crop");
    expect_marked(one_page(content, "/MediaBox[800 1900 200 1000]/Rotate 90"), "corners swapped");
    expect_marked(
        one_page(content, "/MediaBox[0 0 700 1500]/CropBox[200 900 5000 5000]/Rotate 270"),
        "crop box beyond the media box");
}

TEST(Place, TakesSizesThatAreInheritedOrMissing) {
    auto inherited = one_page(words(60, 300, "text"), "/MediaBox null");
    expect_marked(inherited, "no box: letter");
}

TEST(Place, MeasuresInTheUnitOfThePage) {
    auto const before = one_page(words(30, 150, "text"), "/MediaBox[0 0 297 421]/UserUnit 2");
    auto document = Document::open(file_of(before));
    ASSERT_TRUE(document);
    EXPECT_NEAR(document->size(1).width, 297 * 2 * 25.4 / 72, 0.01);
    auto const marked = mark(before);
    ASSERT_EQ(marked.error, "");
    // Poppler does not know the unit: it shows the page, and the mark on it, at half the size.
    auto const shown = render::Document::open(marked.bytes)->draw(1, 300);
    auto const codes = read::codes(*shown, read::Effort::Quick);
    ASSERT_TRUE(codes && codes->size() == 1U);
    EXPECT_NEAR(codes->front().corners[0].x, qr_box.x / 2, 0.3);
    EXPECT_NEAR(codes->front().corners[0].y, qr_box.y / 2, 0.3);
}

TEST(Place, IsRightOnPagesOfManySizesInOneDocument) {
    auto const before = paper::Paper(210, 297)
                            .prose(1)
                            .next_page(420, 297)
                            .prose(2)
                            .next_page(841, 1189)
                            .prose(3)
                            .next_page(80, 200)
                            .text(5, 100, "receipt")
                            .next_page(297, 210)
                            .prose(4, 20)
                            .pdf();
    expect_marked(before, "mixed");
    expect_marked(qpdf(before, "--rotate=+90:1-3"), "mixed and turned");
}

TEST(File, KeepsTheOriginalsBytesInFront) {
    auto const before = paper::Paper().prose(1).next_page().prose(2).pdf();
    auto const marked = mark(before);
    EXPECT_TRUE(marked.bytes.starts_with(before));
    EXPECT_LT(marked.bytes.size(), before.size() + 20000);
}

TEST(File, WithAnObjectStreamThatPointsOutsideItselfIsLeftToAnotherWay) {
    auto const plain = paper::Paper().prose(1).pdf();
    auto bytes = qpdf(plain, "--object-streams=generate");
    auto const first = bytes.find("/First ") + 7;
    ASSERT_NE(first, std::string::npos + 7);
    EXPECT_THAT(mark(bytes.replace(first, 2, "-1")).error, HasSubstr("object stream is broken"));
}

TEST(File, MayHaveObjectStreamsOrBeLinearizedOrUpdatedOrOld) {
    auto const plain = paper::Paper().prose(1).next_page().prose(2).pdf();
    expect_marked(qpdf(plain, "--object-streams=generate"), "object streams");
    expect_marked(qpdf(plain, "--object-streams=disable --force-version=1.2"), "table");
    expect_marked(qpdf(plain, "--linearize"), "linearized");
    expect_marked(qpdf(plain, "--linearize --object-streams=generate"), "linearized streams");
    expect_marked(qpdf(plain, "--qdf"), "loose");
}

TEST(File, IsSoundForAnotherReader) {
    paper::Folder folder;
    auto const plain = paper::Paper().prose(1).next_page().prose(2).pdf();
    for (auto const* options : {"--object-streams=generate", "--object-streams=disable"}) {
        paper::write_file(folder.path("marked.pdf"), mark(qpdf(plain, options)).bytes);
        EXPECT_THAT(paper::run("qpdf --check " + folder.path("marked.pdf")),
                    HasSubstr("No syntax or stream encoding errors"));
    }
}

TEST(File, ShowsEachPageItsOwnCodeWhenPagesShareAnImage) {
    paper::Paper paper;
    for (std::uint32_t page = 1; page < 23; ++page) {
        paper.prose(page, 3).next_page();
    }
    auto const before = paper.text(20, 100, "the last of 23").pdf();
    expect_marked(before, "table");
    expect_marked(qpdf(before, "--object-streams=generate"), "object streams");
}

TEST(File, MayBeMarkedAgain) {
    auto const plain = paper::Paper().prose(1).next_page().prose(2).pdf();
    for (auto const* options : {"--object-streams=generate", "--object-streams=disable"}) {
        auto const once = mark(qpdf(plain, options), " one").bytes;
        auto const twice = mark(mark(once, " two").bytes, " three");
        ASSERT_EQ(twice.error, "");
        auto const is = look(twice.bytes);
        EXPECT_THAT(is.qr, ElementsAre("page 1 three", "page 2 three"));
        EXPECT_THAT(is.text, Each(HasSubstr("MARKED 000123 one")));
    }
}

TEST(File, OfAnOldVersionSaysThatItNeedsANewerReader) {
    auto const version = [](std::string const& bytes) {
        paper::Folder folder;
        paper::write_file(folder.path("marked.pdf"), bytes);
        return paper::run("pdfinfo " + folder.path("marked.pdf") + " | grep 'PDF version'");
    };
    auto const plain = paper::Paper().prose(1).pdf();
    EXPECT_THAT(version(mark(qpdf(plain, "--force-version=1.3")).bytes), HasSubstr("1.5"));
    EXPECT_THAT(version(mark(qpdf(plain, "--force-version=1.7")).bytes), HasSubstr("1.7"));
}

TEST(File, MayHaveAPageThatTookAnothersNumber) {
    auto bytes = one_page(words(60, 300, "text"));
    for (auto const& [from, to] :
         {std::pair("[5 0 R", "[5 1 R"), std::pair("5 0 obj", "5 1 obj")}) {
        bytes.replace(bytes.find(from), std::string_view(from).size(), to);
    }
    auto const entry = bytes.find("xref\n0 6\n") + 9 + 5 * 20 + 11;
    bytes.replace(entry, 5, "00001");
    expect_marked(bytes, "generation 1");
    EXPECT_EQ(mark(mark(bytes).bytes).error, "");
}

TEST(File, WantsCodesOfOneSize) {
    auto document = Document::open(file_of(one_page("")));
    ASSERT_TRUE(document->prepare({{document->size(1), {}, {}, {qr_box}}}, {0}, 21));
    auto const larger = pack(std::vector<bool>(25 * 25, true), 25);
    auto const copy = file_of("");
    auto const written = document->write({{paper::Paper().pdf()}, {larger}, {}}, copy);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().sentence.id, "pdf.bad-drawing");
}

TEST(File, IsParsedOnceForManyCopies) {
    auto const before = paper::Paper().prose(1).next_page().prose(2).pdf();
    auto const copies = mark_copies(before, {" one", " two", " three"});
    ASSERT_EQ(copies.size(), 3U);
    EXPECT_THAT(look(copies[0]).qr, ElementsAre("page 1 one", "page 2 one"));
    EXPECT_THAT(look(copies[2]).qr, ElementsAre("page 1 three", "page 2 three"));
    EXPECT_THAT(look(copies[1]).text, Each(HasSubstr("MARKED 000123 two")));
}

TEST(File, OpensOnlyWhatIsSound) {
    auto error = [](std::string const& bytes) {
        auto document = Document::open(file_of(bytes), 3);
        return document ? "opened" : document.error().sentence.id;
    };
    auto const sound = paper::Paper().prose(1).pdf();
    EXPECT_EQ(error(sound), "opened");
    EXPECT_EQ(error("not a PDF"), "pdf.broken");
    EXPECT_EQ(error(sound.substr(0, sound.size() / 2)), "pdf.broken");
    EXPECT_EQ(error("junk before " + sound), "pdf.broken");
    EXPECT_EQ(error(Handmade().pdf()), "pdf.no-pages");
    EXPECT_EQ(error(qpdf(sound, "--encrypt '' owner 256 --")), "pdf.encrypted");
    EXPECT_EQ(error(qpdf(sound, "--encrypt user owner 256 --")), "pdf.encrypted");
    EXPECT_EQ(error(paper::Paper().next_page().next_page().next_page().prose(4).pdf()),
              "pdf.too-many-pages");
}

} // namespace
} // namespace imprimatur::pdf
