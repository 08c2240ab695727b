#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option review{"REVIEW", Kind::Number, Need::Once};

constexpr Option list_options[] = {
    {"state", Kind::Choice, Need::Optional, "state",
     "waiting|belongs|stands-alone|refused|withdrawn|all"},
};
constexpr Option show_options[] = {review};
constexpr Option picture_options[] = {
    review,
    {"dpi", Kind::Number, Need::Optional, "dpi"},
    {"output", Kind::Output, Need::Once},
};
constexpr Option belongs_options[] = {
    review,
    {"DOCUMENT", Kind::Text, Need::Once, "document"},
    {"reason", Kind::Text, Need::Once, "note"},
};
constexpr Option alone_options[] = {
    review,
    {"level", Kind::Level, Need::Once, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"reason", Kind::Text, Need::Once, "note"},
};
constexpr Option refuse_options[] = {
    review,
    {"reason", Kind::Text, Need::Once, "note"},
};

constexpr Field columns[] = {
    {"review", "/id", Show::Number},   {"state", "/state", Show::Word},
    {"requester", "/person_name"},     {"title", "/title", Show::Shrinking},
    {"page", "/page", Show::Number},   {"document", "/document/number"},
    {"level", "/document/level_mark"}, {"clauses", "/clauses", Show::List},
};

constexpr Field fields[] = {
    {"review", "/id"},
    {"state", "/state", Show::Word},
    {"sentence", "/sentence"},
    {"requester", "/person_name"},
    {"title", "/title"},
    {"pages", "/pages"},
    {"count", "/copies"},
    {"page", "/page"},
    {"document", "/document/number"},
    {"level", "/document/level_mark"},
    {"registered-page", "/registered_page"},
    {"clauses", "/clauses", Show::List},
    {"belongs-to", "/belongs_to/number"},
    {"stated-level", "/level", Show::Word},
    {"decided-by", "/decided_by"},
    {"reason", "/note"},
    {"job", "/job"},
    {"created-at", "/created_at", Show::Instant},
    {"decided-at", "/decided_at", Show::Instant},
};

Place place_of(Arguments const& arguments) {
    return Place("/v1/reviews").part(arguments.text("REVIEW"));
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/reviews"), list_options, arguments), "/reviews",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, place_of(arguments), fields);
}

Result<Exit> picture(Session& session, Arguments const& arguments) {
    auto const place = asked(place_of(arguments).part("picture"), picture_options, arguments);
    return save(session, session.service().fetch(http::Method::Get, place, "image/png"),
                arguments.text("output"));
}

Result<Exit> decide(Session& session, Arguments const& arguments, std::span<Option const> options,
                    char const* verdict) {
    auto body = body_of(options, arguments);
    body["verdict"] = verdict;
    return change_at(session, http::Method::Post, place_of(arguments).part("decision"), body,
                     fields);
}

Result<Exit> belongs(Session& session, Arguments const& arguments) {
    return decide(session, arguments, belongs_options, "belongs");
}

Result<Exit> stands_alone(Session& session, Arguments const& arguments) {
    return decide(session, arguments, alone_options, "stands-alone");
}

Result<Exit> refuse(Session& session, Arguments const& arguments) {
    return decide(session, arguments, refuse_options, "refused");
}

constexpr Command table[] = {
    {"review"},
    {"review list", list_options, list},
    {"review show", show_options, show},
    {"review picture", picture_options, picture},
    {"review belongs", belongs_options, belongs},
    {"review stands-alone", alone_options, stands_alone},
    {"review refuse", refuse_options, refuse},
};

} // namespace

std::span<Command const> review_commands() {
    return table;
}

} // namespace imprimatur::cli
