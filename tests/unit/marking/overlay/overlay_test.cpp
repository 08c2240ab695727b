#include "marking/overlay/overlay.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "marking/canvas/canvas.hpp"
#include "tests/support/look/look.hpp"

namespace imprimatur::overlay {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr PageSize a4{210, 297};
constexpr double tolerance = 0.5; // mm

layout::Layout house(std::string const& name) {
    return layout::read(IMPRIMATUR_SOURCE_DIR "/templates/marks", name).value();
}

Mark sample() {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = find_period("10y");
    mark.number = CopyNumber{123};
    mark.total = 3;
    mark.serial = Serial(0x0123456789abcdef);
    for (std::uint32_t page = 1; page < 4; ++page) {
        mark.seals.push_back(to_text(Seal{mark.serial, page, "0123456789ABCDEF"}));
    }
    mark.recipient = "张建国";
    mark.unit = "中山路街道党工委";
    mark.scope = "区委常委";
    mark.user = "李敏";
    mark.printed = "2026-11-23 16:15";
    return mark;
}

Mark copy_of_sample() {
    auto mark = sample();
    mark.parent = mark.number;
    mark.number = CopyNumber{127};
    mark.serial = Serial(0xfedcba9876543210);
    mark.seals = {to_text(Seal{mark.serial, 1, "0123456789ABCDEF"})};
    mark.copying_unit = "鼓楼区委办公室机要科";
    return mark;
}

layout::Layout without_watermark(layout::Layout layout) {
    layout.watermark.reset();
    return layout;
}

look::Word word(look::Paper const& paper, std::string const& text) {
    for (auto const& found : paper.words()) {
        if (found.text == text) {
            return found;
        }
    }
    ADD_FAILURE() << "no word " << text;
    return {};
}

/// Whether `inner` lies in `outer`.
bool is_inside(Box const& inner, Box const& outer) {
    return inner.x >= outer.x && inner.y >= outer.y &&
           inner.x + inner.width <= outer.x + outer.width &&
           inner.y + inner.height <= outer.y + outer.height;
}

bool touch(Box const& a, Box const& b) {
    return a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 &&
           a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01;
}

TEST(Gb9704, PutsNumberOnLine1AndLevelOnLine2OfTheTypeArea) { // GB/T 9704-2012, 7.2.1, 7.2.2
    auto overlay = draw(without_watermark(house("gb-9704")), sample(), a4, 1);
    ASSERT_TRUE(overlay);
    look::Paper paper(overlay->pdf);
    auto picture = paper.picture(1, 600);
    double const size = 16 * 25.4 / 72;
    auto number = picture.ink({15, 36, 60, 8}).value();
    EXPECT_NEAR(number.x, 28, tolerance);
    EXPECT_GE(number.y, 37 - tolerance);
    EXPECT_LE(number.bottom(), 37 + size + tolerance);
    EXPECT_NEAR(number.width, 3 * size, 1); // six figures of half the size
    auto level = picture.ink({15, 46, 80, 8}).value();
    double const line = 225.0 / 22;
    EXPECT_NEAR(level.x, 28, tolerance);
    EXPECT_NEAR(level.y, 37 + line, tolerance);
    EXPECT_NEAR(level.bottom(), 37 + line + size, tolerance);
}

TEST(Gb9704, KeepsTheLevelOnLine2WithoutANumber) { // 7.2.2
    auto mark = sample();
    mark.number.reset();
    auto overlay = draw(without_watermark(house("gb-9704")), mark, a4, 1);
    ASSERT_TRUE(overlay);
    auto picture = look::Paper(overlay->pdf).picture();
    EXPECT_FALSE(picture.ink({15, 36, 60, 8}));
    EXPECT_NEAR(picture.ink({15, 46, 80, 8}).value().y, 37 + 225.0 / 22, tolerance);
}

TEST(Gb9704, LeavesTheTypeAreaOfLaterPagesToTheText) {
    auto overlay = draw(house("gb-9704"), sample(), a4, 2);
    ASSERT_TRUE(overlay);
    Box const type_area{28, 37, 156, 225};
    for (auto const& box : overlay->room) {
        EXPECT_FALSE(touch(box, type_area)) << box.x << " " << box.y;
    }
    look::Paper paper(draw(without_watermark(house("gb-9704")), sample(), a4, 2)->pdf);
    EXPECT_THAT(paper.text(), HasSubstr("000123"));
    EXPECT_THAT(paper.text(), HasSubstr("机密★10年"));
}

TEST(Gb9704, KeepsNumberLevelAndSerialAsText) {
    for (std::uint32_t page : {1U, 2U}) {
        look::Paper paper(draw(house("gb-9704"), sample(), a4, page)->pdf);
        auto words = paper.text();
        EXPECT_THAT(words, HasSubstr("000123"));
        EXPECT_THAT(words, HasSubstr("机密★10年"));
        EXPECT_THAT(words, HasSubstr(sample().serial.text()));
        EXPECT_EQ(paper.complaints(), "");
    }
}

TEST(Gb9704, ShowsScopeAndNumberMadeOnTheSheet) { // K7; P7.3
    auto words = look::Paper(draw(house("gb-9704"), sample(), a4, 1)->pdf).text();
    EXPECT_THAT(words, HasSubstr("发放范围：区委常委"));
    EXPECT_THAT(words, HasSubstr("印制份数：3"));
}

TEST(Gb9704, MarksNoLevelOnWhatIsNotSecret) { // law of 2024, art. 22
    auto mark = sample();
    mark.level = Level::Ordinary;
    mark.period.reset();
    auto words = look::Paper(draw(house("gb-9704"), mark, a4, 1)->pdf).text();
    EXPECT_THAT(words, Not(HasSubstr("普通")));
    EXPECT_THAT(words, Not(HasSubstr("发放范围")));
    EXPECT_THAT(words, HasSubstr("000123"));
}

TEST(Gb9704, FitsEveryUsualSheetOrSaysThatItDoesNot) {
    PageSize const sizes[] = {{105, 148}, {148, 105},   {148, 210},  {210, 148},  {297, 210},
                              {420, 297}, {297, 420},   {841, 1189}, {1189, 841}, {80, 200},
                              {80, 1000}, {216, 279.4}, {182, 257}};
    for (auto const* name : {"gb-9704", "gb-9704-copy"}) {
        for (auto size : sizes) {
            for (std::uint32_t page : {1U, 2U}) {
                auto overlay = draw(house(name), copy_of_sample(), size, page);
                ASSERT_TRUE(overlay)
                    << size.width << " × " << size.height << ": " << overlay.error().cause;
                Box const printable{6 - 0.01, 6 - 0.01, size.width - 12 + 0.02,
                                    size.height - 12 + 0.02};
                EXPECT_EQ(overlay->qr_boxes.size(), 2U);
                for (auto const& box : overlay->qr_boxes) {
                    EXPECT_TRUE(is_inside(box, printable)) << size.width << " " << size.height;
                }
                for (std::size_t i = 0; i < overlay->room.size(); ++i) {
                    EXPECT_TRUE(is_inside(overlay->room[i], printable))
                        << name << " " << size.width << " " << size.height << " box " << i;
                    for (std::size_t j = 0; j < i; ++j) {
                        EXPECT_FALSE(touch(overlay->room[i], overlay->room[j]))
                            << name << " " << size.width << " × " << size.height << " page " << page
                            << " boxes " << j << " and " << i;
                    }
                }
            }
        }
    }
}

TEST(Gb9704, RefusesASheetThatCannotHoldTheMarks) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    double const inf = std::numeric_limits<double>::infinity();
    for (auto size : {PageSize{30, 30}, PageSize{0, 0}, PageSize{-5, 200}, PageSize{nan, 297},
                      PageSize{inf, inf}, PageSize{200, 20}}) {
        auto overlay = draw(house("gb-9704"), sample(), size, 1);
        ASSERT_FALSE(overlay) << size.width;
        EXPECT_EQ(overlay.error().fault, Fault::BadInput);
        EXPECT_EQ(overlay.error().sentence.id, "overlay.no-room");
    }
}

