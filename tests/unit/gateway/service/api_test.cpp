#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "gateway/service/route.hpp"
#include "gateway/service/router.hpp"

namespace imprimatur::service {
namespace {

/// "GET /v1/people" → x-may, as docs/api.yaml says. The file is written in a fixed shape: paths are
/// indented by two, methods by four, what belongs to them by six.
std::map<std::string, std::string> described() {
    std::ifstream file(IMPRIMATUR_SOURCE_DIR "/docs/api.yaml");
    std::map<std::string, std::string> out;
    std::string line, path, method;
    bool is_paths = false;
    while (std::getline(file, line)) {
        if (!line.empty() && line[0] != ' ') {
            is_paths = line == "paths:";
        }
        if (!is_paths) {
            continue;
        }
        if (line.starts_with("  /") && line.ends_with(":")) {
            path = line.substr(2, line.size() - 3);
        } else if (line.starts_with("    ") && line.size() > 5 && line[4] != ' ' &&
                   line.ends_with(":")) {
            method = line.substr(4, line.size() - 5);
            for (auto& c : method) {
                c = static_cast<char>(std::toupper(c));
            }
            out[method + " " + path] = "";
        } else if (line.starts_with("      x-may: ")) {
            out[method + " " + path] = line.substr(13);
        }
    }
    return out;
}

std::map<std::string, std::string> served() {
    std::map<std::string, std::string> out;
    for (auto const& route : routes()) {
        out[std::string(http::name_of(route.method)) + " " + std::string(route.pattern)] =
            identity::identifier(route.permission);
    }
    return out;
}

TEST(Api, EveryRouteIsDescribedWithItsPermissionAndNothingElseIs) {
    auto said = described();
    ASSERT_GT(said.size(), 30U) << "docs/api.yaml is not read";
    EXPECT_EQ(served(), said);
}

TEST(Api, NoTwoRoutesFitOneRequest) {
    std::set<std::string> seen;
    for (auto const& route : routes()) {
        std::string shape(http::name_of(route.method));
        bool is_name = false;
        for (char c : route.pattern) {
            is_name = is_name ? c != '}' : c == '{';
            shape += is_name ? "" : std::string(1, c);
        }
        EXPECT_TRUE(seen.insert(shape).second) << route.pattern;
    }
}

TEST(Router, FindsRoutesAndTheirNames) {
    auto match = find_route(http::Method::Post, {"v1", "jobs", "ab", "copies", "X1", "settle"});
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.path.at("job"), "ab");
    EXPECT_EQ(match.path.at("serial"), "X1");
    EXPECT_EQ(find_route(http::Method::Delete, {"v1", "jobs", "ab"}).route, nullptr);
    EXPECT_EQ(find_route(http::Method::Get, {"v1", "jobs", "ab", "more"}).route, nullptr);
    EXPECT_EQ(find_route(http::Method::Get, {}).route, nullptr);
}

TEST(Router, ADocumentNumberIsOneSegmentWhateverItHolds) {
    auto match = find_route(http::Method::Get, {"v1", "documents", "鼓委办〔2026〕12/3号"});
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.path.at("document"), "鼓委办〔2026〕12/3号");
}

} // namespace
} // namespace imprimatur::service
