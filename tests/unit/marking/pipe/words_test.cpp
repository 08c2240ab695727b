#include "marking/pipe/words.hpp"

#include <gtest/gtest.h>

namespace imprimatur::pipe {
namespace {

Mark full_mark() {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = Period{.kind = Period::Kind::Months, .count = 6};
    mark.number = CopyNumber{123};
    mark.total = 3;
    mark.parent = CopyNumber{7};
    mark.serial = Serial(0xffffffffffffffff);
    mark.seals = {"IM1A", "IM1B"};
    mark.dots = "0110";
    mark.dots_mirrored = true;
    mark.document = "文〔2026〕1号";
    mark.title = "title";
    mark.recipient = "王五";
    mark.unit = "unit";
    mark.copying_unit = "copying";
    mark.purpose = "purpose";
    mark.scope = "scope";
    mark.user = "alice";
    mark.printed = "printed";
    mark.issued = "issued";
    mark.old_marks.push_back({2,
                              Seal{Serial(5), 2, "ABCDEFGHJKMNPQRS"},
                              {{1, 2}, {3, 4}, {5, 6}, {7, 8}},
                              CopyNumber{9}});
    return mark;
}

TEST(Words, AMarkArrivesAsItWasSent) {
    auto const sent = full_mark();
    auto const words = Json::parse(to_text(to_json(sent)));
    auto const arrived = read_mark(words);
    EXPECT_EQ(to_json(arrived), to_json(sent));
    EXPECT_EQ(arrived.period, sent.period);
    EXPECT_EQ(arrived.serial, sent.serial);
    EXPECT_EQ(arrived.recipient, "王五");
    ASSERT_EQ(arrived.old_marks.size(), 1U);
    EXPECT_EQ(arrived.old_marks[0].seal, sent.old_marks[0].seal);
    EXPECT_EQ(arrived.old_marks[0].corners[3].y, 8);
    EXPECT_EQ(arrived.old_marks[0].number, CopyNumber{9});
}

TEST(Words, AnEmptyMarkArrivesEmpty) {
    auto const arrived = read_mark(to_json(Mark()));
    EXPECT_FALSE(arrived.period || arrived.number || arrived.total || arrived.parent);
    EXPECT_TRUE(arrived.old_marks.empty());
}

TEST(Words, AnInspectionArrivesAsItWasSent) {
    Inspection sent{.kind = FileKind::Tiff, .pages = 3};
    sent.findings.push_back(
        {1, Seal{Serial(1), 1, std::nullopt}, "IM0…", {{1, 2}, {3, 4}, {5, 6}, {7, 8}}});
    sent.findings.push_back({2, std::nullopt, "foreign", {}});
    sent.written_level = Level::TopSecret;
    sent.is_level_certain = false;
    sent.written_where = "page 1: 绝密";
    sent.fingerprint.text = "F1;";
    sent.is_signed = true;
    sent.unread_pages = {3};
    sent.silent_pages = {2};
    EXPECT_EQ(to_json(read_inspection(to_json(sent))), to_json(sent));
    EXPECT_EQ(read_inspection(to_json(sent)).findings[0].seal, sent.findings[0].seal);
    EXPECT_FALSE(read_inspection(to_json(sent)).findings[1].seal);
    EXPECT_FALSE(read_inspection(to_json(sent)).is_level_certain);
    EXPECT_EQ(read_inspection(to_json(sent)).silent_pages, sent.silent_pages);
}

TEST(Words, ASheetArrivesAsItWasSent) {
    Sheet sent;
    sent.title = "簿";
    sent.facts = {{"a", "b"}};
    sent.tables = {{"h", {{"c", 30}}, {{{"cell", "IM1"}, {"\n", ""}}}}};
    sent.opening = {"o"};
    sent.paragraphs = {"p"};
    sent.signatures = {"s"};
    sent.foot = "foot";
    sent.level_mark = "机密";
    sent.landscape = true;
    auto const arrived = read_sheet(to_json(sent));
    EXPECT_EQ(to_json(arrived), to_json(sent));
    EXPECT_EQ(arrived.tables.at(0).rows.at(0).at(0).seal, "IM1");
    EXPECT_EQ(arrived.opening, sent.opening);
}

TEST(Words, AnErrorArrivesAsItWasSent) {
    Error const sent{Fault::TimedOut, {"pipe.timed-out", {{"seconds", "3"}}}, "cause"};
    auto const arrived = read_error(to_json(sent));
    EXPECT_EQ(arrived.fault, sent.fault);
    EXPECT_EQ(arrived.sentence, sent.sentence);
    EXPECT_EQ(arrived.cause, "cause");
}

TEST(Words, WhatIsNoUtf8BecomesReadable) {
    EXPECT_EQ(Json::parse(to_text({{"title", "a\xff"
                                             "b"}}))
                  .at("title"),
              "a\xEF\xBF\xBD"
              "b");
}

TEST(Words, NonsenseIsRefused) {
    auto words = to_json(full_mark());
    words["level"] = 99;
    EXPECT_THROW(read_mark(words), std::invalid_argument);
    words["level"] = "high";
    EXPECT_THROW(read_mark(words), std::invalid_argument);
    words = to_json(full_mark());
    for (auto const& number : {Json(4294967296 + 1), Json(-1), Json(2.7)}) {
        words["total"] = number;
        EXPECT_THROW(read_mark(words), std::invalid_argument) << number;
    }
    EXPECT_THROW(read_inspection(Json::object()), Json::exception);
    EXPECT_THROW(read_error(Json::array()), Json::exception);
}

} // namespace
} // namespace imprimatur::pipe