TEST(Watermark, LeavesTextAContrastOf7) { // WCAG 2.1, 1.4.6
    auto layout = house("gb-9704");
    layout.lines.clear();
    layout.qrs.clear();
    auto overlay = draw(layout, sample(), a4, 1);
    ASSERT_TRUE(overlay);
    auto picture = look::Paper(overlay->pdf).picture();
    auto darkest = *std::min_element(picture.grey.begin(), picture.grey.end());
    double const grey = darkest / 255.0;
    EXPECT_GE(canvas::contrast({grey, grey, grey, 1}, {}), 7);
    EXPECT_LT(grey, 0.9); // and yet it is there
    // In every quarter of a quarter of the sheet.
    for (int x = 0; x < 4; ++x) {
        for (int y = 0; y < 4; ++y) {
            EXPECT_TRUE(picture.ink({x * 52.0, y * 74.0, 52, 74}, 235));
        }
    }
}

TEST(Overlay, IsSmallAndTheSameEachTime) {
    auto overlay = draw(house("gb-9704"), sample(), a4, 1);
    ASSERT_TRUE(overlay);
    EXPECT_LT(overlay->pdf.size(), 20000U);
    EXPECT_EQ(overlay->pdf, draw(house("gb-9704"), sample(), a4, 1)->pdf);
    EXPECT_EQ(draw(house("gb-9704"), sample(), a4, 2)->pdf,
              draw(house("gb-9704"), sample(), a4, 0)->pdf);
}

