#include <gmock/gmock.h>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/stamp/stamping.hpp"

namespace imprimatur::stamp {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double tolerance = 0.3; // mm

/// A template of one QR and one line of type.
layout::Layout with_line(std::string const& keys) {
    auto const text = R"(title = {zh = "试", en = "Test"}
[[line]]
name = "page"
font = "WenQuanYi Zen Hei"
size = 10
)" + keys + R"(
[[qr]]
at = {anchor = "page-top-right", x = 20, y = 7}
)";
    auto layout = layout::read_text(text, "test");
    EXPECT_TRUE(layout) << layout.error().cause;
    return *layout;
}

std::vector<std::string> copies_of(std::string const& bytes, layout::Layout const& layout,
                                   std::vector<Mark> const& marks = {secret_mark()}) {
    auto const result = stamp(file_of(bytes), layout, marks, {});
    EXPECT_TRUE(result) << result.error().cause;
    EXPECT_EQ(result->way, Way::Appended) << result->causes;
    std::vector<std::string> out;
    for (auto const& copy : result->copies) {
        out.push_back(*read_whole(copy));
    }
    return out;
}

/// The one word on a page with this in it.
render::Word word_with(std::string const& copy, std::uint32_t page, std::string const& text) {
    std::vector<render::Word> found;
    auto const words = render::Document::open(copy)->words(page);
    for (auto const& word : *words) {
        if (word.text.find(text) != std::string::npos) {
            found.push_back(word);
        }
    }
    EXPECT_EQ(found.size(), 1U) << text << " on page " << page;
    return found.empty() ? render::Word{} : found.front();
}

TEST(PageNumbers, StandOnEveryPageOfManyThatShareADrawing) {
    constexpr std::uint32_t pages = 101;
    auto const outcome = stamped(prose(pages), {}, {secret_mark()}, "banner");
    ASSERT_EQ(outcome.way, "appended") << outcome.cause;
    for (std::uint32_t page : {1U, 2U, 9U, 10U, 57U, 99U, 100U, 101U}) {
        auto const word = word_with(outcome.copies[0], page, "/101");
        EXPECT_EQ(word.text, std::to_string(page) + "/101");
        EXPECT_NEAR(word.x + word.width, 210 - 20, tolerance) << page;
        EXPECT_NEAR(word.y + word.height / 2, 297 - 9.5 - 4 * 25.4 / 72, 1) << page;
    }
}

TEST(PageNumbers, AreNotShownBelowTheirLevel) {
    auto mark = secret_mark();
    mark.level = Level::Internal;
    mark.period.reset();
    auto const outcome = stamped(prose(3), {}, {mark}, "banner");
    ASSERT_EQ(outcome.way, "appended") << outcome.cause;
    EXPECT_THAT(text_on(outcome.copies[0], 2), Not(HasSubstr("2/3")));
}

TEST(PageNumbers, StandWhereTheirLineIsAlignedTo) {
    auto const bytes = prose(12);
    auto const text = "text = \"p{page}of{pages}e\"\n";
    auto place = [&](std::string const& keys, std::uint32_t page) {
        auto const copies = copies_of(bytes, with_line(text + keys));
        return word_with(copies.at(0), page, "p" + std::to_string(page) + "of12e");
    };
    std::string const at_left = "at = {anchor = \"page-bottom-left\", x = 30, y = 12}";
    for (std::uint32_t page : {5U, 12U}) {
        EXPECT_NEAR(place(at_left, page).x, 30, tolerance);
        auto const middle = place("at = {anchor = \"page-bottom\", x = 0, y = 12}", page);
        EXPECT_NEAR(middle.x + middle.width / 2, 105, tolerance);
        auto const right = place(at_left + "\nwidth = 60\nalign = \"right\"", page);
        EXPECT_NEAR(right.x + right.width, 90, tolerance);
        auto const centre = place(at_left + "\nwidth = 60\nalign = \"centre\"", page);
        EXPECT_NEAR(centre.x + centre.width / 2, 60, tolerance);
    }
}

TEST(PageNumbers, ShrinkWithTheirLine) {
    auto const line = with_line("text = \"page{page}of{pages}\"\nwidth = 11\n"
                                "at = {anchor = \"page-bottom-left\", x = 30, y = 12}");
    auto const copies = copies_of(prose(2), line);
    auto const word = word_with(copies.at(0), 2, "page2of2");
    EXPECT_NEAR(word.x, 30, tolerance);
    EXPECT_NEAR(word.width, 11, 0.3);
}

TEST(PageNumbers, FollowTurnedPagesAndPagesOfOtherSizes) {
    paper::Paper paper;
    paper.prose(1, 20).next_page(297, 420).prose(2, 20).next_page(210, 297).prose(3, 20);
    auto const bytes = paper::qpdf(paper.pdf(), "--rotate=+90:3");
    auto const outcome = stamped(bytes, {}, {secret_mark()}, "banner");
    ASSERT_EQ(outcome.way, "appended") << outcome.cause;
    double const widths[] = {210, 297, 297};
    for (std::uint32_t page = 1; page <= 3; ++page) {
        auto const word = word_with(outcome.copies[0], page, std::to_string(page) + "/3");
        EXPECT_NEAR(word.x + word.width, widths[page - 1] - 20, tolerance) << page;
    }
}

TEST(PageNumbers, AreAddedToAPageThatHasSomeOfOurs) {
    auto const once = stamped(prose(3), {}, {secret_mark(1)}, "banner");
    ASSERT_EQ(once.way, "appended") << once.cause;
    auto const twice =
        copies_of(once.copies[0], with_line("text = \"again{page}\"\nat = {anchor = "
                                            "\"page-bottom-left\", x = 60, y = 12}"));
    EXPECT_NEAR(word_with(twice.at(0), 3, "again3").x, 60, tolerance);
    EXPECT_THAT(text_on(twice.at(0), 3), HasSubstr("3/3"));
}

TEST(PageNumbers, MayBeMissingFromOneOfTheCopies) {
    auto const layout =
        with_line("text = \"X[ {recipient}{page}]\"\n"
                  "at = {anchor = \"page-bottom-left\", x = 30, y = 12}\nto_level = \"secret\"");
    auto second = secret_mark(2);
    second.recipient = "";
    auto third = secret_mark(3);
    third.recipient = "R";
    auto const copies = copies_of(prose(2), layout, {second, third});
    EXPECT_THAT(text_on(copies.at(0), 2), Not(HasSubstr("X2")));
    word_with(copies.at(1), 2, "R2");
}

} // namespace
} // namespace imprimatur::stamp
