#include "gateway/http/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imprimatur::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Target, IsSplitAndDecoded) {
    auto target = parse_target("/v1/documents/%E6%9C%BA%E5%AF%86%2F7?q=a+b%26c&all&n=1");
    ASSERT_TRUE(target);
    EXPECT_THAT(target->path, ElementsAre("v1", "documents", "机密/7"));
    EXPECT_THAT(target->query, ElementsAre(Pair("q", "a b&c"), Pair("all", ""), Pair("n", "1")));
    EXPECT_EQ(target->find_query("n"), "1");
    EXPECT_EQ(target->find_query("m"), std::nullopt);
}

TEST(Target, OfTheRootHasNoSegments) {
    EXPECT_TRUE(parse_target("/")->path.empty());
    EXPECT_THAT(parse_target("/a/")->path, ElementsAre("a"));
    EXPECT_THAT(parse_target("/a//b")->path, ElementsAre("a", "", "b"));
}

class WrongTarget : public testing::TestWithParam<std::string> {};

TEST_P(WrongTarget, IsRefused) {
    auto target = parse_target(GetParam());
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().fault, Fault::BadInput);
}

INSTANTIATE_TEST_SUITE_P(All, WrongTarget,
                         testing::Values("", "v1", "*", "http://other/v1", "/a/../b", "/%2e%2e/b",
                                         "/.", "/a%0", "/a%zz", "/a%00b", "/a%0Ab", "/%ff",
                                         "/%C0%AF", "/%ED%A0%80", "/a?b=%F5%80%80%80", "/a?b=%",
                                         "/a#b"));

TEST(Escape, ComesBackAsItWas) {
    std::string text = "a b/c?d&e=f%20\"<机密>";
    auto escaped = escape(text);
    EXPECT_EQ(escaped.find_first_of(" /?&=\"<>"), std::string::npos);
    EXPECT_THAT(parse_target("/x/" + escaped)->path, ElementsAre("x", text));
    EXPECT_EQ(parse_form("v=" + escaped)->front().second, text);
}

TEST(Headers, CompareWithoutCaseAndStayOnOneLine) {
    Headers headers;
    headers.set("Location", "/a\r\nSet-Cookie: evil=1");
    headers.add("set-cookie", "a=1");
    headers.add("Set-Cookie", "b=2");
    EXPECT_EQ(headers.find("LOCATION"), "/a  Set-Cookie: evil=1");
    EXPECT_EQ(headers.fields().size(), 3U);
    headers.set("SET-COOKIE", "c=3");
    EXPECT_EQ(headers.fields().size(), 2U);
    EXPECT_EQ(headers.find("etag"), std::nullopt);
}

TEST(Status, TellsTheFaultBothWays) {
    for (auto fault :
         {Fault::BadInput, Fault::Denied, Fault::NotFound, Fault::Conflict, Fault::Exhausted,
          Fault::Unavailable, Fault::TimedOut, Fault::Unsupported, Fault::Internal}) {
        EXPECT_EQ(fault_of(status_of(fault)), fault);
        EXPECT_FALSE(name_of(fault).empty());
    }
    EXPECT_EQ(status_of(Fault::Corrupt), 500U);
    EXPECT_EQ(fault_of(418), Fault::BadInput);
    EXPECT_EQ(fault_of(502), Fault::Internal);
    EXPECT_EQ(name_of(Fault::Exhausted), "Exhausted");
}

} // namespace
} // namespace imprimatur::http
