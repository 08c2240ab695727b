/// Where a server can be reached. Private to gateway/http.
#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>

#include <boost/asio/ssl/context.hpp>

#include "foundation/file/file.hpp"
#include "gateway/http/http.hpp"

namespace imprimatur::http {

/// A listening Unix socket; its name goes when it goes, unless another server took the name over.
class UnixPlace {
  public:
    static Result<UnixPlace> open(UnixListener const& listener);
    UnixPlace(UnixPlace&& other) noexcept;
    UnixPlace& operator=(UnixPlace&&) = delete;
    ~UnixPlace();

    /// The listening descriptor, which from now on belongs to the caller.
    int release() { return socket_.release(); }

  private:
    UnixPlace(Descriptor socket, std::string path)
        : socket_(std::move(socket)), path_(std::move(path)) {}
    Descriptor socket_;
    std::string path_;
    dev_t device_ = 0;
    ino_t node_ = 0;
};

struct TcpPlace {
    Descriptor socket;
    bool is_ipv6;
    std::uint16_t port;
};

Result<TcpPlace> listen_on(TlsListener const& listener);

/// Server side of TLS 1.2 and 1.3 with the listener's certificate.
Result<boost::asio::ssl::context> tls_context(TlsListener const& listener);

} // namespace imprimatur::http
