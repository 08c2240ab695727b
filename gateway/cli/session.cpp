#include "gateway/cli/session.hpp"

#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

constexpr auto usual_socket = "/run/imprimatur/socket";

std::string first_of(std::string const& a, std::string const& b, std::string const& c) {
    if (!a.empty()) {
        return a;
    }
    return b.empty() ? c : b;
}

} // namespace

Session::Session(Surroundings& surroundings, Texts const& texts, Arguments const& common)
    : surroundings_(surroundings), texts_(texts), wants_json_(common.has("json")),
      socket_(first_of(common.text("socket"), environment("IMPRIMATUR_SOCKET"), usual_socket)) {}

std::string Session::environment(std::string const& name) const {
    auto found = surroundings_.environment.find(name);
    return found == surroundings_.environment.end() ? std::string() : found->second;
}

bool Session::has_usual_socket() const {
    return socket_ == usual_socket;
}

Service Session::service(http::Patience patience) const {
    return Service(socket_, std::string(texts_.http_language()), patience);
}

void Session::line(std::string const& text) {
    surroundings_.out << plain(text) << '\n';
}

void Session::put(std::string const& text) {
    surroundings_.out << text;
}

void Session::json(Json const& value) {
    surroundings_.out << plain_json(value.dump(2, ' ', false, Json::error_handler_t::replace))
                      << '\n';
}

void Session::say(Sentence const& sentence) {
    if (!wants_json_) {
        line(texts_.say(sentence));
    }
}

void Session::warn(Sentence const& sentence) {
    surroundings_.errors << "imprimatur: " << plain(texts_.say(sentence)) << '\n';
}

} // namespace imprimatur::cli
