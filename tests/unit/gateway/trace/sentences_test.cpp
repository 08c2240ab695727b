#include <gtest/gtest.h>

#include "foundation/sentence/sentence.hpp"
#include "gateway/registry/copy_states.hpp"

namespace imprimatur::trace {
namespace {

/// A story that says a bare key of the table where the copy went is no evidence.
TEST(Sentences, TellOfEveryKindOfMovementThatCanBeWritten) {
    Sentences const sentences(IMPRIMATUR_SOURCE_DIR "/templates/messages");
    EXPECT_GE(registry::movement_kinds().size(), 16U);
    for (auto kind : registry::movement_kinds()) {
        auto const id = "trace.moved-" + std::string(kind);
        EXPECT_TRUE(sentences.knows(id)) << id;
        for (auto language : {Language::Chinese, Language::English}) {
            auto const said = sentences.say(
                {id, {{"time", "T"}, {"from", "F"}, {"to", "R"}, {"by", "B"}, {"note", "N"}}},
                language);
            EXPECT_EQ(said.find('{'), said.npos) << said;
            EXPECT_NE(said.find('T'), said.npos) << said;
            EXPECT_NE(said.find('N'), said.npos) << said;
        }
    }
}

TEST(Sentences, OfWhatIsToBeDoneLeaveNothingOpen) {
    Sentences const sentences(IMPRIMATUR_SOURCE_DIR "/templates/messages");
    for (auto const* name : {"disagree",
                             "code-pasted",
                             "code-apart",
                             "found-dots-unsure",
                             "found-dots-faint",
                             "was-copied-on",
                             "alarm-destroyed",
                             "alarm-returned",
                             "alarm-destroyed-in",
                             "alarm-returned-in",
                             "alarm-no-paper",
                             "next-destroyed",
                             "next-returned",
                             "next-open",
                             "next-report",
                             "next-incident",
                             "next-found",
                             "next-incident-report",
                             "next-incident-account",
                             "next-freeze",
                             "next-holder",
                             "next-no-holder",
                             "next-copies",
                             "next-others",
                             "next-account"}) {
        EXPECT_TRUE(sentences.knows("trace." + std::string(name))) << name;
    }
}

} // namespace
} // namespace imprimatur::trace