TEST(Overlay, CutsLongFactsButNeverANumberOrALevel) {
    auto mark = sample();
    for (int i = 0; i < 5000; ++i) {
        mark.recipient += "长";
        mark.scope += "\n\x01<b>";
    }
    auto overlay = draw(without_watermark(house("gb-9704")), mark, a4, 1);
    ASSERT_TRUE(overlay);
    EXPECT_THAT(look::Paper(overlay->pdf).text(), HasSubstr("…"));
    mark.period = Period{.kind = Period::Kind::Event, .event = mark.recipient};
    auto refused = draw(house("gb-9704"), mark, a4, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().sentence.values["mark"], "level");
}

TEST(Overlay, GivesThePlaceOfTheQrButLeavesItEmpty) {
    auto overlay = draw(house("gb-9704"), sample(), a4, 1);
    ASSERT_TRUE(overlay);
    auto qr = qr_of(seal_text(sample(), 1));
    ASSERT_TRUE(qr);
    EXPECT_EQ(qr->width, 29U); // version 3
    EXPECT_NEAR(overlay->qr_boxes[0].width, 29 * 0.45, 0.001);
    auto picture = look::Paper(overlay->pdf).picture();
    for (auto const& box : overlay->qr_boxes) {
        EXPECT_FALSE(picture.ink({box.x - 1.5, box.y - 1.5, box.width + 3, box.height + 3}, 250));
    }
}

TEST(Overlay, RefusesAFontThatIsNotThere) {
    auto layout = house("gb-9704");
    layout.lines[0].font = "Comic Sans MS";
    auto overlay = draw(layout, sample(), a4, 1);
    ASSERT_FALSE(overlay);
    EXPECT_EQ(overlay.error().sentence.id, "overlay.unknown-font");
}

TEST(Templates, OfTheHouseFitEverySheetAndTellNumberAndSerial) {
    auto const names = layout::list(IMPRIMATUR_SOURCE_DIR "/templates/marks").value();
    for (auto const& name : names) {
        for (auto level : {Level::Ordinary, Level::Internal, Level::Confidential, Level::Secret,
                           Level::TopSecret}) {
            for (auto size : {a4, PageSize{297, 210}, PageSize{148, 210}, PageSize{420, 297}}) {
                auto mark = copy_of_sample();
                mark.level = level;
                auto overlay = draw(house(name), mark, size, 2);
                ASSERT_TRUE(overlay) << name << " " << size.width << ": " << overlay.error().cause;
                Box const printable{5.99, 5.99, size.width - 11.98, size.height - 11.98};
                for (std::size_t i = 0; i < overlay->room.size(); ++i) {
                    EXPECT_TRUE(is_inside(overlay->room[i], printable)) << name << " " << i;
                    for (std::size_t j = 0; j < i; ++j) {
                        EXPECT_FALSE(touch(overlay->room[i], overlay->room[j])) << name << j << i;
                    }
                }
                ASSERT_FALSE(overlay->qr_boxes.empty());
            }
        }
        look::Paper paper(draw(house(name), copy_of_sample(), a4, 2)->pdf);
        EXPECT_THAT(paper.text(), HasSubstr("000127")) << name;
        EXPECT_THAT(paper.text(), HasSubstr(copy_of_sample().serial.text())) << name;
    }
}

