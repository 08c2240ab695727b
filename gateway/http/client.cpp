#include "gateway/http/client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <fmt/format.h>

#include "gateway/http/wait.hpp"

namespace imprimatur::http {

namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;
using Code = boost::system::error_code;
using AnswerParser = bhttp::response_parser<bhttp::buffer_body>;

constexpr std::size_t part_size = std::size_t{128} * 1024;
constexpr std::uint32_t longest_head = 64 * 1024;
constexpr Milliseconds pause_between_connects{20};

tl::unexpected<Error> away(std::string const& path, std::string cause) {
    return fail(Fault::Unavailable, {"http.service-away", {{"place", path}}}, std::move(cause));
}

std::string reason(char const* call) {
    return std::string(call) + ": " + std::strerror(errno);
}

/// The connection as Beast's parser reads it, never waiting longer than it may.
class Line {
  public:
    Line(Descriptor socket, Patience const& patience)
        : socket_(std::move(socket)), patience_(patience), longest_(patience.stall) {}

    void set_longest(Milliseconds longest) { longest_ = longest; }
    bool has_answer() const {
        char byte;
        return ::recv(socket_.number(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
    }

    template <class Buffers> std::size_t read_some(Buffers const& room, Code& code) {
        asio::mutable_buffer first = *asio::buffer_sequence_begin(room);
        return patiently(POLLIN, code, [&] {
            return ::recv(socket_.number(), first.data(), first.size(), MSG_DONTWAIT);
        });
    }
    template <class Buffers> std::size_t read_some(Buffers const& room) {
        Code code;
        auto count = read_some(room, code);
        if (code) {
            throw boost::system::system_error(code);
        }
        return count;
    }

    void write(std::string_view bytes, Code& code) {
        while (!bytes.empty() && !code) {
            bytes.remove_prefix(patiently(POLLOUT, code, [&] {
                return ::send(socket_.number(), bytes.data(), bytes.size(),
                              MSG_DONTWAIT | MSG_NOSIGNAL);
            }));
        }
    }

  private:
    template <class Step> std::size_t patiently(short events, Code& code, Step step) {
        for (;;) {
            auto count = step();
            if (count > 0) {
                return static_cast<std::size_t>(count);
            }
            if (count == 0) {
                code = asio::error::eof;
                return 0;
            }
            if (errno != EAGAIN && errno != EINTR) {
                code = Code(errno, boost::system::system_category());
                return 0;
            }
            auto waited = wait_for(socket_.number(), events, longest_, patience_.stop);
            if (waited != Waited::Ready) {
                code = waited == Waited::Stopped ? asio::error::operation_aborted
                                                 : asio::error::timed_out;
                return 0;
            }
        }
    }

    Descriptor socket_;
    Patience const& patience_;
    Milliseconds longest_;
};

Result<Descriptor> connect_to(std::string const& path, Patience const& patience) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) {
        return away(path, "name of the socket");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    auto const end = std::chrono::steady_clock::now() + patience.connect;
    for (;;) {
        Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (::connect(socket.number(), reinterpret_cast<sockaddr const*>(&address),
                      sizeof address) == 0) {
            return socket;
        }
        bool is_full = errno == EAGAIN || errno == EINTR; // its waiting room is
        if (!is_full || std::chrono::steady_clock::now() >= end) {
            return away(path, reason("connect"));
        }
        std::this_thread::sleep_for(pause_between_connects);
    }
}

/// One call on its own connection.
class Errand {
  public:
    Errand(std::string const& path, Patience const& patience, Descriptor socket)
        : path_(path), patience_(patience), line_(std::move(socket), patience) {}

    Result<Answer> run(Call const& call, Descriptor const* file) {
        auto sent = send(call);
        if (!sent) {
            return pass_on(sent);
        }
        return receive(call.method, file);
    }

  private:
    Result<void> send(Call const& call) {
        auto head = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
                                name_of(call.method), call.target);
        for (auto const& [name, value] : call.headers.fields()) {
            head += fmt::format("{}: {}\r\n", name, value);
        }
        if (auto const* text = std::get_if<std::string>(&call.body)) {
            return put(head + fmt::format("Content-Length: {}\r\n\r\n{}", text->size(), *text));
        }
        if (auto const* file = std::get_if<Descriptor const*>(&call.body)) {
            return send_file(std::move(head), **file);
        }
        if (auto const* source = std::get_if<BodySource>(&call.body)) {
            return send_source(std::move(head), *source);
        }
        bool has_no_body = call.method == Method::Get || call.method == Method::Head;
        return put(head + (has_no_body ? "\r\n" : "Content-Length: 0\r\n\r\n"));
    }

    /// A broken connection is no failure here: the answer may have come before it broke.
    Result<void> put(std::string_view bytes) {
        Code code;
        line_.write(bytes, code);
        if (code == asio::error::timed_out || code == asio::error::operation_aborted) {
            return silent(code);
        }
        is_cut_ = is_cut_ || code.failed();
        return {};
    }

    bool is_answered_early() { return is_cut_ || line_.has_answer(); }

