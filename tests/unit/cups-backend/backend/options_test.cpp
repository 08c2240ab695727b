#include "cups-backend/options.hpp"

#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

TEST(AnOptionTakenOut, IsGoneHoweverItIsWritten) {
    for (auto const* label : {"page-label=绝密", "PAGE-LABEL='top secret'", "page-label=\"a b\"",
                              "page-label=a\\ b", "Page-Label={x y}", "page-label"}) {
        auto const left =
            without_option("number-up=2 " + std::string(label) + " landscape", "page-label");
        EXPECT_EQ(left, "number-up=2 landscape page-label=''") << label;
    }
}

TEST(AnOptionTakenOut, LeavesTheOthersWordForWord) {
    EXPECT_EQ(
        without_option("a='x y' b=\"it's\" c={d=1 e=2} nof page-labels=1 g=\\\"", "page-label"),
        "a='x y' b=\"it's\" c={d=1 e=2} nof page-labels=1 g=\\\" page-label=''");
    EXPECT_EQ(without_option("", "page-label"), "page-label=''");
    std::string const long_text(3U << 20U, 'x');
    EXPECT_EQ(without_option(long_text, "page-label"), long_text + " page-label=''");
}

} // namespace
} // namespace imprimatur::backend
