#include "marking/canvas/canvas.hpp"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/look/look.hpp"

namespace imprimatur::canvas {
namespace {

using testing::HasSubstr;
using testing::Not;

Canvas sheet() {
    auto canvas = Canvas::start({"题目", "主题"});
    canvas->page({210, 297});
    return std::move(*canvas);
}

std::string pdf_of(Canvas& canvas) {
    return std::move(canvas).finish().value();
}

TEST(Canvas, GivesTheSameBytesForTheSameCalls) {
    auto draw = [] {
        auto canvas = sheet();
        canvas.line({"机密★10年", {hei, 16}, 28, 37});
        canvas.repeat({"张三", {hei, 14, {0, 0, 0, 0.15}}}, {{50, 50, 30}, {90, 90, 30}});
        return pdf_of(canvas);
    };
    EXPECT_EQ(draw(), draw());
    EXPECT_THAT(draw(), Not(HasSubstr("CreationDate")));
}

TEST(Canvas, KeepsTextThatCanBeFound) {
    auto canvas = sheet();
    canvas.line({"机密★10年", {hei, 16}, 28, 37});
    canvas.line({"000123", {song, 16}, 28, 60});
    canvas.line({"7K3M-9Q2W-0HXC-V5TN", {mono, 8}, 28, 80});
    look::Paper paper(pdf_of(canvas));
    EXPECT_THAT(paper.text(), HasSubstr("机密★10年"));
    EXPECT_THAT(paper.text(), HasSubstr("000123"));
    EXPECT_THAT(paper.text(), HasSubstr("7K3M-9Q2W-0HXC-V5TN"));
    EXPECT_EQ(paper.complaints(), "");
}

TEST(Canvas, SetsALineInABoxAsHighAsItsSize) {
    auto canvas = sheet();
    auto box = canvas.line({"国国国", {hei, 72}, 50, 100});
    EXPECT_NEAR(box.height, 25.4, 0.01);
    EXPECT_NEAR(box.width, 3 * 25.4, 0.1);
    auto ink = look::Paper(pdf_of(canvas)).picture().ink({0, 0, 210, 297}).value();
    EXPECT_GE(ink.y, 100 - 0.1);
    EXPECT_LE(ink.bottom(), 125.4 + 0.1);
    EXPECT_NEAR(ink.y - 100, 125.4 - ink.bottom(), 2.0); // in the middle of the em
}

TEST(Canvas, ShrinksALongLineBeforeItCutsIt) {
    auto canvas = sheet();
    std::string const text(90, 'm');
    auto natural = canvas.measure({text, {song, 12}, 0, 0});
    auto fits = canvas.line({text, {song, 12}, 20, 20, natural.width * 0.8});
    EXPECT_LE(fits.width, natural.width * 0.8 + 0.01);
    EXPECT_LT(fits.height, natural.height);
    auto cut = canvas.line({text, {song, 12}, 20, 40, natural.width * 0.3});
    EXPECT_LE(cut.width, natural.width * 0.3 + 0.01);
    auto words = look::Paper(pdf_of(canvas)).words();
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[0].text, text);
    EXPECT_THAT(words[1].text, testing::EndsWith("m…"));
    EXPECT_LT(words[1].text.size(), text.size()); // the rest is not hidden in the file either
}

TEST(Canvas, DrawsWhatStandsInAStringAndReadsNoneOfIt) {
    auto canvas = sheet();
    canvas.line({"<b>&amp;\n%s\x01\xff"
                 "a\u202Eb",
                 {mono, 12},
                 20,
                 20});
    auto text = look::Paper(pdf_of(canvas)).text();
    EXPECT_THAT(text, HasSubstr("<b>&amp; %s"));
    EXPECT_THAT(text, HasSubstr("ab")); // the sign that reverses the order is gone
}

TEST(Canvas, TakesALineOf64KiBWithoutHarm) {
    auto canvas = sheet();
    std::string text;
    while (text.size() < 65536) {
        text += "密";
    }
    EXPECT_LE(canvas.line({text, {song, 12}, 20, 20, 100}).width, 100.01);
}

TEST(Canvas, BreaksLinesWithoutAPointAtTheStart) {
    auto canvas = sheet();
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += "十个字以后有一个句号。";
    }
    auto pieces = canvas.wrap(text + "\n第二段", {song, 12}, 47, 8);
    std::string whole;
    for (auto const& piece : pieces) {
        EXPECT_FALSE(piece.text.starts_with("。"));
        EXPECT_LE(canvas.measure({piece.text, {song, 12}}).width, 47.1);
        whole += piece.text;
    }
    EXPECT_EQ(whole, text + "第二段");
    EXPECT_TRUE(pieces.back().ends_paragraph);
    EXPECT_TRUE(pieces.at(pieces.size() - 2).ends_paragraph);
    EXPECT_FALSE(pieces.front().ends_paragraph);
}

