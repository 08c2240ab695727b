#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Field columns[] = {
    {"generation", "/generation", Show::Number},
    {"key-name", "/id"},
    {"since", "/since", Show::Instant},
    {"key-here", "/is_here", Show::YesNo},
};

Result<Exit> list(Session& session, Arguments const&) {
    return list_from(session, Place("/v1/keys"), "/keys", columns);
}

Result<Exit> rotate(Session& session, Arguments const&) {
    auto answer = session.service().send(http::Method::Post, Place("/v1/keys"), Json::object());
    if (!answer) {
        return pass_on(answer);
    }
    if (session.wants_json()) {
        session.json(*answer);
    } else {
        session.say(
            {"cli.key-rotated",
             {{"key",
               text_at(*answer, "/keys/" + std::to_string(answer->at("keys").size() - 1) + "/id")},
              {"file", text_at(*answer, "/file")}}});
    }
    return Exit::Ok;
}

constexpr Command table[] = {{"key"}, {"key list", {}, list}, {"key rotate", {}, rotate}};

} // namespace

std::span<Command const> key_commands() {
    return table;
}

} // namespace imprimatur::cli
