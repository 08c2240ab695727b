#include <gtest/gtest.h>

#include "gateway/print/facts.hpp"
#include "gateway/print/notes.hpp"
#include "gateway/print/tame.hpp"

namespace imprimatur::print {
namespace {

TEST(Notes, AnInspectionComesBackAsItWas) {
    pipe::Inspection inspection;
    inspection.kind = pipe::FileKind::Pdf;
    inspection.pages = 7;
    inspection.written_level = Level::Secret;
    inspection.is_level_certain = false;
    inspection.written_where = "page 1: 机密★10年";
    inspection.fingerprint.text = "f1:abc";
    inspection.is_signed = true;
    inspection.unread_pages = {2, 5};
    pipe::Finding ours{
        3, Seal{Serial{99}, 3, std::string(16, 'A')}, "", {{1.5, 2}, {3, 4}, {5, 6}, {7, 8}}};
    pipe::Finding foreign{4, std::nullopt, "https://example.org/\xff", {}};
    inspection.findings = {ours, foreign};
    Seen seen{inspection,
              {{7,
                pipe::Likeness::Same,
                {{{1, 3}, pipe::Likeness::Same, 1, 1}, {{2, 4}, pipe::Likeness::Different, 0, 0}},
                {3, 4, 6}}},
              Arranged{2, inspection.findings}};
    auto const read = read_seen(to_note(seen));
    ASSERT_TRUE(read);
    auto const* back = &read->inspection;
    ASSERT_EQ(read->recognised.size(), 1U);
    EXPECT_EQ(read->recognised[0].document, 7);
    EXPECT_EQ(read->recognised[0].likeness, pipe::Likeness::Same);
    EXPECT_EQ(read->recognised[0].pages.at(1).pair.registered, 4U);
    EXPECT_EQ(to_ranges(read->recognised[0].printed), "3-4, 6");
    ASSERT_TRUE(read->arranged);
    EXPECT_EQ(read->arranged->sheets, 2U);
    EXPECT_EQ(read->arranged->findings.size(), inspection.findings.size());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->pages, 7U);
    EXPECT_EQ(back->written_level, Level::Secret);
    EXPECT_FALSE(back->is_level_certain);
    EXPECT_EQ(back->fingerprint.text, "f1:abc");
    EXPECT_EQ(back->unread_pages, (std::vector<std::uint32_t>{2, 5}));
    ASSERT_EQ(back->findings.size(), 2U);
    EXPECT_EQ(back->findings[0].seal, ours.seal);
    EXPECT_EQ(back->findings[0].corners[0].x, 1.5);
    EXPECT_FALSE(back->findings[1].seal);
}

TEST(Notes, WhatIsNoNoteIsCorrupt) {
    EXPECT_EQ(read_seen("{}").error().fault, Fault::Corrupt);
    EXPECT_EQ(read_seen("[").error().fault, Fault::Corrupt);
    EXPECT_EQ(read_told("{\"id\":1}").error().fault, Fault::Corrupt);
    EXPECT_TRUE(read_told(""));
}

TEST(Names, AreSplitAtChineseAndOtherCommas) {
    EXPECT_EQ(split_names(" 李明，王华、赵敏 ; chenli,, "),
              (std::vector<std::string>{"李明", "王华", "赵敏", "chenli"}));
    EXPECT_TRUE(split_names("  ").empty());
}

TEST(Tame, KeepsWordsAndTakesAwayWhatSteers) {
    EXPECT_EQ(tame("通知 a%s`id`", 100), "通知 a%s`id`");
    EXPECT_EQ(tame("a\nb\x7f", 100), "a\xEF\xBF\xBD"
                                     "b\xEF\xBF\xBD");
    EXPECT_EQ(tame("\xE2\x80\xAE"
                   "x",
                   100),
              "\xEF\xBF\xBDx");
    EXPECT_EQ(tame("\xC0\xAF\xED\xA0\x80\xF5", 100).find('\xC0'), std::string::npos);
    EXPECT_EQ(tame("一二三", 2), "一二");
    EXPECT_EQ(tame(std::string("a\0b", 3), 9), "a\xEF\xBF\xBD"
                                               "b");
}

TEST(Days, EndAtMidnightHere) {
    auto end = end_of_day(*find_date("2026-12-31"));
    EXPECT_EQ(local_text(end), "2027-01-01 00:00");
    EXPECT_EQ(local_date(end - std::chrono::milliseconds{1}), *find_date("2026-12-31"));
}

} // namespace
} // namespace imprimatur::print
