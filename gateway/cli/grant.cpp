#include "gateway/cli/groups.hpp"
#include "gateway/cli/steps.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option request{"REQUEST", Kind::Number, Need::Once};
constexpr Option role{"role", Kind::Text};

constexpr Option grant_options[] = {
    request,
    {"copies", Kind::Number, Need::Optional, "count"},
    {"recipients", Kind::List, Need::Optional, "recipients"},
    {"until", Kind::Date, Need::Optional, "until"},
    role,
    {"note", Kind::Text},
};
constexpr Option refuse_options[] = {request, {"reason", Kind::Text, Need::Once}, role};
constexpr Option list_options[] = {{"document", Kind::Text, Need::Optional, "document"}};
constexpr Option show_options[] = {{"GRANT", Kind::Number, Need::Once}};

constexpr Field columns[] = {
    {"grant", "/id", Show::Number},
    {"request", "/request", Show::Number},
    {"document", "/document"},
    {"requester", "/requester"},
    {"count", "/count", Show::Number},
    {"used", "/used", Show::Number},
    {"left", "/left", Show::Number},
    {"recipients", "/recipients", Show::List},
    {"until", "/until", Show::LastDay},
    {"granted-by", "/granted_by"},
    {"granted-at", "/granted_at", Show::Instant},
};

constexpr Field outcome[] = {
    {"request", "/id"},
    {"document", "/document/number"},
    {"level", "/document/level_mark"},
    {"state", "/state", Show::Word},
    {"sentence", "/sentence"},
    {"grant", "/grant/id"},
    {"granted-copies", "/grant/count"},
    {"recipients", "/grant/recipients", Show::List},
    {"until", "/grant/until", Show::LastDay},
    {"reason", "/reason"},
};

Place approvals_of(Arguments const& arguments) {
    return Place("/v1/requests").part(arguments.text("REQUEST")).part("approvals");
}

Result<Exit> speak(Session& session, Arguments const& arguments, Json body) {
    if (arguments.has("role")) {
        body["role"] = arguments.text("role");
    }
    auto answer = session.service().send(http::Method::Post, approvals_of(arguments), body);
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, outcome);
    if (text_at(*answer, "/state") == "waiting") {
        show_steps(session, array_at(*answer, "/steps"));
    }
    return Exit::Ok;
}

Result<Exit> grant(Session& session, Arguments const& arguments) {
    Json body{{"verdict", "agree"}};
    auto const narrowed = body_of(grant_options, arguments);
    if (!narrowed.empty()) {
        body["grant"] = narrowed;
    }
    if (arguments.has("note")) {
        body["note"] = arguments.text("note");
    }
    return speak(session, arguments, std::move(body));
}

Result<Exit> refuse(Session& session, Arguments const& arguments) {
    return speak(session, arguments, {{"verdict", "refuse"}, {"note", arguments.text("reason")}});
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/grants"), list_options, arguments), "/grants",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, Place("/v1/grants").part(arguments.text("GRANT")), columns);
}

constexpr Command table[] = {
    {"grant", grant_options, grant},
    {"grant refuse", refuse_options, refuse},
    {"grant list", list_options, list},
    {"grant show", show_options, show},
};

} // namespace

std::span<Command const> grant_commands() {
    return table;
}

} // namespace imprimatur::cli
