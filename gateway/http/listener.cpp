#include "gateway/http/listener.hpp"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <arpa/inet.h>

namespace imprimatur::http {

namespace {

constexpr int waiting_connections = 256;

tl::unexpected<Error> cannot_listen(std::string const& place, Fault fault, char const* call) {
    std::string reason = std::strerror(errno);
    return fail(fault, {"http.cannot-listen", {{"place", place}, {"reason", reason}}},
                std::string(call) + ": " + reason);
}

/// A socket that nobody answers at was left over by a server that was killed. @error Conflict.
Result<void> clear(std::string const& path, sockaddr_un const& address) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
        return {};
    }
    Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    bool is_answered =
        ::connect(probe.number(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    if (!S_ISSOCK(facts.st_mode) || is_answered || errno != ECONNREFUSED) {
        errno = EADDRINUSE;
        return cannot_listen(path, Fault::Conflict, "connect");
    }
    ::unlink(path.c_str());
    return {};
}

} // namespace

UnixPlace::UnixPlace(UnixPlace&& other) noexcept
    : socket_(std::move(other.socket_)), path_(std::exchange(other.path_, {})),
      device_(other.device_), node_(other.node_) {}

UnixPlace::~UnixPlace() {
    struct stat facts {};
    if (!path_.empty() && ::lstat(path_.c_str(), &facts) == 0 && facts.st_dev == device_ &&
        facts.st_ino == node_) {
        ::unlink(path_.c_str());
    }
}

Result<UnixPlace> UnixPlace::open(UnixListener const& listener) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (listener.path.empty() || listener.path.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return cannot_listen(listener.path, Fault::BadInput, "sockaddr_un");
    }
    std::memcpy(address.sun_path, listener.path.data(), listener.path.size());
    if (auto cleared = clear(listener.path, address); !cleared) {
        return pass_on(cleared);
    }
    UnixPlace place(Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), listener.path);
    int number = place.socket_.number();
    // Nobody may connect between bind and chmod who may not afterwards.
    ::fchmod(number, 0600);
    struct stat facts {};
    if (::bind(number, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
        ::lstat(listener.path.c_str(), &facts) != 0) {
        return cannot_listen(listener.path, errno == EACCES ? Fault::Denied : Fault::Conflict,
                             "bind");
    }
    place.device_ = facts.st_dev;
    place.node_ = facts.st_ino;
    if (::listen(number, waiting_connections) != 0 ||
        ::chmod(listener.path.c_str(), listener.mode & 0777) != 0) {
        return cannot_listen(listener.path, Fault::Denied, "listen");
    }
    return place;
}

Result<TcpPlace> listen_on(TlsListener const& listener) {
    sockaddr_in four{};
    sockaddr_in6 six{};
    four.sin_family = AF_INET;
    six.sin6_family = AF_INET6;
    four.sin_port = six.sin6_port = htons(listener.port);
    bool is_four = ::inet_pton(AF_INET, listener.address.c_str(), &four.sin_addr) == 1;
    auto name = listener.address + " " + std::to_string(listener.port);
    if (!is_four && ::inet_pton(AF_INET6, listener.address.c_str(), &six.sin6_addr) != 1) {
        errno = EINVAL;
        return cannot_listen(name, Fault::BadInput, "inet_pton");
    }
    TcpPlace place{
        Descriptor(::socket(is_four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)), !is_four,
        0};
    int number = place.socket.number();
    int yes = 1;
    ::setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto* address =
        is_four ? reinterpret_cast<sockaddr*>(&four) : reinterpret_cast<sockaddr*>(&six);
    socklen_t length = is_four ? sizeof four : sizeof six;
    if (::bind(number, address, length) != 0 || ::listen(number, waiting_connections) != 0 ||
        ::getsockname(number, address, &length) != 0) {
        return cannot_listen(name, errno == EACCES ? Fault::Denied : Fault::Conflict, "bind");
    }
    place.port = ntohs(is_four ? four.sin_port : six.sin6_port);
    return place;
}

Result<boost::asio::ssl::context> tls_context(TlsListener const& listener) {
    namespace ssl = boost::asio::ssl;
    try {
        ssl::context context(ssl::context::tls_server);
        context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                            ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                            ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
        context.use_certificate_chain_file(listener.certificate_file);
        context.use_private_key_file(listener.key_file, ssl::context::pem);
        return context;
    } catch (boost::system::system_error const& e) {
        return fail(Fault::BadInput,
                    {"http.certificate",
                     {{"certificate", listener.certificate_file}, {"key", listener.key_file}}},
                    e.what());
    }
}

} // namespace imprimatur::http
