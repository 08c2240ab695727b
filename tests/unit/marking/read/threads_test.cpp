#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "marking/read/read.hpp"

namespace imprimatur::read {
namespace {

/// 0 when two threads of a fresh process look for codes, again and again, and neither falls.
int looked_by_two_threads() {
    auto const child = ::fork();
    if (child == 0) {
        constexpr int times = 2000;
        std::atomic<int> looked{0};
        auto const look = [&] {
            Bitmap const blank{32, 32, Channels::Grey, 100,
                               std::vector<std::uint8_t>(32 * 32, 255)};
            for (int i = 0; i < times; ++i) {
                looked += codes(blank, Effort::Quick) ? 1 : 0;
            }
        };
        std::thread other(look);
        look();
        other.join();
        std::exit(looked == 2 * times ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

// Seen as a worker's death over a document of 5,000 pages: OpenCV's own threads were ended twice.
TEST(ReadThreads, MayLookForCodesAtOnce) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(looked_by_two_threads(), 0);
    }
}

} // namespace
} // namespace imprimatur::read