TEST(Templates, SayTheLevelInWordsWhereverTheyColourIt) { // K32; P6.1
    for (auto level : {Level::Internal, Level::Confidential, Level::Secret, Level::TopSecret}) {
        auto mark = sample();
        mark.level = level;
        auto words = look::Paper(draw(house("corporate"), mark, a4, 2)->pdf).text();
        EXPECT_THAT(words, HasSubstr(std::string(chinese_name(level))));
        EXPECT_THAT(words, HasSubstr(std::string(english_name(level))));
    }
}

TEST(Templates, ColourTheirLettersReadably) { // WCAG 2.1, 1.4.3
    auto const names = layout::list(IMPRIMATUR_SOURCE_DIR "/templates/marks").value();
    for (auto const& name : names) {
        auto const layout = house(name);
        for (auto const& line : layout.lines) {
            auto const paper = canvas::find_colour(line.background).value_or(canvas::white);
            EXPECT_GE(canvas::contrast(canvas::find_colour(line.colour).value(), paper), 4.5)
                << name << " " << line.name;
        }
    }
}

TEST(Qr, RefusesMoreThanAQrHolds) {
    auto qr = qr_of(std::string(5000, 'A'));
    ASSERT_FALSE(qr);
    EXPECT_EQ(qr.error().fault, Fault::BadInput);
}

TEST(Qr, SaysTheSealOfThePageOrTheLastOne) {
    auto mark = sample();
    EXPECT_EQ(find_seal(seal_text(mark, 2))->page, 2U);
    EXPECT_EQ(find_seal(seal_text(mark, 9))->page, 3U);
    mark.seals.clear();
    EXPECT_EQ(find_seal(seal_text(mark, 2))->serial, mark.serial);
}

TEST(Copy, StrikesTheParentsNumberAndPutsItsOwnBeside) { // regulations of 2024, art. 27(5)
    for (std::uint32_t page : {1U, 2U}) {
        look::Paper paper(
            draw(without_watermark(house("gb-9704-copy")), copy_of_sample(), a4, page)->pdf);
        auto parent = word(paper, "000123").area;
        auto number = word(paper, "000127").area;
        EXPECT_NEAR(parent.y, number.y, 0.1);
        EXPECT_GT(number.x, parent.right() + 2);
        auto picture = paper.picture();
        double const middle = parent.y + parent.height / 2;
        // A line from before the first figure to behind the last.
        auto line = picture.ink({parent.x - 3, middle - 3, parent.width + 6, 6}).value();
        EXPECT_LT(line.x, parent.x - 0.3);
        EXPECT_GT(line.right(), parent.right() + 0.3);
        EXPECT_THAT(paper.text(), HasSubstr("鼓楼区委办公室机要科"));
    }
}

/// The marks of `sample()` found on a sheet that was turned and moved a little, as a scanner does.
std::vector<OldMark> scanned(double degrees, double dx, double dy, std::uint32_t page = 1,
                             std::size_t count = 2) {
    auto old = draw(house("gb-9704"), sample(), a4, page);
    std::vector<OldMark> out;
    double const angle = degrees * std::numbers::pi / 180;
    for (std::size_t i = 0; i < count; ++i) {
        auto const& box = old->qr_boxes.at(i);
        OldMark mark{.page = page,
                     .seal = Seal{sample().serial, page, "0123456789ABCDEF"},
                     .corners = {},
                     .number = sample().number};
        double const xs[] = {box.x, box.x + box.width, box.x + box.width, box.x};
        double const ys[] = {box.y, box.y, box.y + box.height, box.y + box.height};
        for (int corner = 0; corner < 4; ++corner) {
            double const x = xs[corner] - 105;
            double const y = ys[corner] - 148.5;
            mark.corners[corner].x = 105 + x * std::cos(angle) - y * std::sin(angle) + dx;
            mark.corners[corner].y = 148.5 + x * std::sin(angle) + y * std::cos(angle) + dy;
        }
        out.push_back(mark);
    }
    return out;
}

