#include "door.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace imprimatur::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

Response echo(Request& request) {
    auto text = request.body.read_text(1 << 20);
    return text ? text_response(200, "text/plain",
                                std::string(name_of(request.method)) + " " + request.target.text +
                                    " " + *text)
                : text_response(status_of(text.error().fault), "text/plain",
                                text.error().sentence.id);
}

TEST_F(Door, CarriesARequestAndItsAnswer) {
    auto server = open(echo);
    Call call{Method::Post, "/v1/jobs?x=1", {}, std::string("{\"a\":1}")};
    auto answer = client().ask(call);
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->status, 200U);
    EXPECT_EQ(answer->body, "POST /v1/jobs?x=1 {\"a\":1}");
    EXPECT_EQ(answer->headers.find("content-type"), "text/plain");
}

TEST_F(Door, KnowsWhoAsksByTheKernel) {
    auto server = open([](Request& request) {
        bool is_me =
            request.peer && request.peer->user == ::getuid() && request.peer->process == ::getpid();
        return text_response(200, "text/plain", is_me ? "me" : "another");
    });
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "me");
}

TEST_F(Door, KeepsAConnectionForTheNextRequest) {
    auto server = open(echo);
    RawPeer peer(path());
    for (int i = 0; i < 3; ++i) {
        peer.say("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        EXPECT_THAT(peer.hear(20000, "PUT /a abc"), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
    EXPECT_FALSE(peer.is_closed());
}

TEST_F(Door, AnswersRequestsThatCameTogetherInOrder) {
    auto server = open(echo);
    RawPeer peer(path());
    peer.say("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: "
             "close\r\n\r\n");
    auto heard = peer.hear();
    EXPECT_LT(heard.find("GET /1"), heard.find("GET /2"));
    EXPECT_NE(heard.find("GET /2"), heard.npos);
    EXPECT_TRUE(peer.is_closed());
}

TEST_F(Door, TakesTheNextRequestAfterABodyThatNobodyRead) {
    auto server = open([](Request&) { return text_response(403, "text/plain", "no"); });
    RawPeer peer(path());
    for (int i = 0; i < 2; ++i) {
        peer.say("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" +
                 std::string(5000, 'x'));
        EXPECT_THAT(peer.hear(20000, "no"), StartsWith("HTTP/1.1 403"));
    }
}

TEST_F(Door, AsksForTheBodyOfASenderThatWaitsToBeAsked) {
    auto server = open(echo);
    RawPeer peer(path());
    peer.say("PUT /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(peer.hear(20000, "\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.say("abc");
    EXPECT_THAT(peer.hear(20000, "abc"), HasSubstr("PUT /a abc"));
}

TEST_F(Door, AnswersHeadWithoutABody) {
    auto server = open([](Request&) { return text_response(200, "text/plain", "twelve bytes"); });
    RawPeer peer(path());
    peer.say("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto heard = peer.hear();
    EXPECT_THAT(heard, HasSubstr("Content-Length: 12\r\n"));
    EXPECT_THAT(heard, testing::EndsWith("\r\n\r\n"));
}

TEST_F(Door, SendsNoBodyWithNoContent) {
    auto server = open([](Request&) { return Response{204, {}, std::string()}; });
    auto answer = client().ask({Method::Post, "/", {}, {}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 204U);
    EXPECT_EQ(answer->headers.find("Content-Length"), std::nullopt);
}

TEST_F(Door, TurnsAThrowingHandlerIntoA500AndALogLine) {
    auto wanted = settings();
    std::string logged;
    wanted.log = [&](std::string_view line) { logged += line; };
    auto server = open(std::move(wanted), [](Request& request) -> Response {
        throw std::runtime_error("lost " + request.target.text);
    });
    auto answer = client().ask({Method::Get, "/a", {}, {}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500U);
    EXPECT_THAT(answer->body, HasSubstr("http.internal"));
    server.stop();
    EXPECT_THAT(logged, HasSubstr("lost /a"));
}

struct Malformed {
    std::string what;
    std::string sent;
    std::string answered;
};

class MalformedRequest : public Door, public testing::WithParamInterface<Malformed> {};

TEST_P(MalformedRequest, IsRefusedAndNeverHandled) {
    std::atomic<int> calls = 0;
    auto server = open([&](Request& request) {
        ++calls;
        return echo(request);
    });
    RawPeer peer(path());
    peer.say(GetParam().sent);
    EXPECT_THAT(peer.hear(20000), StartsWith("HTTP/1.1 " + GetParam().answered));
    EXPECT_TRUE(peer.is_closed());
    EXPECT_EQ(calls, 0);
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedRequest,
    testing::Values(
        Malformed{"NotHttp", "\x16\x03\x01 hello\r\n\r\n", "400"},
        Malformed{"NoTarget", "GET HTTP/1.1\r\n\r\n", "400"},
        Malformed{"BadVersion", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "400"},
        Malformed{"NoHost", "GET / HTTP/1.1\r\n\r\n", "400"},
        Malformed{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        Malformed{"FieldWithoutName", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", "400"},
        Malformed{"TwoLengths",
                  "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                  "400"},
        Malformed{"LengthAndChunked",
                  "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n0\r\n\r\n",
                  "400"},
        Malformed{"NegativeLength", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                  "400"},
        Malformed{"HugeLength",
                  "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\n", "413"},
        Malformed{"HugeField",
                  "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(40000, 'a') + "\r\n\r\n", "431"},
        Malformed{"ManyFields",
                  [] {
                      std::string s = "GET / HTTP/1.1\r\nHost: x\r\n";
                      for (int i = 0; i < 20000; ++i) {
                          s += "a: b\r\n";
                      }
                      return s + "\r\n";
                  }(),
                  "431"},
        Malformed{"UpAndAway", "GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        Malformed{"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", "501"},
        Malformed{"Connect", "CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", "501"}),
    [](auto const& row) { return row.param.what; });

TEST_F(Door, TellsTheHandlerOfABrokenChunk) {
    auto server = open(echo);
    RawPeer peer(path());
    peer.say(
        "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n");
    EXPECT_THAT(peer.hear(20000), StartsWith("HTTP/1.1 400"));
}

TEST_F(Door, StopsAChunkedBodyAtTheLimit) {
    auto wanted = settings();
    wanted.limits.body_bytes = 100000;
    auto server = open(std::move(wanted), echo);
    RawPeer peer(path());
    peer.say("PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string chunk = "2710\r\n" + std::string(10000, 'x') + "\r\n";
    for (int i = 0; i < 11; ++i) {
        peer.say(chunk);
    }
    EXPECT_THAT(peer.hear(20000), StartsWith("HTTP/1.1 400"));
}

TEST_F(Door, TellsTheHandlerThatTheSenderWentAway) {
    std::atomic<int> fault = -1;
    auto server = open([&](Request& request) {
        auto text = request.body.read_text(100);
        fault = text ? -1 : static_cast<int>(text.error().fault);
        return Response{};
    });
    { RawPeer(path()).say("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nonly this"); }
    for (int i = 0; i < 2000 && fault < 0; ++i) {
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(fault, static_cast<int>(Fault::Unavailable));
}

} // namespace
} // namespace imprimatur::http
