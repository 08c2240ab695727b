#include "foundation/file/file.hpp"
#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option number{"NUMBER", Kind::Text, Need::Once};

constexpr Option add_options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"number", Kind::Text, Need::Once, "number"},
    {"title", Kind::Text, Need::Once, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
};

constexpr Option derive_options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"from", Kind::List, Need::Once, "sources"},
    {"action", Kind::Choice, Need::Once, "action", "excerpt|compile"},
    {"number", Kind::Text, Need::Once, "number"},
    {"title", Kind::Text, Need::Once, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
};

constexpr Option import_options[] = {{"FILE", Kind::Input, Need::Once}};

constexpr Option change_options[] = {
    number,
    {"title", Kind::Text, Need::Optional, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
    {"state", Kind::Choice, Need::Optional, "state", "active|frozen|declassified|withdrawn"},
};

constexpr Option file_options[] = {number, {"FILE", Kind::Input, Need::Once}};

constexpr Option list_options[] = {
    {"level", Kind::Level, Need::Optional, "level"},
    {"state", Kind::Choice, Need::Optional, "state", "active|frozen|declassified|withdrawn"},
    {"proposed", Kind::Flag},
};

constexpr Option level_options[] = {
    number,
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"state", Kind::Choice, Need::Optional, "state", "declassified"},
};

constexpr Option show_options[] = {number};
constexpr Option due_options[] = {{"within", Kind::Number, Need::Optional, "within"}};
constexpr Option find_options[] = {{"TEXT", Kind::Text, Need::Once, "text"}};

constexpr Field columns[] = {
    {"number", "/number"},
    {"title", "/title", Show::Shrinking},
    {"level", "/level_mark"},
    {"issued", "/issued"},
    {"department", "/department", Show::Shrinking},
    {"copies", "/last_number", Show::Number},
    {"state", "/state", Show::Word},
};

constexpr Field fields[] = {
    {"number", "/number"},
    {"title", "/title"},
    {"level", "/level_mark"},
    {"level-set-by", "/level_set_by", Show::List},
    {"level-proposed", "/is_level_proposed", Show::YesNo},
    {"issued", "/issued"},
    {"declassified-on", "/declassified_on"},
    {"category", "/category", Show::Category},
    {"department", "/department"},
    {"scope", "/scope", Show::List},
    {"keeper-original", "/keeper_original"},
    {"keeper-duplicate", "/keeper_duplicate"},
    {"has-file", "/has_file", Show::YesNo},
    {"copies", "/last_number"},
    {"state", "/state", Show::Word},
    {"derived-from", "/derived_from", Show::List},
    {"derived", "/derived", Show::List},
    {"registered-by", "/registered_by"},
    {"registered-at", "/registered_at", Show::Instant},
};

constexpr Field ending_columns[] = {
    {"ends", "/ends"},
    {"days-left", "/days_left", Show::Number},
    {"number", "/document/number"},
    {"title", "/document/title", Show::Shrinking},
    {"level", "/document/level_mark"},
    {"department", "/document/department", Show::Shrinking},
    {"copies-out", "/copies_out", Show::Number},
    {"clauses", "/clauses", Show::List},
};

Place place_of(std::string const& document) {
    return Place("/v1/documents").part(document);
}

Result<Exit> give_file(Session& session, std::string const& document, Descriptor const& file) {
    auto answer =
        session.service().send_file(http::Method::Put, place_of(document).part("file"), file);
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    return Exit::Ok;
}

Result<Exit> register_at(Session& session, Arguments const& arguments, Place const& place,
                         std::span<Option const> options) {
    auto file = open_file(arguments.text("FILE"));
    if (!file) {
        return pass_on(file);
    }
    auto added = session.service().send(http::Method::Post, place, body_of(options, arguments));
    if (!added) {
        return pass_on(added);
    }
    auto done = give_file(session, arguments.text("number"), *file);
    if (!done) {
        session.warn({"cli.registered-without-file", {{"number", arguments.text("number")}}});
    }
    return done;
}

Result<Exit> add(Session& session, Arguments const& arguments) {
    return register_at(session, arguments, Place("/v1/documents"), add_options);
}

Result<Exit> derive(Session& session, Arguments const& arguments) {
    return register_at(session, arguments, Place("/v1/derivations"), derive_options);
}

Result<Exit> import_file(Session& session, Arguments const& arguments) {
    return import_table(session, Place("/v1/imports/documents"), arguments.text("FILE"));
}

Result<Exit> put_file(Session& session, Arguments const& arguments) {
    auto file = open_file(arguments.text("FILE"));
    return file ? give_file(session, arguments.text("NUMBER"), *file) : pass_on(file);
}

Result<Exit> change(Session& session, Arguments const& arguments) {
    auto const body = body_of(change_options, arguments);
    if (body.empty()) {
        return fail(Fault::BadInput, {"cli.nothing-to-change", {}});
    }
    return change_at(session, http::Method::Patch, place_of(arguments.text("NUMBER")), body,
                     fields);
}

Result<Exit> set_level(Session& session, Arguments const& arguments) {
    return change_at(session, http::Method::Post, place_of(arguments.text("NUMBER")).part("level"),
                     body_of(level_options, arguments), fields);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    auto place = asked(Place("/v1/documents"), list_options, arguments);
    place.ask("proposed", arguments.has("proposed") ? "yes" : "");
    return list_from(session, place, "/documents", columns);
}

Result<Exit> find(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/documents"), find_options, arguments), "/documents",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, place_of(arguments.text("NUMBER")), fields);
}

Result<Exit> due(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/endings"), due_options, arguments), "/endings",
                     ending_columns);
}

constexpr Command table[] = {
    {"document"},
    {"document add", add_options, add},
    {"document derive", derive_options, derive},
    {"document import", import_options, import_file},
    {"document list", list_options, list},
    {"document find", find_options, find},
    {"document show", show_options, show},
    {"document due", due_options, due},
    {"document change", change_options, change},
    {"document set-level", level_options, set_level},
    {"document file", file_options, put_file},
};

} // namespace

std::span<Command const> document_commands() {
    return table;
}

} // namespace imprimatur::cli
