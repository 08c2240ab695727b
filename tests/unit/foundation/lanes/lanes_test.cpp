#include <atomic>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "foundation/lanes/lanes.hpp"

namespace imprimatur {
namespace {

TEST(Lanes, CallTheWorkOnceForEachLane) {
    std::vector<int> called(4);
    in_lanes(4, [&](std::size_t lane) { ++called[lane]; });
    EXPECT_EQ(called, (std::vector{1, 1, 1, 1}));
}

TEST(Lanes, AreOneWhereThereIsLittleToDo) {
    EXPECT_EQ(lanes_for(3, 4), 1U);
    EXPECT_GE(lanes_for(4, 4), 1U);
    EXPECT_LE(lanes_for(1000, 4), most_lanes);
}

TEST(Lanes, ThrowWhatALaneThrewWhenAllHaveEnded) {
    for (std::size_t thrower : {0U, 2U}) {
        std::atomic<int> ended = 0;
        EXPECT_THROW(in_lanes(3,
                              [&](std::size_t lane) {
                                  ++ended;
                                  if (lane == thrower) {
                                      throw std::runtime_error("no more memory");
                                  }
                              }),
                     std::runtime_error);
        EXPECT_EQ(ended, 3);
    }
}

} // namespace
} // namespace imprimatur
