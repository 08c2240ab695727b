#include "cups-backend/talk.hpp"

#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

/// What the scheduler's own backends say, word for word as CUPS 2.4 has it.
class TalkOfADevice : public testing::Test {
  protected:
    Talk heard(std::string const& text, std::string const& scheme = "ipp") {
        Talk talk(scheme, watcher, note);
        talk.hear(text);
        return talk;
    }
    std::string doubt(std::string const& text, std::string const& scheme = "ipp") {
        return heard(text, scheme).doubt();
    }
    std::vector<std::string> states;
    std::string message;
    std::vector<std::string> log;
    Watcher watcher = [this](auto const& now, auto const& said) {
        states = now;
        message = said.empty() ? message : said;
    };
    Note note = [this](std::string_view text) { log.emplace_back(text); };
    std::string const completed = "STATE: +cups-waiting-for-job-completed\n"
                                  "DEBUG: Get-Job-Attributes: successful-ok (successful-ok)\n"
                                  "DEBUG: job-state enum completed\n"
                                  "DEBUG: job-state-reasons keyword job-completed-successfully\n";
};

TEST_F(TalkOfADevice, ProvesACopyOnlyWhereThePrinterSaidThatItIsCompleted) {
    EXPECT_EQ(doubt(completed), "");
    EXPECT_EQ(doubt(completed, "ipps"), "");
}

TEST_F(TalkOfADevice, LeavesACopyInDoubtThatThePrinterKnowsNoMore) {
    EXPECT_EQ(doubt("DEBUG: job-state enum processing\n"
                    "STATE: +cups-ipp-conformance-failure-report,cups-ipp-missing-job-history\n"),
              "backend.note-not-known");
    EXPECT_EQ(doubt("DEBUG: job-state enum completed\nSTATE: cups-ipp-missing-job-history\n"),
              "backend.note-not-known");
    for (auto const* missing : {"job-id", "job-state", "get-job-attributes"}) {
        EXPECT_EQ(doubt(completed + "STATE: +cups-ipp-missing-" + missing + "\n"),
                  "backend.note-not-known");
    }
}

TEST_F(TalkOfADevice, DoesNotUnsayADoubt) {
    EXPECT_EQ(doubt("STATE: +cups-ipp-missing-job-history\nSTATE: -cups-ipp-missing-job-history\n"),
              "backend.note-not-known");
}

TEST_F(TalkOfADevice, LeavesACopyInDoubtThatThePrinterDidNotComplete) {
    for (auto const* state :
         {"pending", "pending-held", "processing", "processing-stopped", "canceled", "aborted"}) {
        EXPECT_EQ(doubt(completed + "DEBUG: job-state enum " + state + "\n"),
                  "backend.note-not-completed")
            << state;
    }
    EXPECT_EQ(doubt("DEBUG: job-state enum completed\nDEBUG: job-state-reasons 1setOf keyword "
                    "job-completed-with-errors,job-queued\n"),
              "backend.note-with-errors");
}

TEST_F(TalkOfADevice, LeavesACopyInDoubtOfWhichAnIppBackendSaidNothing) {
    EXPECT_EQ(doubt("", "ipp"), "backend.note-not-told");
    EXPECT_EQ(doubt("DEBUG: (monitor) job-state = completed\n", "ipps"), "backend.note-not-told")
        << "the monitor says so of a job that is gone, too";
    EXPECT_EQ(doubt("", "socket"), "") << "a line to a printer tells no more than its end";
    EXPECT_EQ(doubt("DEBUG: job-state enum aborted\n", "other"), "backend.note-not-completed");
}

TEST_F(TalkOfADevice, IsHeardInAnyPieces) {
    Talk talk("ipp", watcher, note);
    for (char c : completed) {
        talk.hear({&c, 1});
    }
    EXPECT_EQ(talk.doubt(), "");
    EXPECT_EQ(states, std::vector<std::string>{"cups-waiting-for-job-completed"});
    talk.hear(std::string(1 << 20, 'x') + "\nDEBUG: job-state enum aborted\n");
    EXPECT_EQ(talk.doubt(), "backend.note-not-completed");
    for (auto const& line : log) {
        EXPECT_LE(line.size(), 8192U);
    }
}

TEST_F(TalkOfADevice, TellsTheStatesOfThePrinterAsTheyComeAndGo) {
    heard("STATE: +media-empty,door-open\nSTATE: -door-open\nINFO: Load paper.\n");
    EXPECT_EQ(states, std::vector<std::string>{"media-empty"});
    EXPECT_EQ(message, "Load paper.");
    heard("STATE: +media-empty\nSTATE: toner-low\n");
    EXPECT_EQ(states, std::vector<std::string>{"toner-low"});
}

TEST_F(TalkOfADevice, IsHeardByThePersonInItsOwnWords) {
    for (auto const* tone : {"INFO", "NOTICE", "WARNING", "ERROR"}) {
        heard(std::string(tone) + ": The printer says " + tone + ".\n");
        EXPECT_EQ(message, std::string("The printer says ") + tone + ".");
    }
}

TEST_F(TalkOfADevice, GivesNoCommandsToTheScheduler) {
    heard("ATTR: auth-info-required=none\nJOBSTATE: cups-retry-as-raster\nPPD: x=y\n");
    EXPECT_EQ(log.size(), 3U) << "to the log, where they do nothing";
    EXPECT_EQ(message, "");
}

TEST_F(TalkOfADevice, IsASignOfLifeWhereThePrinterAnsweredOrMadeAPage) {
    EXPECT_FALSE(heard("INFO: Connecting to printer.\nDEBUG: Looking up\n").take_sign_of_life());
    EXPECT_FALSE(
        heard("DEBUG: Get-Job-Attributes: server-error-service-unavailable\n").take_sign_of_life());
    auto talk = heard(completed);
    EXPECT_TRUE(talk.take_sign_of_life());
    EXPECT_FALSE(talk.take_sign_of_life()) << "once";
    EXPECT_TRUE(heard("PAGE: total 3\n").take_sign_of_life());
}

} // namespace
} // namespace imprimatur::backend
