#include "door.hpp"

#include <thread>

namespace imprimatur::http {
namespace {

using namespace std::chrono_literals;

/// Listens, and answers every connection with the same bytes.
class Parrot {
  public:
    Parrot(std::string const& path, std::string answer, bool hangs = false)
        : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
                  0);
        EXPECT_EQ(::listen(socket_.number(), 4), 0);
        thread_ = std::thread([this, answer = std::move(answer), hangs] {
            Descriptor peer(::accept(socket_.number(), nullptr, nullptr));
            char room[4096];
            static_cast<void>(::recv(peer.number(), room, sizeof room, 0));
            static_cast<void>(::send(peer.number(), answer.data(), answer.size(), MSG_NOSIGNAL));
            while (hangs && ::recv(peer.number(), room, sizeof room, 0) > 0) {
            }
        });
    }
    ~Parrot() { thread_.join(); }

  private:
    Descriptor socket_;
    std::thread thread_;
};

Fault fault_with(std::string const& answer) {
    Folder folder;
    Parrot parrot(folder / "socket", answer);
    auto got = Client(folder / "socket").ask({Method::Get, "/", {}, {}});
    return got ? Fault::Denied : got.error().fault;
}

TEST(Client, SaysThatNoServiceIsThere) {
    Folder folder;
    auto answer = Client(folder / "nothing").ask({Method::Get, "/", {}, {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::Unavailable);
    EXPECT_EQ(answer.error().sentence.id, "http.service-away");
}

TEST(Client, SaysThatTheServiceLeftInTheMiddle) {
    EXPECT_EQ(fault_with(""), Fault::Unavailable);
    EXPECT_EQ(fault_with("HTTP/1.1 200 O"), Fault::Unavailable);
    EXPECT_EQ(fault_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), Fault::Unavailable);
}

TEST(Client, SaysThatTheAnswerIsNotHttp) {
    EXPECT_EQ(fault_with("220 mail.example.org ESMTP\r\n\r\n"), Fault::Corrupt);
    EXPECT_EQ(fault_with("HTTP/1.1 200 OK\r\nA: " + std::string(100000, 'a') + "\r\n\r\n"),
              Fault::Corrupt);
}

TEST(Client, TakesNoLongerAnswerThanItWants) {
    Folder folder;
    Parrot parrot(folder / "socket",
                  "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + std::string(50, 'x'));
    Patience patience;
    patience.answer_bytes = 49;
    auto answer = Client(folder / "socket", patience).ask({Method::Get, "/", {}, {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::Corrupt);
}

TEST(Client, DoesNotWaitForEver) {
    Folder folder;
    Parrot parrot(folder / "socket", "", true);
    Patience patience;
    patience.answer = 100ms;
    auto answer = Client(folder / "socket", patience).ask({Method::Get, "/", {}, {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::TimedOut);
}

TEST(Client, StopsWaitingWhenItIsTold) {
    Folder folder;
    Parrot parrot(folder / "socket", "", true);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    Patience patience;
    patience.stop = reading.number();
    std::thread teller([&] {
        std::this_thread::sleep_for(50ms);
        EXPECT_TRUE(write_all(writing, std::string_view("x")));
    });
    auto began = std::chrono::steady_clock::now();
    auto answer = Client(folder / "socket", patience).ask({Method::Get, "/", {}, {}});
    teller.join();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::TimedOut);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

} // namespace
} // namespace imprimatur::http
