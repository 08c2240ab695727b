/// The other end: asks the service over its Unix socket.
///
/// Promise: a service that is away is Unavailable, one that does not answer is TimedOut; a call
/// never waits for ever. Bodies flow in both directions without being kept in memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/http/http.hpp"

namespace imprimatur::http {

/// Gives the next bytes of a body; 0 at its end. Sent with Transfer-Encoding: chunked.
using BodySource = std::function<Result<std::size_t>(std::span<std::byte> room)>;

/// What to ask. A body may be nothing, a text, an open file or pipe (from its current place; read,
/// not closed), or a source.
struct Call {
    Method method = Method::Get;
    std::string target;
    Headers headers;
    std::variant<std::monostate, std::string, Descriptor const*, BodySource> body;
};

struct Answer {
    unsigned status;
    Headers headers;
    std::string body; ///< empty where it went into a file

    bool is_success() const { return status >= 200 && status < 300; }
};

struct Patience {
    std::chrono::milliseconds connect{5000};
    std::chrono::milliseconds answer{
        120000};                            ///< for the first byte of the answer once all was sent
    std::chrono::milliseconds stall{30000}; ///< nothing can be sent, nothing more comes
    std::uint64_t answer_bytes = 16 << 20;  ///< of an answer kept in memory
    int stop = -1; ///< a descriptor; once it is readable every wait ends with TimedOut
};

/// Stateless: each call is a connection of its own; may be used from several threads.
class Client {
  public:
    explicit Client(std::string socket_path, Patience patience = {});

    /// Any answer of the service, also 4xx and 5xx, is an Answer.
    /// @error Unavailable no service there, or it went away; TimedOut; Corrupt not HTTP, or too
    /// long; what a BodySource failed with.
    Result<Answer> ask(Call const& call) const;

    /// As ask(), but the body of a 2xx answer is written to `file` at its current place.
    /// @error also Exhausted: no room in the file.
    Result<Answer> ask_into(Call const& call, Descriptor const& file) const;

  private:
    std::string path_;
    Patience patience_;
};

} // namespace imprimatur::http
