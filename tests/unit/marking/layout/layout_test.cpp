#include "marking/layout/layout.hpp"

#include <cstdlib>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imprimatur::layout {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

Mark sample() {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = find_period("10y");
    mark.number = CopyNumber{2};
    mark.recipient = "张三";
    return mark;
}

/// A template in a folder of its own.
class Layout : public testing::Test {
  protected:
    Layout() : folder_("/tmp/layout-XXXXXX") { folder_ = ::mkdtemp(folder_.data()); }
    ~Layout() override { std::filesystem::remove_all(folder_); }

    Result<layout::Layout> read_text(std::string const& text) {
        std::ofstream(folder_ + "/mine.toml") << text;
        return read(folder_, "mine");
    }
    Sentence refusal(std::string const& text) {
        auto result = read_text(text);
        return result ? Sentence{"accepted", {}} : result.error().sentence;
    }

    std::string folder_;
};

std::string const head = "title = {zh = \"样\", en = \"sample\"}\n";
std::string const line = head + "[[line]]\nname = \"number\"\ntext = \"{number}\"\n"
                                "font = \"AR PL UMing CN\"\nsize = 16\n"
                                "at = {anchor = \"type-area\", x = 0, y = 0}\n";

TEST_F(Layout, ReadsAGoodTemplate) {
    auto layout = read_text(line + "pages = \"first\"\nfrom_level = \"secret\"\n[watermark]\n"
                                   "text = \"{recipient}\"\nfont = \"WenQuanYi Zen Hei\"\n"
                                   "[[qr]]\nat = {anchor = \"page-top-right\", x = 6, y = 7}\n");
    ASSERT_TRUE(layout) << layout.error().sentence.id;
    EXPECT_EQ(layout->name, "mine");
    EXPECT_EQ(layout->title_chinese, "样");
    ASSERT_EQ(layout->lines.size(), 1U);
    EXPECT_EQ(layout->lines[0].at.anchor, Anchor::TypeArea);
    EXPECT_EQ(layout->lines[0].pages, Pages::First);
    EXPECT_EQ(layout->lines[0].from_level, Level::Secret);
    ASSERT_EQ(layout->qrs.size(), 1U);
    EXPECT_EQ(layout->qrs[0].at.y, 7);
    EXPECT_EQ(layout->watermark->text, "{recipient}");
}

struct Mistake {
    std::string added; ///< after the good line; a line of its own
    std::string sentence;
    std::string at_line;
};

TEST_F(Layout, RefusesEveryMistakeWithItsLine) {
    Mistake const mistakes[] = {
        {"sise = 3", "layout.unknown-key", "8"},
        {"colour = \"red\"", "layout.bad-colour", "8"},
        {"colour = 3", "layout.wrong-kind", "8"},
        {"align = \"middle\"", "layout.unknown-word", "8"},
        {"from_level = \"机密\"", "layout.unknown-word", "8"},
        {"width = -3", "layout.out-of-range", "8"},
        {"width = nan", "layout.out-of-range", "8"},
        {"strike = 1", "layout.wrong-kind", "8"},
        {"after = \"nobody\"", "layout.unknown-line", "2"},
        {"[[qr]]\nat = {anchor = \"here\", x = 1, y = 1}", "layout.unknown-word", "9"},
        {"[[qr]]\nat = {x = 1}", "layout.missing", "9"},
        {"[[qr]]", "layout.missing", "8"},
        {"[[qr]]\nmodule = 0.3\nat = {x = 1, y = 1}", "layout.out-of-range", "9"},
        {"[[qr]]\nat = 5", "layout.wrong-kind", "9"},
        {"[watermark]\ntext = \"a\"\nfont = \"b\"\ngrey = 0.4", "layout.watermark-too-dark", "11"},
        {"[watermark]\ntext = \"a\"\nfont = 5", "layout.wrong-kind", "10"},
        {"[watermark]\ntext = \"{nobody}\"\nfont = \"b\"", "layout.unknown-field", "9"},
        {"[watermark]\ntext = \"{}\"\nfont = \"b\"", "layout.unknown-field", "9"},
        {"[watermark]\ntext = \"{number\"\nfont = \"b\"", "layout.stray-bracket", "9"},
        {"[watermark]\ntext = \"[a\"\nfont = \"b\"", "layout.stray-bracket", "9"},
        {"[watermark]\ntext = \"a]\"\nfont = \"b\"", "layout.stray-bracket", "9"},
        {"[watermark]\ntext = \"\"\nfont = \"b\"", "layout.wrong-kind", "9"},
        {"[watermark]\nfont = \"b\"", "layout.missing", "8"},
        {"size = 17", "layout.syntax", "8"},
        {"= 17", "layout.syntax", "8"},
        {"[other]", "layout.unknown-key", "8"},
    };
    for (auto const& mistake : mistakes) {
        auto sentence = refusal(line + mistake.added + "\n");
        EXPECT_EQ(sentence.id, mistake.sentence) << mistake.added;
        EXPECT_EQ(sentence.values["file"], "mine.toml") << mistake.added;
        EXPECT_EQ(sentence.values["line"], mistake.at_line) << mistake.added;
    }
    EXPECT_EQ(refusal("").id, "layout.missing");
    EXPECT_EQ(refusal(head + "line = 3\n").id, "layout.wrong-kind");
    EXPECT_EQ(refusal(head + "line = [3]\n").id, "layout.wrong-kind");
}

