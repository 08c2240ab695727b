#include "gateway/http/exchange.hpp"

#include <ctime>

#include <boost/asio/error.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace imprimatur::http {

namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

constexpr std::uint64_t drained_for_the_next_request = 256 * 1024;

/// The body as the parser takes it off the connection.
class ParsedBody : public Body {
  public:
    ParsedBody(Transport& transport, Buffer& buffer, RequestParser& parser, bool& wants_continue)
        : transport_(transport), buffer_(buffer), parser_(parser), wants_continue_(wants_continue) {
        if (auto length = parser.content_length()) {
            length_ = *length;
        } else if (!parser.chunked()) {
            length_ = 0;
        }
    }

    std::optional<std::uint64_t> length() const override { return length_; }

    Result<std::size_t> read(std::span<std::byte> room) override {
        Code code;
        if (wants_continue_ && !parser_.is_done()) {
            transport_.write("HTTP/1.1 100 Continue\r\n\r\n", code);
        }
        wants_continue_ = false;
        auto& body = parser_.get().body();
        std::size_t count = 0;
        while (count == 0 && !parser_.is_done() && !code && !room.empty()) {
            body.data = room.data();
            body.size = room.size();
            body.more = true;
            transport_.read_body(buffer_, parser_, code);
            count = room.size() - body.size;
            if (code == bhttp::error::need_buffer) {
                code.clear();
            }
        }
        if (code && count == 0) {
            return failed(code);
        }
        return count;
    }

  private:
    Result<std::size_t> failed(Code code) const {
        if (code == asio::error::timed_out) {
            return fail(Fault::TimedOut, {"http.too-slow", {}}, "body of the request");
        }
        if (code == bhttp::error::body_limit) {
            return fail(Fault::BadInput, {"http.body-too-large", {{"limit", ""}}}, code.message());
        }
        bool is_framing =
            code.category() == bhttp::make_error_code(bhttp::error::bad_chunk).category() &&
            code != bhttp::error::partial_message && code != bhttp::error::end_of_stream;
        if (is_framing) {
            return fail(Fault::BadInput, {"http.malformed", {}}, code.message());
        }
        return fail(Fault::Unavailable, {"http.gone", {}}, code.message());
    }

    Transport& transport_;
    Buffer& buffer_;
    RequestParser& parser_;
    bool& wants_continue_;
    std::optional<std::uint64_t> length_;
};

std::optional<Method> method_of(bhttp::verb verb) {
    switch (verb) {
    case bhttp::verb::get:
        return Method::Get;
    case bhttp::verb::head:
        return Method::Head;
    case bhttp::verb::post:
        return Method::Post;
    case bhttp::verb::put:
        return Method::Put;
    case bhttp::verb::patch:
        return Method::Patch;
    case bhttp::verb::delete_:
        return Method::Delete;
    default:
        return std::nullopt;
    }
}

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string date_now() {
    std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[64];
    auto length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text, length};
}

bool has_no_body(unsigned status) {
    return status < 200 || status == 204 || status == 304;
}

std::optional<std::uint64_t> length_of(FileBody const& body) {
    auto size = size_of(body.file);
    if (!size || body.offset > *size || body.length.value_or(0) > *size - body.offset) {
        return std::nullopt;
    }
    return body.length.value_or(*size - body.offset);
}

} // namespace

std::string head_of(unsigned status, Headers const& headers, std::optional<std::uint64_t> length,
                    bool goes_on) {
    auto reason = bhttp::obsolete_reason(static_cast<bhttp::status>(status));
    auto out = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", status, view(reason), date_now());
    for (auto const& [name, value] : headers.fields()) {
        out += fmt::format("{}: {}\r\n", name, value);
    }
    if (length) {
        out += fmt::format("Content-Length: {}\r\n", *length);
    }
    out += goes_on ? "\r\n" : "Connection: close\r\n\r\n";
    return out;
}

