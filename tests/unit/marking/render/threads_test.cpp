#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::render {
namespace {

/// 0 when two threads of a fresh process draw their first page at once and both get it.
int drawn_by_two_threads(std::string const& bytes) {
    auto const child = ::fork();
    if (child == 0) {
        std::atomic<int> at_the_line{0};
        std::atomic<int> drawn{0};
        auto const draw = [&] {
            ++at_the_line;
            while (at_the_line < 2) {
            }
            auto const document = Document::open(bytes);
            drawn += document && document->draw(1, 72) ? 1 : 0;
        };
        std::thread other(draw);
        draw();
        other.join();
        std::exit(drawn == 2 ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

// Seen as a crash of the stamp tests once in some hundred runs: Poppler's first page is not safe.
TEST(RenderThreads, MayDrawTheFirstPagesOfAProcessAtOnce) {
    auto const bytes = paper::Paper().text(20, 20, "Aa").pdf();
    for (int i = 0; i < 150; ++i) {
        ASSERT_EQ(drawn_by_two_threads(bytes), 0);
    }
}

} // namespace
} // namespace imprimatur::render
