#include <atomic>
#include <csignal>
#include <cstring>
#include <list>
#include <mutex>
#include <optional>
#include <sys/socket.h>
#include <thread>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "gateway/http/connection.hpp"
#include "gateway/http/http.hpp"
#include "gateway/http/listener.hpp"

namespace imprimatur::http {

namespace {

namespace asio = boost::asio;
using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

constexpr std::chrono::milliseconds rest_after_failed_accept{100};
constexpr std::chrono::milliseconds pause_between_cuts{20};

std::optional<Peer> peer_of(int socket) {
    ucred facts{};
    socklen_t length = sizeof facts;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &facts, &length) != 0) {
        return std::nullopt;
    }
    return Peer{facts.pid, facts.uid, facts.gid};
}

std::string address_of(Socket const& socket) {
    Code code;
    auto end = socket.remote_endpoint(code);
    if (code) {
        return {};
    }
    asio::ip::tcp::endpoint remote;
    remote.resize(end.size());
    std::memcpy(remote.data(), end.data(), end.size());
    return remote.address().to_string();
}

/// Threads started meanwhile are not killed by writing to a peer that went away: sendfile(2),
/// unlike send(2), cannot be told so.
class WithoutBrokenPipes {
  public:
    WithoutBrokenPipes() {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe, &before_);
    }
    ~WithoutBrokenPipes() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    WithoutBrokenPipes(WithoutBrokenPipes const&) = delete;
    WithoutBrokenPipes& operator=(WithoutBrokenPipes const&) = delete;

  private:
    sigset_t before_{};
};

} // namespace

class Server::Inside {
  public:
    Inside(Settings settings, Handler handler)
        : core_(std::move(settings), std::move(handler)), guard_(core_.waiting.get_executor()) {}

    ~Inside() { stop(); }

    Result<void> open() {
        auto const& settings = core_.settings;
        if (settings.local) {
            auto place = UnixPlace::open(*settings.local);
            if (!place) {
                return pass_on(place);
            }
            local_place_.emplace(std::move(*place));
            add_acceptor(asio::generic::stream_protocol(AF_UNIX, 0), local_place_->release(),
                         false);
        }
        if (settings.tls) {
            auto context = tls_context(*settings.tls);
            if (!context) {
                return pass_on(context);
            }
            auto place = listen_on(*settings.tls);
            if (!place) {
                return pass_on(place);
            }
            tls_.emplace(std::move(*context));
            tls_port_ = place->port;
            add_acceptor(
                asio::generic::stream_protocol(place->is_ipv6 ? AF_INET6 : AF_INET, IPPROTO_TCP),
                place->socket.release(), true);
        }
        core_.book.on_leaving([this] { asio::post(core_.waiting, [this] { accept_again(); }); });
        for (auto& gate : gates_) {
            accept(gate);
        }
        thread_ = std::thread([this] { core_.waiting.run(); });
        return {};
    }

    void stop() {
        std::call_once(stopped_, [this] {
            core_.is_stopping = true;
            asio::post(core_.waiting, [this] {
                for (auto& gate : gates_) {
                    Code ignored;
                    gate.acceptor.close(ignored);
                    gate.rest.cancel();
                }
            });
            local_place_.reset();
            core_.book.cut_waiting();
            if (thread_.joinable()) {
                auto longest = core_.settings.grace;
                while (!core_.book.wait_until_empty(longest)) {
                    core_.book.cut_all();
                    longest = pause_between_cuts;
                }
                guard_.reset();
                thread_.join();
                core_.workers.join();
            }
        });
    }

    std::uint16_t tls_port() const { return tls_port_; }

  private:
    struct Gate {
        Acceptor acceptor;
        asio::steady_timer rest;
        bool is_tls;
        bool is_paused = false;
    };

    void add_acceptor(asio::generic::stream_protocol protocol, int number, bool is_tls) {
        gates_.push_back(
            {Acceptor(core_.waiting, protocol, number), asio::steady_timer(core_.waiting), is_tls});
    }

    void accept(Gate& gate) {
        gate.is_paused = core_.book.size() >= core_.settings.limits.connections;
        if (core_.is_stopping || gate.is_paused) {
            return;
        }
        gate.acceptor.async_accept([this, &gate](Code code, Socket socket) {
            if (!code) {
                welcome(std::move(socket), gate.is_tls);
                accept(gate);
                return;
            }
            if (core_.is_stopping) {
                return;
            }
            if (core_.settings.log) {
                core_.settings.log(
                    fmt::format("a connection could not be accepted: {}", code.message()));
            }
            gate.rest.expires_after(rest_after_failed_accept); // no descriptors left, most likely
            gate.rest.async_wait([this, &gate](Code) { accept(gate); });
        });
    }

    void accept_again() {
        for (auto& gate : gates_) {
            if (gate.is_paused) {
                accept(gate);
            }
        }
    }

    void welcome(Socket socket, bool is_tls) {
        Code code;
        socket.non_blocking(true, code);
        auto peer = is_tls ? std::nullopt : peer_of(socket.native_handle());
        auto remote = is_tls ? address_of(socket) : std::string();
        if (code || (!is_tls && !peer)) {
            return;
        }
        auto const& limits = core_.settings.limits;
        auto who = peer ? fmt::format("account {}", peer->user) : remote;
        auto entry = core_.book.enter(socket.native_handle(), who, limits.connections_each);
        if (!entry) {
            return;
        }
        Pace pace(limits.stall_time, limits.least_rate);
        auto transport = is_tls ? tls_transport(std::move(socket), pace, *tls_)
                                : plain_transport(std::move(socket), pace);
        std::make_shared<Connection>(core_, std::move(transport),
                                     Caller{peer, remote, std::move(*entry)})
            ->open();
    }

    Core core_;
    std::optional<asio::ssl::context> tls_;
    std::optional<UnixPlace> local_place_;
    std::list<Gate> gates_;
    asio::executor_work_guard<asio::io_context::executor_type> guard_;
    std::uint16_t tls_port_ = 0;
    std::once_flag stopped_;
    std::thread thread_;
};

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::start(Settings settings, Handler handler) {
    WithoutBrokenPipes threads_of_this_server;
    auto inside = std::make_unique<Inside>(std::move(settings), std::move(handler));
    auto opened = inside->open();
    if (!opened) {
        return pass_on(opened);
    }
    return Server(std::move(inside));
}

std::uint16_t Server::tls_port() const {
    return inside_->tls_port();
}

void Server::stop() {
    if (inside_) {
        inside_->stop();
    }
}

} // namespace imprimatur::http
