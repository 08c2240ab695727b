/// The service as a command sees it: JSON in and out, files up and down.
///
/// Promise: what the service says of a failure comes back as its own sentence; an answer that is
/// not the service's is an Error, never a crash.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/http/client.hpp"

namespace imprimatur::cli {

using Json = nlohmann::json;

/// "/v1/documents" and escaped segments and queries:
/// `Place("/v1/documents").part(number).ask("text", t)`.
class Place {
  public:
    explicit Place(std::string path) : text_(std::move(path)) {}
    Place& part(std::string_view segment);
    /// Left out when `value` is empty.
    Place& ask(std::string_view name, std::string_view value);
    std::string const& text() const { return text_; }

  private:
    std::string text_;
    bool has_query_ = false;
};

/// A failure in the words of the service. @param told its object Error
tl::unexpected<Error> told_failure(Json const& told, Fault otherwise);

class Service {
  public:
    /// @param language for Accept-Language.
    Service(std::string const& socket, std::string language, http::Patience patience = {});

    /// @error what the service said, with its fault; Unavailable, TimedOut; Corrupt not its answer.
    Result<Json> get(Place const& place) const;
    Result<Json> send(http::Method method, Place const& place, Json const& body) const;
    Result<Json> send_file(http::Method method, Place const& place, Descriptor const& file) const;
    /// The body of the answer, of the type asked for. `file`: sent as body when it is not null.
    Result<std::string> fetch(http::Method method, Place const& place, std::string const& type,
                              Descriptor const* file = nullptr) const;

  private:
    http::Call call(http::Method method, Place const& place, std::string const& type) const;
    Result<std::string> body_of(http::Call const& call) const;
    Result<Json> json_of(http::Call const& call) const;

    http::Client client_;
    std::string language_;
};

} // namespace imprimatur::cli