TEST(Canvas, DrawsARepeatedWordOnce) {
    std::vector<Place> many;
    for (int i = 0; i < 60; ++i) {
        many.push_back({i * 3.0, i * 4.0, 30});
    }
    auto one = sheet();
    one.repeat({"张三 7K3M-9Q2W-0HXC-V5TN", {hei, 14, {0, 0, 0, 0.15}}}, {{100, 100, 30}});
    auto all = sheet();
    all.repeat({"张三 7K3M-9Q2W-0HXC-V5TN", {hei, 14, {0, 0, 0, 0.15}}}, many);
    auto one_pdf = pdf_of(one);
    auto all_pdf = pdf_of(all);
    EXPECT_LT(all_pdf.size(), one_pdf.size() + 4000);
    EXPECT_EQ(look::Paper(all_pdf).complaints(), "");
    EXPECT_FALSE(look::Paper(all_pdf).picture().ink({0, 0, 210, 297}, 200)); // as light as asked
    EXPECT_TRUE(look::Paper(all_pdf).picture().ink({100, 130, 20, 30}, 225));
}

TEST(Canvas, DrawsModulesWhereTheyBelong) {
    auto canvas = sheet();
    canvas.modules({true, false, false, true}, 2, {50, 60, 10, 10});
    auto picture = look::Paper(pdf_of(canvas)).picture();
    EXPECT_LT(picture.grey_at(52, 62), 10);
    EXPECT_GT(picture.grey_at(57, 62), 245);
    EXPECT_GT(picture.grey_at(52, 67), 245);
    EXPECT_LT(picture.grey_at(57, 67), 10);
    auto ink = picture.ink({0, 0, 210, 297}).value();
    EXPECT_NEAR(ink.x, 50, 0.1);
    EXPECT_NEAR(ink.bottom(), 70, 0.1);
}

TEST(Canvas, TurnsPagesOfDifferentSizes) {
    auto canvas = sheet();
    canvas.page({105, 148});
    look::Paper paper(pdf_of(canvas));
    EXPECT_EQ(paper.pages(), 2);
    EXPECT_NEAR(paper.picture(2, 100).width, 105 / 25.4 * 100, 1.5);
}

TEST(Canvas, KnowsTheContrastOfTwoColours) { // WCAG 2.1
    EXPECT_NEAR(contrast({}, white), 21, 0.01);
    EXPECT_NEAR(contrast(find_colour("#767676").value(), white), 4.54, 0.01);
    EXPECT_FALSE(find_colour("red"));
    EXPECT_FALSE(find_colour("#12345g"));
    EXPECT_FALSE(find_colour("#1234567"));
}

TEST(Canvas, KnowsTheFontsOfTheHouseOnly) {
    EXPECT_TRUE(has_font("WenQuanYi Zen Hei"));
    EXPECT_TRUE(has_font("AR PL UMing CN"));
    EXPECT_FALSE(has_font("Comic Sans MS"));
}

TEST(Canvas, DrawsInSeveralThreadsAtOnce) {
    ASSERT_TRUE(warm());
    auto draw = [] {
        auto canvas = sheet();
        for (int i = 0; i < 40; ++i) {
            canvas.line({"机密★10年 第" + std::to_string(i) + "行",
                         {i % 2 == 0 ? hei : song, 12},
                         28,
                         20.0 + 6 * i});
        }
        return pdf_of(canvas);
    };
    auto const expected = draw();
    std::vector<std::future<std::string>> all;
    for (int i = 0; i < 8; ++i) {
        all.push_back(std::async(std::launch::async, draw));
    }
    for (auto& one : all) {
        EXPECT_EQ(one.get(), expected);
    }
}

TEST(Canvas, FindsALetterInAnotherFontWhereItsOwnHasNone) {
    auto canvas = sheet();
    canvas.line({"龘 é Ω ж ☃ مرحبا", {mono, 12}, 20, 20});
    look::Paper paper(pdf_of(canvas));
    for (auto const* letter : {"龘", "é", "Ω", "ж", "☃"}) {
        EXPECT_THAT(paper.text(), HasSubstr(letter));
    }
    EXPECT_EQ(paper.complaints(), "");
}

TEST(Canvas, NeverWritesANumberBackwards) {
    auto canvas = sheet();
    canvas.line({"مرحبا 012345", {mono, 12}, 20, 20});
    // A word of figures is read off the page from left to right, as they stand there.
    EXPECT_THAT(look::Paper(pdf_of(canvas)).text(), HasSubstr("012345"));
}

} // namespace
} // namespace imprimatur::canvas
