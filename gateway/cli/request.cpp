#include <fmt/format.h>

#include "gateway/cli/groups.hpp"
#include "gateway/cli/steps.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option request{"REQUEST", Kind::Number, Need::Once};

constexpr Option ask_options[] = {
    {"DOCUMENT", Kind::Text, Need::Once, "document"},
    {"copies", Kind::Number, Need::Once, "count"},
    {"recipients", Kind::List, Need::Optional, "recipients"},
    {"purpose", Kind::Text, Need::Optional, "purpose"},
    {"action", Kind::Choice, Need::Optional, "action", "print|copy|excerpt|compile"},
};
constexpr Option list_options[] = {
    {"state", Kind::Choice, Need::Optional, "state", "waiting|granted|refused|withdrawn|all"},
};
constexpr Option show_options[] = {request};
constexpr Option withdraw_options[] = {request, {"reason", Kind::Text, Need::Optional, "note"}};
constexpr Option preview_options[] = {
    request,
    {"page", Kind::Number},
    {"dpi", Kind::Number, Need::Optional, "dpi"},
    {"output", Kind::Output, Need::Once},
};

constexpr Field columns[] = {
    {"request", "/id", Show::Number},
    {"document", "/document/number"},
    {"title", "/document/title", Show::Shrinking},
    {"level", "/document/level_mark"},
    {"action", "/action", Show::Word},
    {"count", "/count", Show::Number},
    {"requester", "/requester_name"},
    {"recipients", "/recipient_names", Show::List},
    {"clauses", "/clauses", Show::List},
    {"state", "/state", Show::Word},
};

constexpr Field fields[] = {
    {"request", "/id"},
    {"state", "/state", Show::Word},
    {"sentence", "/sentence"},
    {"document", "/document/number"},
    {"title", "/document/title"},
    {"level", "/document/level_mark"},
    {"action", "/action", Show::Word},
    {"count", "/count"},
    {"recipients", "/recipient_names", Show::List},
    {"purpose", "/purpose"},
    {"requester", "/requester_name"},
    {"department", "/requester_department"},
    {"pages", "/pages"},
    {"arrangement", "/arrangement"},
    {"copied-from", "/parent_number", Show::CopyNumber},
    {"copies-so-far", "/copies_so_far"},
    {"policy", "/policy"},
    {"note", "/policy_note"},
    {"clauses", "/clauses", Show::List},
    {"reason", "/reason"},
    {"grant", "/grant/id"},
    {"used", "/grant/used"},
    {"left", "/grant/left"},
    {"until", "/grant/until", Show::LastDay},
    {"job", "/job"},
    {"created-at", "/created_at", Show::Instant},
};

Place place_of(Arguments const& arguments) {
    return Place("/v1/requests").part(arguments.text("REQUEST"));
}

Result<Exit> ask(Session& session, Arguments const& arguments) {
    return change_at(session, http::Method::Post, Place("/v1/requests"),
                     body_of(ask_options, arguments), fields);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/requests"), list_options, arguments), "/requests",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    auto answer = session.service().get(place_of(arguments));
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    show_steps(session, array_at(*answer, "/steps"));
    return Exit::Ok;
}

Result<Exit> preview(Session& session, Arguments const& arguments) {
    auto const page = arguments.find_number("page").value_or(1);
    auto const place = asked(place_of(arguments).part("pages").part(std::to_string(page)),
                             preview_options, arguments);
    return save(session, session.service().fetch(http::Method::Get, place, "image/png"),
                arguments.text("output"));
}

Result<Exit> withdraw(Session& session, Arguments const& arguments) {
    return change_at(session, http::Method::Post, place_of(arguments).part("withdraw"),
                     body_of(withdraw_options, arguments), fields);
}

constexpr Command table[] = {
    {"request"},
    {"request list", list_options, list},
    {"request show", show_options, show},
    {"request preview", preview_options, preview},
    {"request ask", ask_options, ask},
    {"request withdraw", withdraw_options, withdraw},
};

} // namespace

std::span<Command const> request_commands() {
    return table;
}

} // namespace imprimatur::cli