bool Exchange::serve(std::optional<Peer> const& peer, std::string const& remote) {
    auto const& message = parser_.get();
    is_head_ = message.method() == bhttp::verb::head;
    auto const expect = message[bhttp::field::expect];
    wants_continue_ = message.version() >= 11 && boost::beast::iequals(expect, "100-continue");
    auto method = method_of(message.method());
    if (!method) {
        refuse(501, {Fault::Unsupported, {"http.method-unknown", {}}, "method"});
        return false;
    }
    if (message.version() >= 11 && message.count(bhttp::field::host) != 1) {
        refuse(400, {Fault::BadInput, {"http.malformed", {}}, "Host"});
        return false;
    }
    auto target = parse_target(view(message.target()));
    if (!target) {
        refuse(400, target.error());
        return false;
    }
    ParsedBody body(transport_, buffer_, parser_, wants_continue_);
    Request request{*method, std::move(*target), {}, peer, remote, body};
    for (auto const& field : message) {
        request.headers.add(view(field.name_string()), view(field.value()));
    }
    auto response = handled(request);
    transport_.pace().start_over();
    bool goes_on = message.keep_alive() && message.version() >= 11 && !core_.is_stopping &&
                   drain(drained_for_the_next_request);
    if (!write(response, goes_on) || !goes_on) {
        transport_.finish();
        return false;
    }
    return true;
}

Response Exchange::handled(Request& request) {
    try {
        return core_.handler(request);
    } catch (std::exception const& e) {
        log(fmt::format("{} {}: {}", name_of(request.method), request.target.text, e.what()));
        return explained(500, {Fault::Internal, {"http.internal", {}}, e.what()});
    }
}

Response Exchange::explained(unsigned status, Error const& error) {
    Headers headers;
    for (auto const& field : parser_.get()) {
        headers.add(view(field.name_string()), view(field.value()));
    }
    if (core_.settings.explain) {
        return core_.settings.explain(status, error, headers);
    }
    nlohmann::json body{{"fault", name_of(error.fault)}, {"sentence_id", error.sentence.id}};
    return text_response(status, "application/json", body.dump());
}

void Exchange::refuse(unsigned status, Error const& error) {
    transport_.pace().start_over();
    log(fmt::format("refused with {}: {} ({})", status, error.sentence.id, error.cause));
    static_cast<void>(write(explained(status, error), false));
    transport_.finish();
}

bool Exchange::write(Response const& response, bool goes_on) {
    Code code;
    if (has_no_body(response.status)) {
        transport_.write(head_of(response.status, response.headers, std::nullopt, goes_on), code);
        return !code;
    }
    if (auto const* text = std::get_if<std::string>(&response.body)) {
        auto bytes = head_of(response.status, response.headers, text->size(), goes_on);
        if (!is_head_) {
            bytes += *text;
        }
        transport_.write(bytes, code);
        return !code;
    }
    auto const& file = std::get<FileBody>(response.body);
    auto length = length_of(file);
    if (!length) {
        return write(explained(500, {Fault::Internal, {"http.internal", {}}, "file body"}),
                     goes_on);
    }
    transport_.write(head_of(response.status, response.headers, length, goes_on), code);
    return !code && (is_head_ || write_body(file, *length));
}

bool Exchange::write_body(FileBody const& body, std::uint64_t length) {
    Code code;
    transport_.write_file(body.file.number(), body.offset, length, code);
    if (code) {
        log(fmt::format("a file could not be sent: {}", code.message()));
    }
    return !code;
}

bool Exchange::drain(std::uint64_t most) {
    if (wants_continue_ && !parser_.is_done()) {
        return false; // the sender waits to be told; it will not be
    }
    if (parser_.content_length_remaining().value_or(0) > most) {
        return false;
    }
    ParsedBody body(transport_, buffer_, parser_, wants_continue_);
    std::vector<std::byte> room(std::size_t{64} * 1024);
    for (std::uint64_t total = 0; total <= most;) {
        auto count = body.read(room);
        if (!count) {
            return false;
        }
        if (*count == 0) {
            return true;
        }
        total += *count;
    }
    return false;
}

void Exchange::log(std::string_view line) const {
    if (core_.settings.log) {
        core_.settings.log(line);
    }
}

} // namespace imprimatur::http
