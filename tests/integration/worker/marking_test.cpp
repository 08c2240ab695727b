#include <gmock/gmock.h>

#include "marking/render/render.hpp"
#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

using testing::HasSubstr;

Mark mark_of(std::uint32_t number) {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = Period{.kind = Period::Kind::Years, .count = 10};
    mark.number = CopyNumber{number};
    mark.serial = Serial(number);
    mark.seals = {to_text(Seal{mark.serial, 1, "ABCDEFGHJKMNPQRS"}),
                  to_text(Seal{mark.serial, 2, "ABCDEFGHJKMNPQRS"})};
    mark.document = "D-1";
    mark.title = "通知";
    mark.recipient = "王五";
    mark.printed = "2026-11-23 16:15";
    return mark;
}

std::string text_of(Descriptor const& file) {
    return render::Document::open(file).value().text(1).value();
}

TEST(Marking, GivesEachCopyItsOwnMarks) {
    auto pdf = as_file(paper::Paper().prose(1, 20).next_page().prose(2, 20).pdf());
    auto marked = workers().mark(pdf, "gb-9704", {mark_of(1), mark_of(2)});
    ASSERT_TRUE(marked) << marked.error().sentence.id << ": " << marked.error().cause;
    EXPECT_EQ(marked->way, "appended");
    EXPECT_EQ(marked->pages, 2U);
    ASSERT_EQ(marked->copies.size(), 2U);
    for (std::uint32_t i = 0; i < 2; ++i) {
        EXPECT_THAT(text_of(marked->copies[i]), HasSubstr("机密★10年"));
        EXPECT_THAT(text_of(marked->copies[i]), HasSubstr(CopyNumber{i + 1}.text()));
        auto seen = workers().inspect(marked->copies[i]);
        ASSERT_TRUE(seen);
        ASSERT_FALSE(seen->findings.empty());
        ASSERT_TRUE(seen->findings.front().seal);
        EXPECT_EQ(seen->findings.front().seal->serial, Serial(i + 1));
        EXPECT_EQ(seen->written_level, Level::Secret);
        EXPECT_THAT(seen->unread_pages, testing::IsEmpty());
    }
}

TEST(Marking, CanBeOfWholeFilesAndOfPictures) {
    auto pdf = as_file(paper::Paper().prose(1, 20).pdf());
    auto whole = workers().mark(pdf, "gb-9704", {mark_of(1)}, {.whole = true});
    ASSERT_TRUE(whole);
    auto image = workers().mark(pdf, "gb-9704", {mark_of(1)}, {.only_image = true});
    ASSERT_TRUE(image) << image.error().cause;
    EXPECT_EQ(image->way, "image");
}

TEST(Marking, RefusesATemplateThatIsNotThere) {
    auto pdf = as_file(paper::Paper().pdf());
    EXPECT_EQ(workers().mark(pdf, "no-such", {mark_of(1)}).error().fault, Fault::NotFound);
    EXPECT_FALSE(workers().mark(pdf, "../../messages/pipe", {mark_of(1)}));
}

TEST(Marking, RefusesWhatIsNoDocument) {
    EXPECT_EQ(workers().mark(as_file(""), "gb-9704", {mark_of(1)}).error().sentence.id,
              "pipe.empty");
    EXPECT_EQ(workers().mark(as_file("x"), "gb-9704", {mark_of(1)}).error().sentence.id,
              "pipe.not-a-document");
}

TEST(Marking, TriesTheNextWayWhenAWorkerDiesOnOne) {
    auto pool = pipe::Workers::start(settings("tests/imprimatur-worker-mischief")).value();
    auto const bytes = paper::Paper().prose(1, 20).pdf();
    auto twice =
        pool.mark(as_file(bytes + "\n%mischief:die-before vector"), "gb-9704", {mark_of(1)});
    ASSERT_TRUE(twice) << twice.error().cause;
    EXPECT_EQ(twice->way, "vector");
    auto always =
        pool.mark(as_file(bytes + "\n%mischief:die-before nothing"), "gb-9704", {mark_of(1)});
    ASSERT_FALSE(always);
    EXPECT_EQ(always.error().sentence.id, "pipe.worker-died");
}

TEST(Drawing, LaysOutARegister) {
    pipe::Sheet sheet;
    sheet.title = "复制记录 / Copy record";
    sheet.facts = {{"文号", "D-1"}};
    sheet.tables.push_back({"份", {{"份号", 30}, {"去向", 0}}, {{{"000001", ""}, {"王五", ""}}}});
    sheet.level_mark = "机密★10年";
    auto file = workers().draw(sheet);
    ASSERT_TRUE(file) << file.error().cause;
    auto const text = text_of(*file);
    EXPECT_THAT(text, HasSubstr("复制记录"));
    EXPECT_THAT(text, HasSubstr("000001"));
    EXPECT_THAT(text, HasSubstr("机密★10年"));
}

} // namespace
} // namespace imprimatur::worker
