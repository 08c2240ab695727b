#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/cli/fake_service.hpp"

namespace imprimatur::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Failure, OfEachKindHasItsExitCodeAndOneSentence) {
    struct {
        unsigned status;
        char const* fault;
        int exit;
    } const cases[] = {
        {403, "Denied", 1},    {404, "NotFound", 3},    {409, "Conflict", 4},
        {507, "Exhausted", 4}, {503, "Unavailable", 5}, {504, "TimedOut", 5},
        {400, "BadInput", 6},  {422, "Unsupported", 6}, {500, "Corrupt", 70},
        {500, "Internal", 70},
    };
    FakeService service;
    for (auto const& [status, fault, exit] : cases) {
        service.refuse("GET /v1/jobs", status, fault, "A sentence.");
        auto const ran = run_with(service, {"job", "list"});
        EXPECT_EQ(ran.exit, exit) << fault;
        EXPECT_EQ(ran.errors, "imprimatur: A sentence.\n") << fault;
        EXPECT_EQ(ran.out, "") << fault;
    }
}

TEST(Failure, WithoutWordsIsToldByItsStatus) {
    FakeService service;
    service.answer("GET /v1/jobs", {}, 503);
    auto const ran = run_with(service, {"job", "list"});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_THAT(ran.errors, HasSubstr("503"));
}

TEST(Failure, OfAnAwayServiceIsItsOwnCode) {
    FakeService service;
    auto const ran = run_with(service, {"job", "list", "--socket", "/nowhere/socket"});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_THAT(ran.errors, HasSubstr("/nowhere/socket"));
    auto const chinese = run_with(service, {"job", "list", "--socket", "/nowhere/socket"},
                                  {{"LANG", "zh_CN.UTF-8"}});
    EXPECT_THAT(chinese.errors, HasSubstr("服务"));
}

TEST(Failure, OfAnAnswerThatIsNotOursIsNoCrash) {
    FakeService service;
    for (auto const* body : {"", "[]", "null", "<html>", "{\"jobs\": 7}",
                             "{\"jobs\": [1, null, \"x\"]}", "{", "\xff\xfe"}) {
        service.answer_with("GET /v1/jobs", "application/json", body);
        auto const ran = run_with(service, {"job", "list"});
        EXPECT_TRUE(ran.exit == 0 || ran.exit == 70) << body << ran.exit;
    }
    service.answer_with("GET /v1/jobs", "text/html", "<html>");
    EXPECT_EQ(run_with(service, {"job", "list"}).exit, 70);
}

TEST(Output, LetsNothingOfTheServiceControlTheTerminal) {
    FakeService service;
    Json const hostile{
        {"job", "1"}, {"title", "\x1b]0;owned\x07\r\nERROR\x9b"}, {"user", "\xE2\x80\xAEnimda"}};
    service.answer_with(
        "GET /v1/jobs", "application/json",
        Json{{"jobs", Json::array({hostile})}}.dump(-1, ' ', true, Json::error_handler_t::replace));
    for (auto const& words : {std::vector<std::string>{"job", "list"},
                              std::vector<std::string>{"job", "list", "--json"}}) {
        auto const out = run_with(service, words).out;
        for (char const* harm : {"\x1b", "\x07", "\r", "\xE2\x80\xAE"}) {
            EXPECT_THAT(out, Not(HasSubstr(harm)));
        }
    }
    service.refuse("GET /v1/jobs", 403, "Denied", "No\x1b[31m\nway");
    auto const errors = run_with(service, {"job", "list"}).errors;
    EXPECT_THAT(errors, Not(HasSubstr("\x1b")));
    EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1);
}

TEST(Usage, IsToldOnTheErrorOutputWithItsOwnCode) {
    FakeService service;
    auto const ran = run_with(service, {"grant", "one"});
    EXPECT_EQ(ran.exit, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.errors, HasSubstr("REQUEST"));
    EXPECT_EQ(run_with(service, {}).exit, 2);
    EXPECT_EQ(run_with(service, {"document"}).exit, 2);
    EXPECT_EQ(run_with(service, {"--help"}).exit, 0);
}

} // namespace
} // namespace imprimatur::cli
