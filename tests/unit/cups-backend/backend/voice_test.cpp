#include "cups-backend/voice.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include "foundation/file/file.hpp"

namespace imprimatur::backend {
namespace {

/// What is heard of what `speak` says.
template <class Speak> std::string heard(Speak speak) {
    auto file = memory_file("voice");
    Voice voice(file->number());
    speak(voice);
    return *read_whole(*file);
}

TEST(Voice, SaysOneLineWhateverTheText) {
    EXPECT_EQ(heard([](Voice& v) { v.say(Tone::Refusal, "no\nATTR: x=1\rSTATE: paused"); }),
              "ERROR: no ATTR: x=1 STATE: paused\n");
    EXPECT_EQ(heard([](Voice& v) { v.say(Tone::Notice, "等待批准"); }), "WARNING: 等待批准\n");
    EXPECT_EQ(heard([](Voice& v) { v.note("a\nb"); }), "DEBUG: a b\n");
}

TEST(Voice, KeepsToWhatAnIppTextMayHold) {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "密";
    }
    auto line = heard([&](Voice& v) { v.say(Tone::Progress, text); });
    EXPECT_LE(line.size(), 1023U);
    EXPECT_TRUE(line.ends_with("密\n"));
}

TEST(Voice, DoesNotRepeatItself) {
    EXPECT_EQ(heard([](Voice& v) {
                  v.say(Tone::Notice, "away");
                  v.say(Tone::Notice, "away");
                  v.say(Tone::Refusal, "away");
              }),
              "WARNING: away\nERROR: away\n");
}

TEST(Voice, GivesReasonsThatAreKeywordsOnly) {
    EXPECT_EQ(heard([](Voice& v) { v.reason("imprimatur-approval-needed"); }),
              "JOBSTATE: imprimatur-approval-needed\n");
    for (auto const* wrong : {"", "a b", "x\nATTR: y", "A", "-x", "字"}) {
        EXPECT_EQ(heard([&](Voice& v) { v.reason(wrong); }), "") << wrong;
    }
}

TEST(Voice, ShowsTheStatesOfTheDeviceAndTakesThemBack) {
    EXPECT_EQ(
        heard([](Voice& v) {
            v.show_states({"media-empty", "toner-low-warning", "none"});
            v.show_states({"toner-low-warning"});
            v.show_states({"toner-low-warning"});
            v.show_states({});
        }),
        "STATE: +media-empty,toner-low-warning\nSTATE: -media-empty\nSTATE: -toner-low-warning\n");
}

TEST(Voice, NeverStopsOurOwnQueue) {
    EXPECT_EQ(heard([](Voice& v) {
                  v.show_states({"paused", "hold-new-jobs", "cups-waiting-for-job-completed", "x y",
                                 "a\nb", "Paused"});
              }),
              "");
}

} // namespace
} // namespace imprimatur::backend
