#include <gtest/gtest.h>

#include "gateway/service/reply.hpp"

namespace imprimatur::service {
namespace {

Language asked(std::string const& field) {
    http::Headers headers;
    headers.set("Accept-Language", field);
    return language_asked(headers, Language::Chinese);
}

TEST(Language, TheWeightiestOfOursIsTaken) {
    EXPECT_EQ(asked("en"), Language::English);
    EXPECT_EQ(asked("en;q=0.5, zh-CN;q=0.8"), Language::Chinese);
    EXPECT_EQ(asked("fr, en;q=0.2"), Language::English);
    EXPECT_EQ(asked("fr"), Language::Chinese);
    EXPECT_EQ(asked(",,;q=,"), Language::Chinese);
    EXPECT_EQ(language_asked({}, Language::English), Language::English);
}

TEST(Log, ALineStaysALine) {
    EXPECT_EQ(log_line("a\nb\x1b[2Jc"), "a?b?[2Jc");
}

TEST(Metrics, CountsByRouteAndStatus) {
    Metrics metrics;
    metrics.answered("GET", "/v1/jobs/{job}", 200, std::chrono::microseconds{1500});
    metrics.answered("GET", "/v1/jobs/{job}", 200, std::chrono::microseconds{500});
    auto text = metrics.text({{"imprimatur_jobs{state=\"waiting\"}", 3}});
    EXPECT_NE(text.find("imprimatur_requests_total{method=\"GET\",route=\"/v1/jobs/{job}\","
                        "status=\"200\"} 2\n"),
              text.npos);
    EXPECT_NE(text.find("imprimatur_request_seconds_sum 0.002000\n"), text.npos);
    EXPECT_NE(text.find("# TYPE imprimatur_jobs gauge\nimprimatur_jobs{state=\"waiting\"} 3\n"),
              text.npos);
}

} // namespace
} // namespace imprimatur::service
