#include "gateway/queue/queue.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace imprimatur::queue {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view plain = "LogLevel warn\nListen localhost:631\n";

// As Debian ships it, in short.
constexpr std::string_view shipped = R"(LogLevel warn
# Which printers are announced
Browsing Yes
BrowseLocalProtocols dnssd
WebInterface Yes
<Location />
  Order allow,deny
</Location>
<Location /admin>
  Order allow,deny
</Location>
<Policy default>
  JobPrivateValues default
  <Limit Create-Job Print-Job>
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
<Policy authenticated>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
)";

/// What cupsctl makes of a file: no comment is left, and all is indented anew.
std::string written_by_cupsctl(std::string_view text) {
    std::string out;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        line.resize(std::min(line.find('#'), line.size()));
        auto const begin = line.find_first_not_of(' ');
        if (begin != line.npos) {
            out += (line[begin] == '<' ? "" : "    ") + line.substr(begin) + "\n";
        }
    }
    return out;
}

std::size_t count(std::string_view text, std::string_view word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        ++found;
    }
    return found;
}

TEST(Configuration, IsAddedOnceAndTakenOutWhole) {
    auto once = with_configuration(plain, {});
    EXPECT_TRUE(once.starts_with(plain));
    EXPECT_EQ(with_configuration(once, {}), once);
    EXPECT_EQ(without_configuration(once, plain), plain);
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

TEST(Configuration, LeavesWhatNoPolicyNamesToTheSystemGroupAlone) {
    auto text = configuration({});
    EXPECT_EQ(count(text, "<Policy "), 3U);
    EXPECT_EQ(
        count(
            text,
            "<Limit All>\n    AuthType Default\n    Require user @SYSTEM\n    Order deny,allow\n"),
        3U);
    EXPECT_EQ(count(text, "JobPrivateValues all\n"), 3U);
    EXPECT_EQ(count(text, "SubscriptionPrivateValues all\n"), 3U);
    EXPECT_EQ(count(text, "<Limit"), count(text, "AuthType Default") - 3); // three for /admin
}

TEST(Configuration, LeavesNoOtherPolicyAndNoOtherWayIntoTheSettings) {
    auto text = with_configuration(shipped, {});
    EXPECT_EQ(count(text, "<Policy "), 3U);
    EXPECT_THAT(text, Not(HasSubstr("<Policy authenticated>")));
    EXPECT_EQ(count(text, "<Location /admin>"), 1U);
    EXPECT_EQ(count(text, "<Location />"), 1U);
    EXPECT_EQ(count(text, "Browsing "), 1U);
    EXPECT_EQ(count(text, "WebInterface "), 1U);
    EXPECT_TRUE(says_ours(text, {}));
    EXPECT_EQ(without_configuration(text, shipped), shipped);
}

TEST(Configuration, GivesBackWhatHadToGoAndKeepsWhatCameSince) {
    auto text = with_configuration(shipped, {}) + "MaxJobs 10\n";
    auto left = without_configuration(text, shipped);
    EXPECT_THAT(left, HasSubstr("MaxJobs 10\n"));
    EXPECT_THAT(left, HasSubstr("<Policy authenticated>"));
    EXPECT_THAT(left, HasSubstr("WebInterface Yes\n"));
    EXPECT_THAT(left, Not(HasSubstr("imprimatur")));
}

TEST(Configuration, IsKnownByWhatItSaysWhenCupsctlWroteItAnew) {
    auto text = written_by_cupsctl(with_configuration(shipped, {})) + "LogLevel debug\n";
    EXPECT_THAT(text, Not(HasSubstr("BEGIN imprimatur")));
    EXPECT_TRUE(says_ours(text, {}));
    EXPECT_EQ(with_configuration(text, {}), text);
    EXPECT_THAT(without_configuration(text, shipped), Not(HasSubstr("imprimatur")));
}

TEST(Configuration, WrittenAnewIsNeverThereTwice) {
    auto text = written_by_cupsctl(with_configuration(shipped, {}));
    Accounts other;
    other.service = "gateway";
    auto after = with_configuration(text, other);
    EXPECT_EQ(count(after, "<Policy imprimatur>"), 1U);
    EXPECT_EQ(count(after, "DefaultPolicy "), 1U);
    EXPECT_TRUE(says_ours(after, other));
}

TEST(Configuration, HasNoLineThatCupsctlWouldCut) {
    std::istringstream lines(configuration({}));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LT(line.size(), 1000U) << line;
    }
}

TEST(Configuration, IsNotOursWhenADoorWasOpenedAnywhere) {
    auto const sound = with_configuration(shipped, {});
    auto without_word = [&](std::string const& word) {
        auto text = sound;
        text.erase(text.find(word), word.size());
        return text;
    };
    for (auto const* word : {" CUPS-Move-Job", "JobPrivateValues all", "    Require user @SYSTEM\n",
                             "WebInterface No", "PreserveJobHistory 50", "Browsing No"}) {
        EXPECT_FALSE(says_ours(without_word(word), {})) << word;
    }
    for (auto const* more :
         {"<Policy open>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n",
          "<Policy default>\n<Limit Create-Job>\nOrder deny,allow\n</Limit>\n</Policy>\n",
          "<Location /admin/log/error_log>\nOrder allow,deny\n</Location>\n", "webinterface yes\n",
          "DefaultAuthType None\n"}) {
        EXPECT_FALSE(says_ours(sound + more, {})) << more;
        EXPECT_TRUE(says_ours(with_configuration(sound + more, {}), {})) << more;
    }
}

} // namespace
} // namespace imprimatur::queue
