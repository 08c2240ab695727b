#include "gateway/registry/words.hpp"

#include <gtest/gtest.h>

namespace imprimatur::registry {
namespace {

/// Every enumerator up to the last has a word of its own that leads back to it.
template <class Enum> void expect_words(Enum last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        auto value = static_cast<Enum>(i);
        EXPECT_FALSE(word(value).empty());
        EXPECT_EQ(find_word<Enum>(word(value)), value);
    }
    EXPECT_FALSE(find_word<Enum>(""));
    EXPECT_FALSE(find_word<Enum>("Reserved"));
}

TEST(Words, LeadBackToWhatTheyStandFor) {
    expect_words(DocumentState::Withdrawn);
    expect_words(RequestState::Withdrawn);
    expect_words(ApprovalVerdict::Refuse);
    expect_words(JobState::Cancelled);
    expect_words(CopyKind::Draft);
    expect_words(CopyState::Frozen);
}

} // namespace
} // namespace imprimatur::registry