    Result<void> send_source(std::string head, BodySource const& source) {
        std::vector<std::byte> room(part_size);
        auto sent = put(head + "Transfer-Encoding: chunked\r\n\r\n");
        while (sent && !is_answered_early()) {
            auto count = source(room);
            if (!count) {
                return pass_on(count);
            }
            if (*count == 0) {
                return put("0\r\n\r\n");
            }
            auto chunk = fmt::format("{:x}\r\n", *count);
            chunk.append(reinterpret_cast<char const*>(room.data()), *count);
            sent = put(chunk + "\r\n");
        }
        return sent;
    }

    Result<void> send_file(std::string head, Descriptor const& file) {
        struct stat facts {};
        if (::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
            return send_source(std::move(head), [&](auto room) { return take(file, room); });
        }
        auto place = ::lseek(file.number(), 0, SEEK_CUR);
        auto left = facts.st_size > place ? static_cast<std::uint64_t>(facts.st_size - place) : 0;
        auto sent = put(head + fmt::format("Content-Length: {}\r\n\r\n", left));
        std::vector<std::byte> room(part_size);
        while (sent && left > 0 && !is_answered_early()) {
            auto count =
                take(file, std::span(room).first(std::min<std::uint64_t>(left, room.size())));
            if (!count || *count == 0) {
                return fail(Fault::Internal, {"file.cannot-read", {}}, "the file became shorter");
            }
            sent = put({reinterpret_cast<char const*>(room.data()), *count});
            left -= *count;
        }
        return sent;
    }

    /// A pipe may be empty for as long as its writer works; only `stop` ends that wait.
    Result<std::size_t> take(Descriptor const& file, std::span<std::byte> room) {
        for (;;) {
            auto waited = wait_for(file.number(), POLLIN, std::chrono::minutes(1), patience_.stop);
            if (waited == Waited::Stopped) {
                return silent(asio::error::operation_aborted);
            }
            if (waited == Waited::TooLong) {
                continue;
            }
            auto count = ::read(file.number(), room.data(), room.size());
            if (count >= 0) {
                return static_cast<std::size_t>(count);
            }
            if (errno != EINTR && errno != EAGAIN) {
                return fail(Fault::Internal, {"file.cannot-read", {}}, reason("read"));
            }
        }
    }

    Result<Answer> receive(Method method, Descriptor const* file) {
        AnswerParser parser;
        parser.header_limit(longest_head);
        parser.body_limit(UINT64_MAX);
        parser.skip(method == Method::Head);
        Code code;
        line_.set_longest(patience_.answer);
        bhttp::read_header(line_, buffer_, parser, code);
        if (code) {
            return broken(code);
        }
        line_.set_longest(patience_.stall);
        Answer answer{parser.get().result_int(), {}, {}};
        for (auto const& field : parser.get()) {
            answer.headers.add(field.name_string().to_string(), field.value().to_string());
        }
        auto read = read_body(parser, answer, answer.is_success() ? file : nullptr);
        if (!read) {
            return pass_on(read);
        }
        return answer;
    }

    Result<void> read_body(AnswerParser& parser, Answer& answer, Descriptor const* file) {
        std::vector<std::byte> room(part_size);
        while (!parser.is_done()) {
            auto& body = parser.get().body();
            body.data = room.data();
            body.size = room.size();
            Code code;
            bhttp::read_some(line_, buffer_, parser, code);
            std::string_view part(reinterpret_cast<char const*>(room.data()),
                                  room.size() - body.size);
            if (code && code != bhttp::error::need_buffer) {
                return broken(code);
            }
            if (file != nullptr) {
                if (auto written = write_all(*file, part); !written) {
                    return written;
                }
            } else if (answer.body.size() + part.size() > patience_.answer_bytes) {
                return fail(Fault::Corrupt, {"http.answer-broken", {}}, "answer too long");
            } else {
                answer.body += part;
            }
        }
        return {};
    }

    tl::unexpected<Error> silent(Code code) const {
        return fail(Fault::TimedOut, {"http.service-silent", {{"place", path_}}}, code.message());
    }

    tl::unexpected<Error> broken(Code code) const {
        if (code == asio::error::timed_out || code == asio::error::operation_aborted) {
            return silent(code);
        }
        bool is_gone = code.category() == boost::system::system_category() ||
                       code == bhttp::error::end_of_stream ||
                       code == bhttp::error::partial_message || code == asio::error::eof;
        if (is_gone) {
            return away(path_, code.message());
        }
        return fail(Fault::Corrupt, {"http.answer-broken", {}}, code.message());
    }

    std::string const& path_;
    Patience const& patience_;
    Line line_;
    boost::beast::flat_buffer buffer_;
    bool is_cut_ = false;
};

} // namespace

Client::Client(std::string socket_path, Patience patience)
    : path_(std::move(socket_path)), patience_(patience) {}

Result<Answer> Client::ask(Call const& call) const {
    auto socket = connect_to(path_, patience_);
    if (!socket) {
        return pass_on(socket);
    }
    return Errand(path_, patience_, std::move(*socket)).run(call, nullptr);
}

Result<Answer> Client::ask_into(Call const& call, Descriptor const& file) const {
    auto socket = connect_to(path_, patience_);
    if (!socket) {
        return pass_on(socket);
    }
    return Errand(path_, patience_, std::move(*socket)).run(call, &file);
}

} // namespace imprimatur::http
