/// The program itself, as a shell runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/cli/shell.hpp"

namespace imprimatur::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Program, TellsItsVersionAndExitCodes) {
    EXPECT_THAT(shell("imprimatur --version").out, StartsWith("imprimatur 0."));
    EXPECT_EQ(shell("imprimatur --version").exit, 0);
    EXPECT_EQ(shell("imprimatur frob").exit, 2);
    EXPECT_EQ(shell("imprimatur --socket /nowhere job list").exit, 5);
}

TEST(Program, SaysWhenItsOutputCouldNotBeWritten) {
    auto const ran = shell("LC_ALL=C imprimatur --man > /dev/full");
    EXPECT_EQ(ran.exit, 70) << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("was not written"));
}

TEST(Program, IsPlainWhereNobodyLooks) {
    EXPECT_EQ(shell("TERM=xterm imprimatur --help").out.find('\x1b'), std::string::npos);
}

TEST(Completion, OffersCommandsOptionsAndChoices) {
    auto complete = [](std::string const& words, int at) {
        return shell("bash --norc -c 'source " IMPRIMATUR_SOURCE_DIR
                     "/config/completion/imprimatur.bash; COMP_WORDS=(" +
                     words + "); COMP_CWORD=" + std::to_string(at) +
                     "; _imprimatur; echo \"${COMPREPLY[*]}\"'")
            .out;
    };
    EXPECT_EQ(complete("imprimatur doc", 1), "document\n");
    EXPECT_EQ(complete("imprimatur document sh", 2), "show\n");
    EXPECT_EQ(complete("imprimatur grant re", 2), "refuse\n");
    EXPECT_EQ(complete("imprimatur document add --ti", 3), "--title\n");
    EXPECT_EQ(complete("imprimatur document add --level sec", 4), "secret\n");
    EXPECT_EQ(complete("imprimatur --json job list --state wa", 5), "waiting\n");
}

TEST(ManPage, IsWithoutMistakesForTheFormatter) {
    for (auto const* page : {"docs/man/imprimatur.1", "docs/man/zh_CN/imprimatur.1"}) {
        auto const ran = shell(
            std::string("groff -man -K utf8 -T utf8 -ww -z -rLL=100n " IMPRIMATUR_SOURCE_DIR "/") +
            page);
        EXPECT_EQ(ran.exit, 0);
        EXPECT_EQ(ran.out, "");
    }
}

} // namespace
} // namespace imprimatur::cli
