/// HTTP/1.1 for the gateway: a server on a Unix socket and, where configured, over TLS.
///
/// Promise: a handler is called with a whole, well-formed request head and who sent it; bodies flow
/// in pieces, so a document of any size takes no memory; a slow or broken peer costs one time-out,
/// never the service. Refused requests (malformed, too large, too slow) never reach the handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::http {

enum class Method { Get, Head, Post, Put, Patch, Delete };

/// "GET", "PUT", …
std::string_view name_of(Method method);

/// The status that tells a client of `fault` (BadInput 400, Denied 403, NotFound 404, Conflict 409,
/// Unsupported 422, Corrupt and Internal 500, Unavailable 503, TimedOut 504, Exhausted 507), and
/// back: other 4xx are BadInput, other 5xx Internal.
unsigned status_of(Fault fault);
Fault fault_of(unsigned status);

/// The name of a fault in JSON ("BadInput").
std::string_view name_of(Fault fault);

/// Header fields in their order; names compare without case.
class Headers {
  public:
    using Field = std::pair<std::string, std::string>;

    /// The first field of that name.
    std::optional<std::string> find(std::string_view name) const;
    /// Replaces every field of that name. Line breaks in `value` become spaces.
    void set(std::string_view name, std::string_view value);
    /// One more field, e.g. a second Set-Cookie. Line breaks in `value` become spaces.
    void add(std::string_view name, std::string_view value);
    std::vector<Field> const& fields() const { return fields_; }

  private:
    std::vector<Field> fields_;
};

/// Where a request goes: "/v1/jobs/17?wait=1" is path {"v1", "jobs", "17"} and query {{"wait",
/// "1"}}.
struct Target {
    std::string text;              ///< as it was sent
    std::vector<std::string> path; ///< decoded; never ".", ".." or control characters
    std::vector<std::pair<std::string, std::string>> query; ///< decoded, in order

    std::optional<std::string> find_query(std::string_view name) const;
};

/// @error BadInput not a path of our own host, wrong %-escape, not UTF-8, a control character.
Result<Target> parse_target(std::string_view text);

/// Decodes "a=1&b=x+y" (queries, and bodies of web forms). @error BadInput wrong %-escape, not
/// UTF-8.
Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text);

/// `text` as one path segment or query value: all but letters, digits and "-._~" is %-escaped.
std::string escape(std::string_view text);

/// The process at the other end of a Unix socket when it connected, as the kernel knows it.
struct Peer {
    pid_t process;
    uid_t user;
    gid_t group;
};

/// The body of a request, pulled by the handler. What a handler leaves unread is thrown away.
class Body {
  public:
    virtual ~Body() = default;

    /// Bytes promised by Content-Length; nothing for a chunked body.
    virtual std::optional<std::uint64_t> length() const = 0;

    /// Waits for the next bytes. @return how many were put into `room`; 0 at the end of the body.
    /// @error BadInput broken framing or more than the server's limit; TimedOut the sender is too
    /// slow; Unavailable the sender went away.
    virtual Result<std::size_t> read(std::span<std::byte> room) = 0;

    /// The rest as text. @error BadInput more than `limit` bytes; else as read().
    Result<std::string> read_text(std::uint64_t limit);

    /// The rest into a file, from its current place. @return bytes written.
    /// @error Exhausted no room for the file; BadInput more than `limit` bytes; else as read().
    Result<std::uint64_t> read_into(Descriptor const& file, std::uint64_t limit);
};

struct Request {
    Method method;
    Target target;
    Headers headers;
    std::optional<Peer> peer; ///< who it is, on the Unix socket; nothing over TLS
    std::string remote;       ///< address of the other machine over TLS; empty on the Unix socket
    Body& body;
};

/// A file as body: `length` bytes from `offset`, or all from there to its end.
struct FileBody {
    Descriptor file;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> length;
};

struct Response {
    unsigned status = 200;
    Headers headers; ///< Content-Length, Date and Connection are the server's own
    std::variant<std::string, FileBody> body;
};

/// A response with text and its type ("application/json").
Response text_response(unsigned status, std::string type, std::string text);

/// Called on several threads at once. An exception becomes a 500 and a line in the log.
using Handler = std::function<Response(Request&)>;

/// Makes the response for a request that the server refuses itself; `headers` may be incomplete.
using Explain =
    std::function<Response(unsigned status, Error const& error, Headers const& headers)>;

/// One line for the log.
using Log = std::function<void(std::string_view line)>;

struct UnixListener {
    std::string path;     ///< a socket left over at this place is replaced, anything else is not
    unsigned mode = 0666; ///< who may connect; what they may do is for the handler
};

struct TlsListener {
    std::string address = "127.0.0.1"; ///< numeric
    std::uint16_t port = 0;            ///< 0: any free one, see Server::tls_port()
    std::string certificate_file;      ///< PEM, the chain
    std::string key_file;              ///< PEM
};

struct Limits {
    std::size_t head_bytes = 32U << 10U;   ///< request line and header fields; more is 431
    std::uint64_t body_bytes = 2ULL << 30; ///< any body; more is 413
    std::chrono::milliseconds head_time{
        15000}; ///< from the first byte (or the connect) to the whole head
    std::chrono::milliseconds idle_time{60000};  ///< between two requests of one connection
    std::chrono::milliseconds stall_time{30000}; ///< a peer that neither sends nor takes anything
    std::uint64_t least_rate = 4U << 10U; ///< bytes a second that a body keeps up after stall_time
    std::size_t connections = 512;        ///< in all; more wait to be accepted
    std::size_t connections_each = 64;    ///< of one account or address; more are closed at once
};

struct Settings {
    std::optional<UnixListener> local;
    std::optional<TlsListener> tls;
    unsigned threads = 8; ///< requests handled at the same time
    Limits limits;
    std::chrono::milliseconds grace{20000}; ///< how long stop() lets running requests go on
    Explain explain;                        ///< default: {"fault", "sentence_id"} as JSON
    Log log;                                ///< default: nothing is logged
};

/// A running server; stops at the end of its life. Move-only.
class Server {
  public:
    /// @error BadInput certificate or key cannot be used; Conflict another server listens there;
    /// Denied no right to listen there.
    static Result<Server> start(Settings settings, Handler handler);

    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();

    /// The port that TLS listens on; 0 without TLS.
    std::uint16_t tls_port() const;

    /// Takes no new request, lets the running ones finish (at most Settings::grace, then their
    /// connections are cut), and returns when every thread has ended. May be called twice.
    void stop();

  private:
    class Inside;
    explicit Server(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

} // namespace imprimatur::http
