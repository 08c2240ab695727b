/// The bytes of one connection, plain or TLS: asynchronous while nobody serves it (idle, head),
/// then blocking with time-outs in the thread of a handler. Private to gateway/http.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "gateway/http/wait.hpp"

namespace imprimatur::http {

using Socket = boost::asio::generic::stream_protocol::socket;
using Code = boost::system::error_code;
using RequestParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
using Buffer = boost::beast::flat_buffer;
using Done = std::function<void(Code)>;

class Transport {
  public:
    virtual ~Transport() = default;

    virtual void async_handshake(Done done) = 0;
    /// At least one byte into an empty buffer.
    virtual void async_first_bytes(Buffer& buffer, Done done) = 0;
    virtual void async_head(Buffer& buffer, RequestParser& parser, Done done) = 0;

    /// One step of the parser over the body.
    virtual void read_body(Buffer& buffer, RequestParser& parser, Code& code) = 0;
    virtual void write(std::string_view bytes, Code& code) = 0;
    virtual void write_file(int file, std::uint64_t offset, std::uint64_t length, Code& code) = 0;
    /// Says that nothing more will be written, and reads on for a moment: closing with unread bytes
    /// would take the response away from a peer that is still sending.
    virtual void finish() = 0;

    virtual Pace& pace() = 0;
};

std::unique_ptr<Transport> plain_transport(Socket socket, Pace pace);
std::unique_ptr<Transport> tls_transport(Socket socket, Pace pace,
                                         boost::asio::ssl::context& context);

} // namespace imprimatur::http