TEST_F(Layout, RefusesTwoLinesOfOneName) {
    auto again = line + line.substr(head.size());
    EXPECT_EQ(refusal(again).id, "layout.name-twice");
}

TEST_F(Layout, SaysWhatIsExpectedInEveryRefusal) {
    Sentences sentences(IMPRIMATUR_SOURCE_DIR "/templates/messages");
    auto said = sentences.say(refusal(line + "align = \"middle\"\n"), Language::English);
    EXPECT_EQ(said, "Mark template mine.toml, line 8: \"align\" is \"middle\" but must be one of: "
                    "left, centre, right.");
}

TEST_F(Layout, LeadsNeverOutOfItsFolder) {
    for (auto name : {"../mine", "/etc/passwd", "", "Mine", "mi ne", "mine.toml", "no-such"}) {
        auto result = read(folder_, name);
        ASSERT_FALSE(result) << name;
        EXPECT_EQ(result.error().fault, Fault::NotFound);
    }
}

TEST_F(Layout, OfTheHouseIsGoodWhateverItsName) {
    auto folder = IMPRIMATUR_SOURCE_DIR "/templates/marks";
    auto names = list(folder);
    ASSERT_TRUE(names);
    EXPECT_THAT(*names, Contains("gb-9704"));
    for (auto const& name : *names) {
        auto layout = read(folder, name);
        EXPECT_TRUE(layout) << name << ": " << layout.error().cause;
    }
}

TEST(Fill, PutsValuesInTheirPlaces) {
    auto mark = sample();
    EXPECT_EQ(fill("{number} {level_mark} {recipient}", mark), "000002 机密★10年 张三");
    EXPECT_EQ(fill("nothing to fill", mark), "nothing to fill");
    mark.recipient = "{number}";
    EXPECT_EQ(fill("{recipient}", mark), "{number}"); // a value is never read as a pattern
}

TEST(Fill, CountsPagesOnceTheyAreKnown) {
    layout::Layout layout;
    layout.lines.emplace_back().text = "第 {page} 页共 {pages} 页";
    EXPECT_EQ(fill(layout.lines[0].text, sample()), "");
    EXPECT_EQ(fill(numbered(layout, 2, 7).lines[0].text, sample()), "第 2 页共 7 页");
}

TEST(Fill, LeavesThePageOutWhereManyPagesShareALine) {
    layout::Layout layout;
    layout.lines.emplace_back().text = "第 {page} 页共 {pages} 页[，发 {scope} {page}]";
    auto const shared = numbered(layout, 0, 7).lines[0].text;
    auto const around = around_page(shared, sample());
    ASSERT_TRUE(around);
    EXPECT_EQ(around->before, "第 ");
    EXPECT_EQ(around->behind, " 页共 7 页");
    EXPECT_FALSE(around_page("共 {pages} 页[，发 {scope} {page}]", sample()));
}

