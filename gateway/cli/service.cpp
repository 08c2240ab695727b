#include "gateway/cli/service.hpp"

#include <array>
#include <optional>

namespace imprimatur::cli {

namespace {

std::optional<Fault> find_fault(std::string const& name) {
    static constexpr std::array faults{
        Fault::BadInput,    Fault::Denied,   Fault::NotFound,    Fault::Conflict, Fault::Exhausted,
        Fault::Unavailable, Fault::TimedOut, Fault::Unsupported, Fault::Corrupt,  Fault::Internal};
    for (auto fault : faults) {
        if (http::name_of(fault) == name) {
            return fault;
        }
    }
    return std::nullopt;
}

std::string text_at(Json const& object, char const* name) {
    auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

tl::unexpected<Error> no_answer_of_ours(std::string cause) {
    return fail(Fault::Corrupt, {"cli.foreign-answer", {}}, std::move(cause));
}

/// The failure that an answer tells of, in the words of the service where it has some.
tl::unexpected<Error> failure_of(http::Answer const& answer) {
    auto const told = Json::parse(answer.body, nullptr, false);
    if (text_at(told, "sentence").empty()) {
        return fail(http::fault_of(answer.status),
                    {"cli.status", {{"status", std::to_string(answer.status)}}},
                    "HTTP " + std::to_string(answer.status));
    }
    return told_failure(told, http::fault_of(answer.status));
}

} // namespace

tl::unexpected<Error> told_failure(Json const& told, Fault otherwise) {
    return fail(find_fault(text_at(told, "fault")).value_or(otherwise),
                {"cli.told", {{"sentence", text_at(told, "sentence")}}},
                text_at(told, "sentence_id"));
}

Place& Place::part(std::string_view segment) {
    text_ += "/" + http::escape(segment);
    return *this;
}

Place& Place::ask(std::string_view name, std::string_view value) {
    if (!value.empty()) {
        text_ += (has_query_ ? "&" : "?") + http::escape(name) + "=" + http::escape(value);
        has_query_ = true;
    }
    return *this;
}

Service::Service(std::string const& socket, std::string language, http::Patience patience)
    : client_(socket, patience), language_(std::move(language)) {}

http::Call Service::call(http::Method method, Place const& place, std::string const& type) const {
    http::Call call;
    call.method = method;
    call.target = place.text();
    call.headers.set("Accept", type);
    call.headers.set("Accept-Language", language_);
    return call;
}

Result<std::string> Service::body_of(http::Call const& call) const {
    auto answer = client_.ask(call);
    if (!answer) {
        return pass_on(answer);
    }
    if (!answer->is_success()) {
        return failure_of(*answer);
    }
    auto const wanted = call.headers.find("Accept").value_or("");
    auto const type = answer->headers.find("Content-Type").value_or("");
    if (answer->status != 204 && !type.starts_with(wanted)) {
        return no_answer_of_ours("asked for " + wanted + ", got " + type);
    }
    return std::move(answer->body);
}

Result<Json> Service::json_of(http::Call const& call) const {
    auto body = body_of(call);
    if (!body) {
        return pass_on(body);
    }
    if (body->empty()) {
        return Json::object();
    }
    auto json = Json::parse(*body, nullptr, false);
    if (!json.is_object()) {
        return no_answer_of_ours("not a JSON object");
    }
    return json;
}

Result<Json> Service::get(Place const& place) const {
    return json_of(call(http::Method::Get, place, "application/json"));
}

Result<Json> Service::send(http::Method method, Place const& place, Json const& body) const {
    auto request = call(method, place, "application/json");
    request.headers.set("Content-Type", "application/json");
    request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return json_of(request);
}

Result<Json> Service::send_file(http::Method method, Place const& place,
                                Descriptor const& file) const {
    auto request = call(method, place, "application/json");
    request.headers.set("Content-Type", "application/octet-stream");
    request.body = &file;
    return json_of(request);
}

Result<std::string> Service::fetch(http::Method method, Place const& place, std::string const& type,
                                   Descriptor const* file) const {
    auto request = call(method, place, type);
    if (file != nullptr) {
        request.headers.set("Content-Type", "application/octet-stream");
        request.body = file;
    }
    return body_of(request);
}

} // namespace imprimatur::cli
