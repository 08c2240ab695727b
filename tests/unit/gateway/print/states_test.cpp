#include <gtest/gtest.h>

#include "gateway/print/job_states.hpp"

namespace imprimatur::print {
namespace {

using enum registry::JobState;

constexpr registry::JobState every[] = {Arriving, InCustody, Waiting,  Reserved,
                                        Finished, Refused,   Cancelled};

TEST(JobStates, TheEndIsTheEnd) {
    for (auto from : {Finished, Refused, Cancelled}) {
        EXPECT_TRUE(is_over(from));
        for (auto to : every) {
            EXPECT_FALSE(is_allowed_move(from, to));
        }
    }
}

TEST(JobStates, NothingIsReservedBeforeItIsInCustody) {
    EXPECT_FALSE(is_allowed_move(Arriving, Reserved));
    EXPECT_FALSE(is_allowed_move(Arriving, Waiting));
    EXPECT_TRUE(is_allowed_move(InCustody, Reserved));
}

TEST(JobStates, OnlyWhatWasReservedIsFinished) {
    for (auto from : every) {
        EXPECT_EQ(is_allowed_move(from, Finished), from == Reserved);
    }
}

TEST(JobStates, NothingGoesBackToWaiting) {
    EXPECT_FALSE(is_allowed_move(Reserved, Waiting));
    EXPECT_FALSE(is_allowed_move(Reserved, InCustody));
    EXPECT_FALSE(is_allowed_move(Waiting, InCustody));
}

} // namespace
} // namespace imprimatur::print
