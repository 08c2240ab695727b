#include "door.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <thread>

#include <gmock/gmock.h>

namespace imprimatur::http {
namespace {

using namespace std::chrono_literals;
using testing::StartsWith;
using Clock = std::chrono::steady_clock;

Response fine(Request&) {
    return text_response(200, "text/plain", "fine");
}

TEST_F(Door, EndsAHeadThatDoesNotCome) {
    auto server = open(impatient(), fine);
    RawPeer peer(path());
    peer.say("GET / HT");
    EXPECT_THAT(peer.hear(20000), StartsWith("HTTP/1.1 408"));
    EXPECT_TRUE(peer.is_closed());
}

TEST_F(Door, EndsAHeadThatDrips) {
    auto server = open(impatient(), fine);
    RawPeer peer(path());
    auto began = Clock::now();
    while (peer.say("G") && Clock::now() - began < 20s && peer.hear(50).empty()) {
    }
    EXPECT_LT(Clock::now() - began, 15s);
}

TEST_F(Door, EndsAConnectionThatSaysNothing) {
    auto server = open(impatient(), fine);
    RawPeer peer(path());
    EXPECT_EQ(peer.hear(20000), "");
    EXPECT_TRUE(peer.is_closed());
}

TEST_F(Door, StopsABodyThatStalls) {
    auto server = open(impatient(), [](Request& request) {
        auto text = request.body.read_text(1000);
        return text_response(text ? 200 : status_of(text.error().fault), "text/plain", "");
    });
    RawPeer peer(path());
    peer.say("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nonly this");
    EXPECT_THAT(peer.hear(20000), StartsWith("HTTP/1.1 504"));
}

TEST_F(Door, StopsABodyThatDripsUnderTheLeastRate) {
    auto server = open(impatient(), [](Request& request) {
        auto text = request.body.read_text(1000);
        return text_response(text ? 200 : status_of(text.error().fault), "text/plain", "");
    });
    RawPeer peer(path());
    peer.say("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n");
    auto began = Clock::now();
    std::string heard;
    while (heard.empty() && Clock::now() - began < 20s && peer.say("x")) {
        heard = peer.hear(50, "\r\n");
    }
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 504"));
    EXPECT_LT(Clock::now() - began, 15s);
}

TEST_F(Door, GivesUpAReceiverThatDoesNotTakeItsAnswer) {
    auto wanted = impatient();
    wanted.threads = 1;
    auto server = open(std::move(wanted), [](Request& request) {
        return request.target.text == "/big"
                   ? text_response(200, "text/plain", std::string(8 << 20, 'x'))
                   : text_response(200, "text/plain", "fine");
    });
    RawPeer deaf(path());
    deaf.say("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "fine");
}

TEST_F(Door, ServesOthersWhileMostConnectionsAreSlow) {
    auto wanted = settings();
    wanted.limits.head_time = 20s;
    auto server = open(std::move(wanted), fine);
    std::vector<std::unique_ptr<RawPeer>> slow;
    for (int i = 0; i < 50; ++i) {
        slow.push_back(std::make_unique<RawPeer>(path()));
        slow.back()->say("GET /");
    }
    auto began = Clock::now();
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "fine");
    EXPECT_LT(Clock::now() - began, 10s);
}

TEST_F(Door, ClosesMoreConnectionsThanOneAccountMayHave) {
    auto wanted = settings();
    wanted.limits.head_time = 20s;
    wanted.limits.connections_each = 3;
    auto server = open(std::move(wanted), fine);
    std::vector<std::unique_ptr<RawPeer>> peers;
    for (int i = 0; i < 4; ++i) {
        peers.push_back(std::make_unique<RawPeer>(path()));
    }
    peers[3]->hear(20000);
    EXPECT_TRUE(peers[3]->is_closed());
    peers.erase(peers.begin());
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "fine");
}

TEST_F(Door, MakesFurtherConnectionsWaitAtTheLimitOfAll) {
    auto wanted = settings();
    wanted.limits.head_time = 300ms;
    wanted.limits.connections = 2;
    auto server = open(std::move(wanted), fine);
    RawPeer first(path());
    RawPeer second(path());
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body,
              "fine"); // once the idle ones are gone
}

TEST_F(Door, LetsARunningRequestFinishWhenItStops) {
    std::atomic<bool> is_running = false;
    auto server = open([&](Request&) {
        is_running = true;
        std::this_thread::sleep_for(300ms);
        return text_response(200, "text/plain", "done");
    });
    RawPeer idle(path());
    std::string got;
    std::thread asking([&] { got = client().ask({Method::Get, "/", {}, {}})->body; });
    while (!is_running) {
        std::this_thread::sleep_for(1ms);
    }
    auto began = Clock::now();
    server.stop();
    EXPECT_LT(Clock::now() - began, 10s);
    asking.join();
    EXPECT_EQ(got, "done");
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}}).error().fault, Fault::Unavailable);
    server.stop();
}

TEST_F(Door, CutsARequestThatOutlastsTheGrace) {
    auto wanted = settings();
    wanted.limits.stall_time = 60s;
    wanted.grace = 200ms;
    auto server = open(std::move(wanted), [](Request& request) {
        auto text = request.body.read_text(100);
        return text_response(text ? 200 : 400, "text/plain", "");
    });
    RawPeer peer(path());
    peer.say("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    auto began = Clock::now();
    server.stop();
    EXPECT_LT(Clock::now() - began, 15s);
}

TEST_F(Door, TakesOverASocketThatAKilledServerLeft) {
    {
        Descriptor left(::socket(AF_UNIX, SOCK_STREAM, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path().copy(address.sun_path, sizeof address.sun_path - 1);
        ASSERT_EQ(::bind(left.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    auto server = open(fine);
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "fine");
    server.stop();
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(Door, LeavesAnotherServerAlone) {
    auto server = open(fine);
    auto second = Server::start(settings(), fine);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::Conflict);
    EXPECT_EQ(client().ask({Method::Get, "/", {}, {}})->body, "fine");
}

TEST_F(Door, LeavesAFileAtItsPlaceAlone) {
    std::ofstream(path()) << "kept";
    auto server = Server::start(settings(), fine);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().fault, Fault::Conflict);
    EXPECT_EQ(std::filesystem::file_size(path()), 4U);
}

TEST_F(Door, OpensTheSocketToWhomTheSettingSays) {
    auto wanted = settings();
    wanted.local->mode = 0660;
    auto server = open(std::move(wanted), fine);
    struct stat facts {};
    ASSERT_EQ(::stat(path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0660U);
}

} // namespace
} // namespace imprimatur::http