bool is_covered(Overlay const& overlay, double x, double y) {
    return std::any_of(overlay.opaque.begin(), overlay.opaque.end(), [&](Box const& box) {
        return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
    });
}

struct Turn {
    double degrees;
    std::size_t found;
};

TEST(OldMarks, AreCoveredOrStruckHoweverTheScanLies) {
    for (auto [degrees, found] : {Turn{0, 2}, Turn{0.7, 2}, Turn{-1.5, 2}, Turn{180, 2},
                                  Turn{179, 2}, Turn{0.5, 1}, Turn{180.5, 1}}) {
        auto mark = copy_of_sample();
        mark.old_marks = scanned(degrees, 1.2, -0.8, 1, found);
        auto overlay = draw(house("gb-9704-copy"), mark, a4, 1);
        ASSERT_TRUE(overlay);
        for (auto const& old : mark.old_marks) {
            for (auto const& corner : old.corners) {
                EXPECT_TRUE(is_covered(*overlay, corner.x, corner.y)) << degrees;
            }
        }
        // The middle of the old number and of the old level, where the scan shows them.
        double const angle = degrees * std::numbers::pi / 180;
        for (auto [x, y] : {std::pair{36.0, 40.0}, std::pair{40.0, 50.0}}) {
            double const u =
                105 + (x - 105) * std::cos(angle) - (y - 148.5) * std::sin(angle) + 1.2;
            double const v =
                148.5 + (x - 105) * std::sin(angle) + (y - 148.5) * std::cos(angle) - 0.8;
            EXPECT_TRUE(is_covered(*overlay, u, v)) << degrees << ": " << u << " " << v;
        }
    }
}

TEST(OldMarks, OfAnotherTemplateLoseOnlyTheirQrs) {
    auto mark = copy_of_sample();
    mark.old_marks = scanned(0, 0, 0, 1, 1);
    for (auto& corner : mark.old_marks[0].corners) {
        corner.x -= 80;
        corner.y += 120;
    }
    auto overlay = draw(house("gb-9704-copy"), mark, a4, 1);
    ASSERT_TRUE(overlay);
    EXPECT_TRUE(
        is_covered(*overlay, mark.old_marks[0].corners[0].x, mark.old_marks[0].corners[0].y));
    EXPECT_EQ(overlay->opaque.size(), 3U); // the old QR, and the quiet zones of the two new ones
}

TEST(OldMarks, AreStruckInPlaceWhereTheTemplatePrintsNoParent) {
    auto mark = sample();
    mark.number = CopyNumber{127};
    mark.old_marks = scanned(0.3, 0.5, 0.5);
    look::Paper paper(draw(without_watermark(house("gb-9704")), mark, a4, 1)->pdf);
    // The old number stands at 28 mm: struck there, and the new one is beside it.
    auto line = paper.picture().ink({20, 36, 27, 8}).value();
    EXPECT_LT(line.x, 28.6); // 0.3 degrees moves the top of the sheet by 0.6 mm
    EXPECT_GT(line.right(), 28 + 16);
    EXPECT_GT(word(paper, "000127").area.x, 28 + 17);
}

TEST(OldMarks, MakeTheirPageSpecialAsAFirstOneWithLinesOfItsOwnIs) {
    auto mark = sample();
    auto const layout = house("gb-9704");
    EXPECT_TRUE(is_page_special(layout, mark, 1));
    EXPECT_FALSE(is_page_special(layout, mark, 2));
    EXPECT_FALSE(is_page_special(house("banner"), mark, 1));
    mark.old_marks = scanned(0, 0, 0, 2);
    EXPECT_TRUE(is_page_special(layout, mark, 2));
    EXPECT_FALSE(is_page_special(layout, mark, 3));
}

} // namespace
} // namespace imprimatur::overlay
