#include "gateway/cli/table.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {
namespace {

Table copies() {
    Table table({{"Copy"}, {"For", false, true}, {"Pages", true}});
    table.add({"000001", "陈丽", "3"});
    table.add({"000002", "Zhou Ning", "12"});
    return table;
}

TEST(Table, AlignsColumnsAlsoUnderChinese) {
    EXPECT_EQ(copies().text({}), "Copy    For        Pages\n"
                                 "000001  陈丽           3\n"
                                 "000002  Zhou Ning     12\n");
}

TEST(Table, ShowsThatACellIsEmpty) {
    Table table({{"A"}, {"B"}, {"C"}});
    table.add({"1"});
    table.add({"1", "2", "3", "dropped"});
    EXPECT_EQ(table.text({}), "A  B  C\n1  -  -\n1  2  3\n");
}

TEST(Table, CutsNothingWhereThereIsNoTerminal) {
    Table table({{"Title", false, true}});
    table.add({std::string(500, 'x')});
    EXPECT_NE(table.text({}).find(std::string(500, 'x')), std::string::npos);
}

TEST(Table, GivesUpRoomOnlyWhereItMay) {
    Table table({{"Number"}, {"Title", false, true}});
    table.add({"鼓委办〔2026〕12号", "关于进一步加强涉密文件复制管理工作的通知"});
    std::istringstream lines(table.text({44, false}));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(columns(line), 44U) << line;
    }
    EXPECT_NE(table.text({44, false}).find("鼓委办〔2026〕12号"), std::string::npos);
    EXPECT_NE(table.text({44, false}).find("…"), std::string::npos);
}

TEST(Table, LetsNoCellBreakItsLine) {
    Table table({{"Title"}});
    table.add({"one\ntwo\x1b[0m"});
    auto const text = table.text({});
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Table, IsBoldOnlyWhereColourIsWanted) {
    EXPECT_EQ(copies().text({80, false}).find('\x1b'), std::string::npos);
    EXPECT_EQ(copies().text({80, true}).find("\x1b[1mCopy"), 0U);
}

TEST(Facts, StandUnderEachOtherAndLeaveOutWhatIsEmpty) {
    EXPECT_EQ(facts({{"文号", "12号"}, {"标题", ""}, {"Level", "机密★10年"}}, {}),
              "文号   12号\nLevel  机密★10年\n");
}

TEST(Facts, FoldALongValueUnderItsBeginningInATerminal) {
    std::vector<std::pair<std::string, std::string>> const pairs{
        {"说明", "this copy was granted to three people"}};
    EXPECT_EQ(facts(pairs, {32, false}), "说明  this copy was granted to\n      three people\n");
    EXPECT_EQ(facts(pairs, {}), "说明  this copy was granted to three people\n");
}

TEST(Wrapped, BreaksAtBlanksAndBetweenChineseCharacters) {
    EXPECT_EQ(wrapped("one two three four five", 2, 24), "  one two three four\n  five\n");
    EXPECT_EQ(wrapped("登记一份文件并收存其正文的指纹。", 0, 20),
              "登记一份文件并收存其\n正文的指纹。\n");
}

TEST(Wrapped, BeginsNoLineWithAFullStop) {
    EXPECT_EQ(wrapped("登记一份文件并收存其。", 0, 20), "登记一份文件并收存其。\n");
    EXPECT_EQ(wrapped("(signed by 王华, 李明), then", 0, 21), "(signed by 王华, 李明),\nthen\n");
    EXPECT_EQ(wrapped("what stands in a file .rc", 0, 22), "what stands in a file\n.rc\n");
}

} // namespace
} // namespace imprimatur::cli
