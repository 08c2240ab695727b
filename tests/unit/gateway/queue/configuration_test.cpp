#include "gateway/queue/queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imprimatur::queue {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view plain = "LogLevel warn\nListen localhost:631\n";

TEST(Configuration, IsAddedOnceAndTakenOutWhole) {
    auto once = with_configuration(plain, {});
    EXPECT_TRUE(once.starts_with(plain));
    EXPECT_EQ(with_configuration(once, {}), once);
    EXPECT_EQ(without_configuration(once), plain);
    EXPECT_EQ(without_configuration(plain), plain);
}

TEST(Configuration, IsBroughtUpToDateInItsPlace) {
    auto before = with_configuration(plain, {}) + "MaxJobs 10\n";
    Accounts other;
    other.service = "gateway";
    auto after = with_configuration(before, other);
    EXPECT_THAT(after, HasSubstr("@SYSTEM gateway lp root"));
    EXPECT_THAT(after, Not(HasSubstr("imprimatur lp root")));
    EXPECT_TRUE(after.ends_with("# END imprimatur\nMaxJobs 10\n"));
    EXPECT_EQ(without_configuration(after), std::string(plain) + "MaxJobs 10\n");
}

TEST(Configuration, BeginsOnALineOfItsOwn) {
    EXPECT_THAT(with_configuration("LogLevel warn", {}),
                HasSubstr("LogLevel warn\n\n# BEGIN imprimatur"));
}

TEST(Configuration, KeepsNoFilesAndLosesNoStates) {
    auto text = configuration({});
    for (auto const* line :
         {"\nPreserveJobFiles No\n", "\nDirtyCleanInterval 0\n", "\nMaxJobTime 0\n"}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST(Configuration, LeavesNoOperationThatPrintsAroundTheGatewayToAnybody) {
    auto text = configuration({});
    auto ours = text.substr(text.find("<Policy imprimatur>"), text.find("</Policy>"));
    auto denied = ours.substr(ours.find("<Limit Restart-Job"));
    denied.resize(denied.find("</Limit>"));
    for (auto const* operation :
         {"Restart-Job", "Reprocess-Job", "CUPS-Move-Job", "CUPS-Get-Document"}) {
        EXPECT_THAT(denied, HasSubstr(operation));
    }
    EXPECT_THAT(denied, HasSubstr("Require user imprimatur-nobody"));
    EXPECT_THAT(text, Not(HasSubstr("\n    Deny from"))); // does not hold for local clients
}

} // namespace
} // namespace imprimatur::queue
