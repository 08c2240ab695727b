#include "gateway/http/transport.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <type_traits>
#include <unistd.h>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace imprimatur::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr std::size_t first_bytes = 8 * 1024;
constexpr Milliseconds longest_goodbye{1000};

/// Asio's blocking calls wait for ever; these wait as long as the pace allows.
class PatientSocket {
  public:
    using executor_type = Socket::executor_type;
    using lowest_layer_type = Socket::lowest_layer_type;

    PatientSocket(Socket socket, Pace pace) : socket_(std::move(socket)), pace_(pace) {}

    executor_type get_executor() { return socket_.get_executor(); }
    lowest_layer_type& lowest_layer() { return socket_.lowest_layer(); }
    lowest_layer_type const& lowest_layer() const { return socket_.lowest_layer(); }
    int number() { return socket_.native_handle(); }
    Pace& pace() { return pace_; }

    template <class Buffers> std::size_t read_some(Buffers const& room, Code& code) {
        return patiently(POLLIN, code, [&] { return socket_.read_some(room, code); });
    }
    template <class Buffers> std::size_t read_some(Buffers const& room) {
        return throwing([&](Code& code) { return read_some(room, code); });
    }
    template <class Buffers> std::size_t write_some(Buffers const& bytes, Code& code) {
        return patiently(POLLOUT, code, [&] { return socket_.write_some(bytes, code); });
    }
    template <class Buffers> std::size_t write_some(Buffers const& bytes) {
        return throwing([&](Code& code) { return write_some(bytes, code); });
    }
    template <class Buffers, class Handler>
    auto async_read_some(Buffers const& room, Handler&& handler) {
        return socket_.async_read_some(room, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    auto async_write_some(Buffers const& bytes, Handler&& handler) {
        return socket_.async_write_some(bytes, std::forward<Handler>(handler));
    }

    template <class Step> std::size_t patiently(short events, Code& code, Step step) {
        for (;;) {
            code.clear();
            std::size_t count = step();
            if (code != asio::error::would_block && code != asio::error::try_again) {
                pace_.count(count);
                return count;
            }
            if (!pace_.wait(number(), events)) {
                code = asio::error::timed_out;
                return 0;
            }
        }
    }

  private:
    template <class Step> static std::size_t throwing(Step step) {
        Code code;
        auto count = step(code);
        if (code) {
            throw boost::system::system_error(code);
        }
        return count;
    }

    Socket socket_;
    Pace pace_;
};

using TlsStream = asio::ssl::stream<PatientSocket>;

template <class Stream> class TransportOver : public Transport {
  public:
    template <class... Given>
    explicit TransportOver(Given&&... given) : stream_(std::forward<Given>(given)...) {}

    void async_handshake(Done done) override {
        if constexpr (is_tls) {
            stream_.async_handshake(asio::ssl::stream_base::server, std::move(done));
        } else {
            asio::post(stream_.get_executor(), [done = std::move(done)] { done({}); });
        }
    }

    void async_first_bytes(Buffer& buffer, Done done) override {
        auto room = buffer.prepare(first_bytes);
        stream_.async_read_some(room, [&buffer, done = std::move(done)](Code code, std::size_t n) {
            buffer.commit(n);
            done(code);
        });
    }

    void async_head(Buffer& buffer, RequestParser& parser, Done done) override {
        beast::http::async_read_header(
            stream_, buffer, parser,
            [done = std::move(done)](Code code, std::size_t) { done(code); });
    }

    void read_body(Buffer& buffer, RequestParser& parser, Code& code) override {
        beast::http::read_some(stream_, buffer, parser, code);
    }

    void write(std::string_view bytes, Code& code) override {
        asio::write(stream_, asio::buffer(bytes.data(), bytes.size()), code);
    }

    void write_file(int file, std::uint64_t offset, std::uint64_t length, Code& code) override {
        auto place = static_cast<off_t>(offset);
        if constexpr (is_tls) {
            write_through(file, place, length, code);
        } else {
            send_from_kernel(file, place, length, code);
        }
    }

    void finish() override {
        int number = socket().number();
        ::shutdown(number, SHUT_WR);
        std::vector<char> part(std::size_t{64} * 1024);
        auto const end = std::chrono::steady_clock::now() + longest_goodbye;
        for (;;) {
            auto left = std::chrono::ceil<Milliseconds>(end - std::chrono::steady_clock::now());
            if (left.count() <= 0 || wait_for(number, POLLIN, left) != Waited::Ready ||
                ::recv(number, part.data(), part.size(), MSG_DONTWAIT) <= 0) {
                return;
            }
        }
    }

    Pace& pace() override { return socket().pace(); }

  private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    PatientSocket& socket() {
        if constexpr (is_tls) {
            return stream_.next_layer();
        } else {
            return stream_;
        }
    }

    /// The kernel moves the file's pages to the socket; they never pass through this process.
    void send_from_kernel(int file, off_t place, std::uint64_t length, Code& code) {
        while (length > 0 && !code) {
            auto want = std::min<std::uint64_t>(length, 1U << 20);
            length -= socket().patiently(POLLOUT, code, [&]() -> std::size_t {
                auto sent = ::sendfile(socket().number(), file, &place, want);
                if (sent > 0) {
                    return static_cast<std::size_t>(sent);
                }
                code = sent == 0 ? Code(asio::error::eof)
                                 : Code(errno, boost::system::system_category());
                return 0;
            });
            if (code == asio::error::interrupted) {
                code.clear();
            }
        }
    }

    void write_through(int file, off_t place, std::uint64_t length, Code& code) {
        std::vector<char> part(std::size_t{64} * 1024);
        while (length > 0 && !code) {
            auto got =
                ::pread(file, part.data(), std::min<std::uint64_t>(length, part.size()), place);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                code = got == 0 ? Code(asio::error::eof)
                                : Code(errno, boost::system::system_category());
                return;
            }
            asio::write(stream_, asio::buffer(part.data(), static_cast<std::size_t>(got)), code);
            place += got;
            length -= static_cast<std::uint64_t>(got);
        }
    }

    Stream stream_;
};

} // namespace

std::unique_ptr<Transport> plain_transport(Socket socket, Pace pace) {
    return std::make_unique<TransportOver<PatientSocket>>(std::move(socket), pace);
}

std::unique_ptr<Transport> tls_transport(Socket socket, Pace pace, asio::ssl::context& context) {
    return std::make_unique<TransportOver<TlsStream>>(PatientSocket(std::move(socket), pace),
                                                      context);
}

} // namespace imprimatur::http
