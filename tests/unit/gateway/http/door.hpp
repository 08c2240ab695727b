/// A server in a folder of its own, and a peer that says exactly what a test wants.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "gateway/http/client.hpp"
#include "gateway/http/http.hpp"

namespace imprimatur::http {

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "http-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::string operator/(std::string const& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

/// Says bytes as they are, and hears what comes back until the end or `seconds` of silence.
class RawPeer {
  public:
    explicit RawPeer(std::string const& path)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(
            ::connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }

    bool say(std::string_view bytes) {
        while (!bytes.empty()) {
            auto sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    std::string hear(int milliseconds = 20000, std::string_view until = {}) {
        std::string out;
        char part[4096];
        for (;;) {
            pollfd wanted{socket_.number(), POLLIN, 0};
            if (::poll(&wanted, 1, milliseconds) <= 0) {
                return out;
            }
            auto got = ::recv(socket_.number(), part, sizeof part, 0);
            if (got <= 0) {
                is_closed_ = true;
                return out;
            }
            out.append(part, static_cast<std::size_t>(got));
            if (!until.empty() && out.find(until) != out.npos) {
                return out;
            }
        }
    }

    bool is_closed() const { return is_closed_; }

  private:
    Descriptor socket_;
    bool is_closed_ = false;
};

/// The resident set of this process in bytes.
inline std::uint64_t memory_in_use() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

class Door : public testing::Test {
  protected:
    std::string path() const { return folder_ / "socket"; }

    /// Patient enough for a machine that is busy with other things.
    Settings settings() const {
        Settings s;
        s.local = UnixListener{path(), 0666};
        s.threads = 4;
        return s;
    }

    /// For peers that are slow on purpose.
    Settings impatient() const {
        auto s = settings();
        s.limits.head_time = std::chrono::milliseconds(400);
        s.limits.stall_time = std::chrono::milliseconds(400);
        return s;
    }

    Server open(Handler handler) { return open(settings(), std::move(handler)); }
    Server open(Settings s, Handler handler) {
        auto server = Server::start(std::move(s), std::move(handler));
        EXPECT_TRUE(server) << server.error().cause;
        return std::move(*server);
    }

    Client client() const { return Client(path()); }

    Folder folder_;
};

} // namespace imprimatur::http
