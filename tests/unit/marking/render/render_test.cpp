#include "marking/render/render.hpp"

#include <filesystem>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>

#include "tests/support/paper/paper.hpp"

namespace imprimatur::render {
namespace {

using testing::DoubleNear;
using testing::HasSubstr;

std::string sentence_of(std::string const& bytes) {
    auto document = Document::open(bytes);
    return document ? "opened" : document.error().sentence.id;
}

/// The same document with its page turned clockwise.
std::string turned(std::string const& pdf, int degrees) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    paper::run("qpdf --rotate=" + std::to_string(degrees) + " " + folder.path("in.pdf") + " " +
               folder.path("out.pdf"));
    return paper::read_file(folder.path("out.pdf"));
}

TEST(Render, SaysWhyAFileCannotBeOpened) {
    EXPECT_EQ(sentence_of(""), "render.empty");
    EXPECT_EQ(sentence_of("a letter, not a PDF"), "render.broken");
    EXPECT_EQ(sentence_of("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                          "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                          "trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"),
              "render.no-pages");
}

TEST(Render, RefusesADocumentThatNeedsAPassword) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), paper::Paper().text(20, 20, "Aa").pdf());
    auto qpdf = [&](std::string const& passwords) {
        paper::run("qpdf --encrypt " + passwords + " 256 --print=none -- " + folder.path("in.pdf") +
                   " " + folder.path("out.pdf"));
        return paper::read_file(folder.path("out.pdf"));
    };
    EXPECT_EQ(sentence_of(qpdf("open owner")), "render.encrypted");

    auto bytes = qpdf("'' owner");
    auto readable = Document::open(bytes);
    ASSERT_TRUE(readable);
    EXPECT_TRUE(readable->is_encrypted());
    EXPECT_FALSE(readable->is_printing_allowed());
}

TEST(Render, GivesSizesAsShown) {
    auto upright = paper::Paper(100, 200).text(10, 10, "Aa").pdf();
    auto sideways = turned(upright, 90);
    auto size = Document::open(upright)->size(1);
    ASSERT_TRUE(size);
    EXPECT_THAT(size->width, DoubleNear(100, 0.01));
    EXPECT_THAT(size->height, DoubleNear(200, 0.01));
    EXPECT_THAT(Document::open(sideways)->size(1)->width, DoubleNear(200, 0.01));
}

TEST(Render, DrawsInGreyAndInColour) {
    auto bytes = paper::Paper(100, 100).box(50, 0, 50, 100, 0.5).pdf();
    auto document = Document::open(bytes);
    ASSERT_TRUE(document);
    auto grey = document->draw(1, 25.4);
    ASSERT_TRUE(grey);
    EXPECT_NEAR(grey->width, 100, 1);
    EXPECT_EQ(grey->row(50)[10], 255);
    EXPECT_NEAR(grey->row(50)[75], 128, 2);
    auto colour = document->draw(1, 25.4, Channels::Rgb);
    ASSERT_TRUE(colour);
    EXPECT_EQ(colour->pixels.size(), grey->pixels.size() * 3);
    EXPECT_NEAR(to_grey(*colour).row(50)[75], 128, 2);
}

TEST(Render, DrawsAPartAsItStandsInTheWhole) {
    auto bytes = paper::Paper(100, 100).prose(1, 10).box(20, 30, 40, 10).pdf();
    auto document = Document::open(bytes);
    auto whole = document->draw(1, 100);
    auto part = document->draw(1, 100, Document::Part{17.79, 22.87, 30.46, 20.31});
    ASSERT_TRUE(whole && part);
    ASSERT_EQ(part->width, 120U);
    ASSERT_EQ(part->height, 80U);
    for (std::uint32_t y = 0; y < 80; ++y) {
        ASSERT_TRUE(std::equal(part->row(y), part->row(y) + 120, whole->row(90 + y) + 70)) << y;
    }
}

TEST(Render, PlacesWordsFromTheTopLeftOfThePageAsShown) {
    auto bytes = paper::Paper(100, 200).text(20, 30, "机密★10年", 16).pdf();
    auto upright = Document::open(bytes)->words(1);
    ASSERT_TRUE(upright && upright->size() == 1U);
    EXPECT_EQ(upright->front().text, "机密★10年");
    EXPECT_NEAR(upright->front().x, 20, 1);
    EXPECT_NEAR(upright->front().y, 30, 2);

    auto sideways_bytes = turned(bytes, 90);
    auto sideways = Document::open(sideways_bytes)->words(1);
    ASSERT_TRUE(sideways && !sideways->empty());
    EXPECT_NEAR(sideways->front().x + sideways->front().width, 200 - 30, 2);
    EXPECT_NEAR(sideways->front().y, 20, 1);
}

TEST(Render, ReadsTextInTheOrderOfThePage) {
    auto bytes = paper::Paper().text(20, 200, "first").text(20, 20, "second").pdf();
    auto text = Document::open(bytes)->text(1);
    ASSERT_TRUE(text);
    EXPECT_LT(text->find("first"), text->find("second"));
}

TEST(Render, HasNoPageBeyondTheLast) {
    auto bytes = paper::Paper().pdf();
    auto document = Document::open(bytes);
    for (std::uint32_t page : {0U, 2U}) {
        EXPECT_EQ(document->draw(page, 72).error().sentence.id, "render.no-page");
        EXPECT_EQ(document->words(page).error().fault, Fault::NotFound);
    }
}

TEST(Render, RefusesAPictureBeyondReason) {
    auto bytes = paper::Paper(5000, 5000).pdf();
    EXPECT_EQ(Document::open(bytes)->draw(1, 600).error().sentence.id, "render.page-too-large");
}

TEST(Render, RefusesAPartOutOfReach) {
    auto bytes = paper::Paper().pdf();
    auto document = Document::open(bytes);
    constexpr double far = 5.8e97;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (auto const& part : {Document::Part{far, 0, 10, 10}, Document::Part{0, -far, 10, 10},
                             Document::Part{0, 0, far, 1e-97}, Document::Part{0, 0, 9e7, 1e-7},
                             Document::Part{none, 0, 10, 10}, Document::Part{0, 0, 10, none}}) {
        EXPECT_EQ(document->draw(1, 300, part).error().sentence.id, "render.page-too-large");
    }
}

TEST(Render, DrawsBuiltInFontsAfterWarmingUp) {
    warm_up();
    warm_up();
}

TEST(Render, KeepsAFileOpenByItself) {
    auto file = memory_file("test");
    ASSERT_TRUE(file && write_all(*file, paper::Paper().text(20, 20, "kept").pdf()));
    auto document = Document::open(*file);
    ASSERT_TRUE(document);
    auto moved = std::move(*document);
    EXPECT_THAT(*moved.text(1), HasSubstr("kept"));
}

} // namespace
} // namespace imprimatur::render
