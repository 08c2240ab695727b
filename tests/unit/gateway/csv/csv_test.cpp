#include "gateway/csv/csv.hpp"

#include <gtest/gtest.h>

namespace imprimatur::csv {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> cells(std::string_view text) {
    std::vector<Cells> out;
    auto rows = read(text).value();
    for (auto const& row : rows) {
        out.push_back(row.cells);
    }
    return out;
}

Sentence complaint(std::string_view text) {
    auto read_back = read(text);
    EXPECT_FALSE(read_back) << text;
    return read_back ? Sentence{} : read_back.error().sentence;
}

TEST(Csv, IsReadWithAndWithoutByteOrderMarkWithEitherLineEnd) {
    std::vector<Cells> const expected{{"文号", "标题"}, {"1号", "通知"}};
    EXPECT_EQ(cells("文号,标题\n1号,通知\n"), expected);
    EXPECT_EQ(cells("\xef\xbb\xbf文号,标题\r\n1号,通知\r\n"), expected);
    EXPECT_EQ(cells("文号,标题\n1号,通知"), expected) << "the last line need not end";
}

TEST(Csv, QuotesHoldCommasQuotesAndLineEnds) {
    EXPECT_EQ(cells("a,\"b,c\",\"say \"\"hi\"\"\"\n"),
              (std::vector<Cells>{{"a", "b,c", "say \"hi\""}}));
    EXPECT_EQ(cells("\"one\r\ntwo\",x\r\n"), (std::vector<Cells>{{"one\ntwo", "x"}}));
    EXPECT_EQ(cells("\"\",x\n"), (std::vector<Cells>{{"", "x"}}));
}

TEST(Csv, BlanksAroundABareCellAreNoPartOfIt) {
    EXPECT_EQ(cells("a , b\t,\" c \"\n"), (std::vector<Cells>{{"a", "b", " c "}}));
}

TEST(Csv, EmptyLinesAreLeftOutAndLinesStayThoseOfTheFile) {
    auto rows = read("h\n\n\"two\nlines\"\n\r\nlast\n").value();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].line, 1U);
    EXPECT_EQ(rows[1].line, 3U);
    EXPECT_EQ(rows[2].line, 6U);
}

TEST(Csv, RowsOfEmptyCellsAreLeftOut) { // as spreadsheets end their tables
    EXPECT_EQ(cells("a,b\n1,2\n,,,\n , \n\xe3\x80\x80,\"\"\n3,\n"),
              (std::vector<Cells>{{"a", "b"}, {"1", "2"}, {"3", ""}}));
}

TEST(Csv, WhatLooksLikeMarkupOrAFormulaIsText) {
    EXPECT_EQ(cells("=cmd|'/c calc'!A1,<b>x</b>,@SUM(1),-1,+1\n"),
              (std::vector<Cells>{{"=cmd|'/c calc'!A1", "<b>x</b>", "@SUM(1)", "-1", "+1"}}));
}

TEST(Csv, NamesTheLineOfWhatIsNoTable) {
    EXPECT_EQ(complaint("a\nb\"c\n"), (Sentence{"csv.stray-quote", {{"line", "2"}}}));
    EXPECT_EQ(complaint("a\n\"b\" c\n"), (Sentence{"csv.stray-quote", {{"line", "2"}}}));
    EXPECT_EQ(complaint("a\nb\n\"c\nd\n"), (Sentence{"csv.open-quote", {{"line", "3"}}}));
    EXPECT_EQ(complaint("a\n\xb9\xc4\n"), (Sentence{"csv.not-utf8", {{"line", "2"}}}));
    EXPECT_EQ(complaint("a\n\xe6\x96"), (Sentence{"csv.not-utf8", {{"line", "2"}}}));
    EXPECT_EQ(complaint(std::string_view("a\nb\0c\n", 6)),
              (Sentence{"csv.control-character", {{"line", "2"}}}));
    EXPECT_EQ(complaint("a\rb\n"), (Sentence{"csv.control-character", {{"line", "1"}}}));
}

TEST(Csv, OfNothingIsNothing) {
    EXPECT_TRUE(cells("").empty());
    EXPECT_TRUE(cells("\xef\xbb\xbf\r\n\r\n").empty());
}

} // namespace
} // namespace imprimatur::csv
