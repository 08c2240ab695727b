/// One request and its response, in the thread of a handler. Private to gateway/http.
#pragma once

#include <optional>
#include <string>

#include "gateway/http/core.hpp"
#include "gateway/http/transport.hpp"

namespace imprimatur::http {

class Exchange {
  public:
    Exchange(Core& core, Transport& transport, Buffer& buffer, RequestParser& parser)
        : core_(core), transport_(transport), buffer_(buffer), parser_(parser) {}

    /// Calls the handler and writes its response. @return whether another request may follow.
    bool serve(std::optional<Peer> const& peer, std::string const& remote);

    /// Tells why the request was not handled, and ends the connection.
    void refuse(unsigned status, Error const& error);

  private:
    Response handled(Request& request);
    Response explained(unsigned status, Error const& error);
    /// @return whether all of it was written.
    bool write(Response const& response, bool goes_on);
    bool write_body(FileBody const& body, std::uint64_t length);
    /// Throws the rest of the request's body away. @return whether its end was reached.
    bool drain(std::uint64_t most);
    void log(std::string_view line) const;

    Core& core_;
    Transport& transport_;
    Buffer& buffer_;
    RequestParser& parser_;
    bool is_head_ = false;
    bool wants_continue_ = false;
};

/// The status line and fields of a response, ready to be sent. `length` is nothing where none
/// belongs.
std::string head_of(unsigned status, Headers const& headers, std::optional<std::uint64_t> length,
                    bool goes_on);

} // namespace imprimatur::http
