#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/stamp/stamping.hpp"

namespace imprimatur::stamp {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// A4, or of the size given, written by hand: what a content does to the page says the test.
std::string handmade(std::string const& content, std::string const& box = "[0 0 595 842]",
                     std::string const& entries = "") {
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
           "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox" +
           box + "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/Pattern<</P 6 0 R>>" +
           "/Shading<</S 7 0 R>>>>" + entries + ">>endobj\n4 0 obj<</Length " +
           std::to_string(content.size()) + ">>stream\n" + content +
           "\nendstream endobj\n"
           "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
           "6 0 obj<</Type/Pattern/PatternType 2/Shading 7 0 R>>endobj\n"
           "7 0 obj<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 595 842]/Extend[true true]"
           "/Function<</FunctionType 2/N 1/Domain[0 1]/C0[0]/C1[0.6]>>>>endobj\n"
           "trailer<</Root 1 0 R/Size 8>>\n%%EOF\n";
}

double luminance(std::uint8_t const* rgb) {
    auto linear = [](double value) {
        double const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

/// Contrast of the lightest and the darkest around a word of ours: WCAG 2.2.
double contrast_at(std::string const& copy, std::string const& text) {
    auto const document = render::Document::open(copy);
    auto const words = *document->words(1);
    for (auto const& word : words) {
        if (word.text.find(text) == std::string::npos) {
            continue;
        }
        auto const picture =
            *document->draw(1, 150, {word.x, word.y, word.width, word.height}, Channels::Rgb);
        double least = 1;
        double most = 0;
        for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 3) {
            least = std::min(least, luminance(picture.pixels.data() + i));
            most = std::max(most, luminance(picture.pixels.data() + i));
        }
        return (most + 0.05) / (least + 0.05);
    }
    return 0;
}

std::string case_file(std::string const& name) {
    return std::string(IMPRIMATUR_SOURCE_DIR) + "/../shared/cases/" + name;
}

void expect_legible(std::string const& document, std::string const& note) {
    for (auto const* name : {"gb-9704", "banner", "copy-stamp"}) {
        auto const outcome = stamped(document, {}, {secret_mark()}, name);
        ASSERT_EQ(outcome.copies.size(), 1U)
            << note << name << ": " << outcome.way << outcome.cause;
        EXPECT_GE(contrast_at(outcome.copies[0], "000123"), 4.5) << note << " " << name;
        EXPECT_FALSE(outcome.remarks.empty()) << note << " " << name;
    }
}

TEST(Legible, LevelAndNumberAreOnAnyGround) { // every kind that covers the whole page
    expect_legible(handmade("0 g 0 0 595 842 re f 1 g BT /F 12 Tf 90 700 Td (white) Tj ET"),
                   "black");
    expect_legible(handmade("0.05 0.08 0.25 rg 0 0 960 540 re f", "[0 0 960 540]"), "slide");
    expect_legible(handmade("/S sh"), "gradient");
    expect_legible(handmade("/Pattern cs /P scn 0 0 595 842 re f"), "pattern");
    expect_legible(handmade("0.5 g 0 0 595 842 re f", "[0 0 595 842]", "/Rotate 90"), "turned");
    expect_legible(handmade("0.1 g 0 0 595 842 re f", "[0 0 595 842]", "/CropBox[90 90 500 700]"),
                   "cropped");
    expect_legible(handmade("0 g 0 0 300 420 re f", "[0 0 297.6 421]", "/UserUnit 2"), "in units");
    auto const cloud = paper::cloud(620, 877, 7);
    expect_legible(paper::Paper().picture(cloud, 0, 0, 210, 297).pdf(), "photo");
}

TEST(Legible, CasesOfDarkPagesAndOfAnOrdinaryLetterAre) {
    for (auto const* name : {"04-dark-page/black-a4.pdf", "04-dark-page/dark-slides.pdf",
                             "21-type-over-text/ordinary-letter.pdf"}) {
        if (!std::filesystem::exists(case_file(name))) {
            GTEST_SKIP() << "no file " << case_file(name);
        }
        expect_legible(paper::read_file(case_file(name)), name);
    }
}

TEST(Legible, TypeOnALetterLiesOnNoneOfItsLines) {
    std::string content = "BT /F 11 Tf 15 TL 70 770 Td ";
    for (int line = 10; line < 56; ++line) {
        content += "(Line " + std::to_string(line) +
                   " runs from margin to margin of the page and on) Tj T* ";
    }
    auto const outcome = stamped(handmade(content + "ET"));
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.cause;
    EXPECT_THAT(outcome.remarks, Contains("stamp.marks-moved"));
    auto const words = *render::Document::open(outcome.copies[0])->words(1);
    for (auto const& mark : words) {
        if (mark.text.find("000123") == std::string::npos &&
            mark.text.find("10") == std::string::npos) {
            continue;
        }
        for (auto const& word : words) {
            bool const touches = word.text == "margin" && word.x < mark.x + mark.width &&
                                 mark.x < word.x + word.width &&
                                 word.y + 1 < mark.y + mark.height &&
                                 mark.y + 1 < word.y + word.height;
            EXPECT_FALSE(touches) << mark.text;
        }
    }
}

TEST(EveryPage, IsVerifiedHoweverLongTheDocumentAndDamageIsSaid) {
    constexpr int damaged = 101;
    auto bytes = paper::qpdf(prose(179), "--object-streams=disable --compress-streams=y");
    auto const shown = paper::Folder();
    paper::write_file(shown.path("a.pdf"), bytes);
    auto const object = paper::run("qpdf --show-object=$(qpdf --show-pages " + shown.path("a.pdf") +
                                   " | awk '/^page " + std::to_string(damaged) +
                                   ":/{print $3\",\"$4}') " + shown.path("a.pdf"));
    auto const place = object.find("/Contents ") + 10;
    auto const number = object.substr(place, object.find(' ', place) - place);
    auto const start = bytes.find("stream\n", bytes.find("\n" + number + " 0 obj")) + 7;
    for (std::size_t i = 0; i < 40; ++i) {
        bytes[start + 300 + i] = '\xff';
    }
    auto const outcome = stamped(bytes);
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.way << outcome.cause;
    EXPECT_THAT(outcome.remarks, Contains("stamp.content-damaged"));
    EXPECT_EQ(seal_on(outcome.copies[0], damaged),
              to_text(Seal{secret_mark().serial, damaged, std::nullopt}));
    EXPECT_THAT(text_on(outcome.copies[0], damaged), HasSubstr("000123"));
}

} // namespace
} // namespace imprimatur::stamp
