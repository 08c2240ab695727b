/// One connection and the requests on it. Private to gateway/http.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "gateway/http/core.hpp"
#include "gateway/http/transport.hpp"

namespace imprimatur::http {

struct Caller {
    std::optional<Peer> peer;
    std::string remote;
    Book::Entry entry; ///< its place among the connections; given back at the end
};

/// Lives as long as something waits for it or serves it. Everything but `serve` runs in the
/// waiting thread.
class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Core& core, std::unique_ptr<Transport> transport, Caller caller);

    void open();

  private:
    void await_request();
    void read_head();
    void serve();

    void shaken(Code code);
    void first_bytes_came(Code code);
    void head_came(Code code);

    /// From now on the peer has this long before the step in hand sees the end of its bytes.
    void arm(std::chrono::milliseconds time);
    std::function<void(Code)> then(void (Connection::*step)(Code));

    Core& core_;
    std::unique_ptr<Transport>
        transport_; // before the caller: the entry is left before the socket closes
    Caller caller_;
    boost::asio::steady_timer timer_;
    Buffer buffer_;
    std::optional<RequestParser> parser_;
    bool is_late_ = false;
};

} // namespace imprimatur::http
