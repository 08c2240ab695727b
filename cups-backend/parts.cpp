#include "cups-backend/parts.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace imprimatur::backend {

namespace {

constexpr std::string_view magic = "imprimatur-parts";
constexpr std::size_t length_size = 8;
static_assert(magic.size() + 2 * length_size == head_size);

std::string bytes_of(std::uint64_t value) {
    std::string out;
    for (std::size_t i = 0; i < length_size; ++i) {
        out += static_cast<char>((value >> (8 * (length_size - 1 - i))) & 0xFFU);
    }
    return out;
}

std::uint64_t number_in(std::string_view bytes) {
    std::uint64_t out = 0;
    for (auto byte : bytes.substr(0, length_size)) {
        out = (out << 8U) | static_cast<unsigned char>(byte);
    }
    return out;
}

/// The filter was killed, most likely: the same job may do better when it runs again.
tl::unexpected<Error> cut(std::string cause) {
    return fail(Fault::Unavailable, {"backend.document-cut", {}}, std::move(cause));
}

} // namespace

std::string head_of(Lengths const& lengths) {
    return std::string(magic) + bytes_of(lengths.original) + bytes_of(lengths.arranged);
}

Result<Parts> Parts::open(Descriptor const& stream, Stop const& stop, bool is_framed) {
    Parts out(stream, stop);
    out.is_framed_ = is_framed;
    if (!is_framed) {
        return out;
    }
    std::array<std::byte, head_size> room{};
    std::uint64_t left = head_size;
    while (left > 0) {
        auto count = out.take(left, std::span(room).last(left));
        if (!count) {
            return pass_on(count);
        }
    }
    std::string_view const head(reinterpret_cast<char const*>(room.data()), room.size());
    if (!head.starts_with(magic)) {
        return cut("the stream has no head");
    }
    out.lengths_ = {number_in(head.substr(magic.size())),
                    number_in(head.substr(magic.size() + length_size))};
    out.left_ = out.lengths_;
    return out;
}

http::BodySource Parts::original() {
    return [this](std::span<std::byte> room) { return take(left_.original, room); };
}

http::BodySource Parts::document() {
    return [this](std::span<std::byte> room) -> Result<std::size_t> {
        if (!is_framed_) {
            return read(room);
        }
        if (!has_original()) {
            return take(left_.original, room);
        }
        if (auto passed = pass_over(left_.original); !passed) {
            return pass_on(passed);
        }
        return take(left_.arranged, room);
    };
}

Result<void> Parts::pass_over(std::uint64_t& left) {
    std::array<std::byte, 65536> room{};
    while (left > 0) {
        if (auto count = take(left, room); !count) {
            return pass_on(count);
        }
    }
    return {};
}

/// As many of the bytes that are still to come as are there; 0 once there are none.
Result<std::size_t> Parts::take(std::uint64_t& left, std::span<std::byte> room) {
    auto const most = std::min<std::uint64_t>(left, room.size());
    if (most == 0) {
        return std::size_t{0};
    }
    auto count = read(room.first(static_cast<std::size_t>(most)));
    if (count && *count == 0) {
        return cut(std::to_string(left) + " bytes are missing");
    }
    left -= count ? *count : 0;
    return count;
}

/// A pipe may be empty for as long as the filter works; only being told to stop ends that wait.
Result<std::size_t> Parts::read(std::span<std::byte> room) {
    for (;;) {
        std::array<pollfd, 2> looked{pollfd{stream_.number(), POLLIN, 0},
                                     pollfd{stop_.descriptor(), POLLIN, 0}};
        if (::poll(looked.data(), looked.size(), -1) < 0 && errno != EINTR) {
            return fail(Fault::Internal, {"file.cannot-read", {}}, std::strerror(errno));
        }
        if (stop_.is_asked()) {
            return fail(Fault::TimedOut, {"http.service-silent", {}}, "told to stop");
        }
        if (looked[0].revents == 0) {
            continue;
        }
        auto const count = ::read(stream_.number(), room.data(), room.size());
        if (count >= 0) {
            return static_cast<std::size_t>(count);
        }
        if (errno != EINTR && errno != EAGAIN) {
            return fail(Fault::Internal, {"file.cannot-read", {}}, std::strerror(errno));
        }
    }
}

} // namespace imprimatur::backend
