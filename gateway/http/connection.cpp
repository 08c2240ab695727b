#include "gateway/http/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>

#include "gateway/http/exchange.hpp"

namespace imprimatur::http {

namespace {

namespace asio = boost::asio;
namespace bhttp = boost::beast::http;

/// What is told to a peer whose head was refused by the parser; nothing when it just went away.
struct Refusal {
    unsigned status;
    Error error;
};

std::optional<Refusal> refusal_of(Code code, bool is_late, bool has_bytes, Limits const& limits) {
    if (is_late && has_bytes) {
        return Refusal{408, {Fault::TimedOut, {"http.too-slow", {}}, "head of the request"}};
    }
    if (code == bhttp::error::header_limit || code == bhttp::error::buffer_overflow) {
        return Refusal{431, {Fault::BadInput, {"http.head-too-large", {}}, code.message()}};
    }
    if (code == bhttp::error::body_limit) {
        return Refusal{413,
                       {Fault::BadInput,
                        {"http.body-too-large", {{"limit", std::to_string(limits.body_bytes)}}},
                        code.message()}};
    }
    bool is_wrong =
        code.category() == bhttp::make_error_code(bhttp::error::bad_method).category() &&
        code != bhttp::error::end_of_stream && code != bhttp::error::partial_message;
    if (is_wrong) {
        return Refusal{400, {Fault::BadInput, {"http.malformed", {}}, code.message()}};
    }
    return std::nullopt;
}

} // namespace

Connection::Connection(Core& core, std::unique_ptr<Transport> transport, Caller caller)
    : core_(core), transport_(std::move(transport)), caller_(std::move(caller)),
      timer_(core.waiting), buffer_(core.settings.limits.head_bytes + std::size_t{64} * 1024) {}

void Connection::arm(std::chrono::milliseconds time) {
    is_late_ = false;
    timer_.expires_after(time);
    timer_.async_wait([weak = weak_from_this()](Code code) {
        auto self = weak.lock();
        if (!code && self) {
            self->is_late_ = true;
            self->caller_.entry.stop_reading();
        }
    });
}

std::function<void(Code)> Connection::then(void (Connection::*step)(Code)) {
    return [self = shared_from_this(), step](Code code) {
        self->timer_.cancel();
        ((*self).*step)(code);
    };
}

void Connection::open() {
    arm(core_.settings.limits.head_time);
    transport_->async_handshake(then(&Connection::shaken));
}

void Connection::shaken(Code code) {
    if (!code && !core_.is_stopping) {
        read_head();
    }
}

void Connection::await_request() {
    caller_.entry.set_served(false);
    if (core_.is_stopping) {
        return;
    }
    if (buffer_.size() > 0) {
        read_head();
        return;
    }
    arm(core_.settings.limits.idle_time);
    transport_->async_first_bytes(buffer_, then(&Connection::first_bytes_came));
}

void Connection::first_bytes_came(Code code) {
    if (!code) {
        read_head();
    }
}

void Connection::read_head() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(core_.settings.limits.head_bytes));
    parser_->body_limit(core_.settings.limits.body_bytes);
    arm(core_.settings.limits.head_time);
    transport_->async_head(buffer_, *parser_, then(&Connection::head_came));
}

void Connection::head_came(Code code) {
    if (!code) {
        caller_.entry.set_served(true);
        if (!core_.is_stopping) {
            asio::post(core_.workers, [self = shared_from_this()] { self->serve(); });
        }
        return;
    }
    bool has_bytes = buffer_.size() > 0 || parser_->got_some();
    auto refusal = refusal_of(code, is_late_, has_bytes, core_.settings.limits);
    if (refusal && !core_.is_stopping) {
        caller_.entry.set_served(true);
        asio::post(core_.workers, [self = shared_from_this(), refusal = std::move(*refusal)] {
            Exchange(self->core_, *self->transport_, self->buffer_, *self->parser_)
                .refuse(refusal.status, refusal.error);
        });
    }
}

void Connection::serve() {
    transport_->pace().start_over();
    Exchange exchange(core_, *transport_, buffer_, *parser_);
    if (exchange.serve(caller_.peer, caller_.remote)) {
        asio::post(core_.waiting, [self = shared_from_this()] { self->await_request(); });
    }
}

} // namespace imprimatur::http