TEST(Fill, DropsALineWhoseFieldsAreAllEmpty) {
    auto mark = sample();
    mark.number.reset();
    EXPECT_EQ(fill("第 {number} 份", mark), "");
    EXPECT_EQ(fill("[范围:{scope}][ 用途:{purpose}]", mark), "");
}

TEST(Fill, DropsTheBracketsOfAnEmptyField) {
    auto mark = sample();
    EXPECT_EQ(fill("[范围:{scope} ][接收:{recipient}]", mark), "接收:张三");
    mark.scope = "常委";
    EXPECT_EQ(fill("[范围:{scope} ][接收:{recipient}]", mark), "范围:常委 接收:张三");
}

TEST(Fill, GivesNoLevelMarkToWhatIsNotSecret) { // law on guarding state secrets (2024), art. 22
    auto mark = sample();
    mark.level = Level::Internal;
    EXPECT_EQ(fill("{level_mark}", mark), "");
    EXPECT_EQ(fill("{level}", mark), "内部");
}

TEST(Line, StandsOnItsPagesAndForItsLevels) {
    Line words;
    EXPECT_TRUE(is_for(words, true, Level::Ordinary));
    words.pages = Pages::First;
    EXPECT_TRUE(is_for(words, true, Level::Secret));
    EXPECT_FALSE(is_for(words, false, Level::Secret));
    words.pages = Pages::Following;
    words.from_level = Level::Confidential;
    words.to_level = Level::Secret;
    EXPECT_TRUE(is_for(words, false, Level::Secret));
    EXPECT_FALSE(is_for(words, false, Level::Internal));
    EXPECT_FALSE(is_for(words, false, Level::TopSecret));
}

TEST_F(Layout, ReadsTheDotsAndTheirSettings) {
    auto plain = read_text(line + "[dots]\n");
    ASSERT_TRUE(plain && plain->dots);
    EXPECT_NEAR(coverage(*plain->dots), 0.01382, 0.00001); // 2 × 3 pixels of 2 × 218
    auto pale =
        read_text(line + "[dots]\nwidth = 0.1\nheight = 0.1\npitch = 1.0\ncolour = \"#ffe600\"\n");
    ASSERT_TRUE(pale && pale->dots);
    EXPECT_EQ(pale->dots->pitch, 1.0);
    EXPECT_EQ(pale->dots->colour, "#ffe600");
    EXPECT_FALSE(read_text(line)->dots);
}

TEST_F(Layout, RefusesDotsThatWouldBeNoticed) {
    auto const dark = refusal(line + "[dots]\nheight = 0.25\n");
    EXPECT_EQ(dark.id, "layout.dots-too-dark");
    EXPECT_THAT(dark.values, Contains(Pair("found", "2.72")));
    EXPECT_EQ(refusal(line + "[dots]\npitch = 0.3\n").id, "layout.out-of-range");
}

TEST(House, EveryTemplateBearsThreeMarks) {
    for (auto const* name :
         {"gb-9704", "gb-9704-copy", "copy-stamp", "banner", "corporate", "tlp"}) {
        SCOPED_TRACE(name);
        auto layout = read(IMPRIMATUR_SOURCE_DIR "/templates/marks", name);
        ASSERT_TRUE(layout);
        ASSERT_EQ(layout->qrs.size(), 2U);
        EXPECT_THAT((std::set{layout->qrs[0].at.anchor, layout->qrs[1].at.anchor}),
                    AnyOf(ElementsAre(Anchor::PageTopRight, Anchor::PageBottomLeft),
                          ElementsAre(Anchor::PageTopLeft, Anchor::PageBottomRight)))
            << "no strip of paper takes both codes";
        ASSERT_TRUE(layout->watermark);
        EXPECT_NE(layout->watermark->text.find("{serial}"), std::string::npos);
        ASSERT_TRUE(layout->dots);
        EXPECT_LE(coverage(*layout->dots), 0.02);
    }
}

} // namespace
} // namespace imprimatur::layout
